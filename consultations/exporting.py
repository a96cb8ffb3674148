"""The register as a table that spreadsheets open: complete, with personal data left out."""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import xlsxwriter

from consultations.queries.inputs import InputFacts
from consultations.queries.receipts import AnswerFacts, answers_to_each
from consultations.queries.register import RegisterFilter, every_input
from consultations.sheets import FORMULA_SIGNS
from consultations.transactions import reading
from consultations.vocabulary import Visibility

# What a cell of a workbook holds at most.
LONGEST_CELL = 32_767
AT_ONCE = 500
HEADINGS = (
    "nomor_registrasi",
    "tanggal",
    "kanal",
    "jenis",
    "lingkup",
    "unsur",
    "wilayah",
    "pemberi",
    "butir",
    "isi",
    "usulan_rumusan",
    "alasan",
    "visibilitas",
    "tema",
    "keputusan",
    "alasan_keputusan",
    "jawaban",
    "disembunyikan_karena",
    "mendukung",
    "tidak_mendukung",
    "survei",
    "pertanyaan_survei",
)


async def export_register(consultation: UUID, target: Path) -> int:
    """Write every input with its themes and published answers as CSV; returns the row count.

    All as of one moment, and in place of ``target`` only once it is complete. Names stay out
    unless their authors agreed; e-mail addresses and vulnerable groups always do. Cells that a
    spreadsheet would take for a formula are led by an apostrophe.
    """
    rows = -1  # the headings are no input
    making = target.with_name(f"{target.name}.belum-selesai")
    try:
        with making.open("w", newline="", encoding="utf-8-sig") as file:
            async with reading():
                async for batch in register_rows(consultation, RegisterFilter()):
                    file.write(as_csv(batch))
                    rows += len(batch)
        making.replace(target)
    finally:
        making.unlink(missing_ok=True)
    return rows


async def register_rows(consultation: UUID, only: RegisterFilter) -> AsyncIterator[list[list[str]]]:
    """The headings, then the rows of the narrowed register, in batches: never all at once."""
    yield [list(HEADINGS)]
    async for entries in every_input(consultation, only, at_once=AT_ONCE):
        answers = await answers_to_each([entry.id for entry in entries])
        yield [_cells(entry, answers[entry.id]) for entry in entries]


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV lines without a formula in them."""
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows([harmless(cell) for cell in row] for row in rows)
    return lines.getvalue()


class Workbook:
    """A table as XLSX, written row by row into ``target``; every cell is text.

    With ``widths`` (in characters) its cells break into lines and it prints on its side.
    """

    def __init__(
        self,
        target: BinaryIO,
        name: str = "Masukan",
        *,
        created_at: datetime | None = None,
        widths: Sequence[float] = (),
    ) -> None:
        self._book = xlsxwriter.Workbook(target, {"constant_memory": True})
        if created_at is not None:
            # Else the moment it is written is in it, and no two are alike.
            self._book.set_properties({"created": created_at})
        self._sheet = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        self._shape = None
        if widths:
            self._shape = self._book.add_format({"text_wrap": True, "valign": "top"})
            self._sheet.set_landscape()
            self._sheet.repeat_rows(0)
            self._sheet.fit_to_pages(1, 0)
        for place, width in enumerate(widths):
            self._sheet.set_column(place, place, width)
        self._row = 0

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        """Append rows."""
        for row in rows:
            for place, cell in enumerate(row):
                self._sheet.write_string(self._row, place, cell[:LONGEST_CELL], self._shape)
            self._row += 1

    def offer(self, column: int, values: Sequence[str]) -> None:
        """Let the cells of a column be filled from a list."""
        rule = {"validate": "list", "source": list(values), "error_type": "warning"}
        self._sheet.data_validation(1, column, 1_048_575, column, rule)

    def explain(self, name: str, lines: Sequence[str]) -> None:
        """Put notes on a sheet of their own, so that the first one is the table alone."""
        sheet = self._book.add_worksheet(name)
        sheet.set_column(0, 0, 110, self._shape)
        for place, line in enumerate(lines):
            sheet.write_string(place, 0, line[:LONGEST_CELL])

    def finish(self) -> None:
        """Complete the file."""
        self._book.close()


def harmless(cell: str) -> str:
    """The cell as text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in FORMULA_SIGNS else cell


def _cells(entry: InputFacts, answers: list[AnswerFacts]) -> list[str]:
    published = [answer for answer in answers if answer.decision]
    return [
        entry.registration,
        entry.received_at.isoformat(timespec="seconds"),
        entry.channel.value,
        entry.kind.value,
        entry.scope.value,
        entry.element.value if entry.element else "",
        entry.region or "",
        entry.author if entry.visibility is Visibility.PUBLIC else "",
        entry.unit_number or "",
        entry.text,
        entry.proposed_wording or "",
        entry.reason or "",
        entry.visibility.value,
        "; ".join(answer.theme for answer in answers),
        "; ".join(answer.decision.value for answer in published if answer.decision),
        "; ".join(answer.reason for answer in published),
        "; ".join(answer.reply for answer in published),
        entry.withheld_for.text if entry.withheld_for else "",
        str(entry.supports),
        str(entry.opposes),
        entry.survey.text if entry.survey else "",
        entry.question.text if entry.question else "",
    ]
