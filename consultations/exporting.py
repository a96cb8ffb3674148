"""The register as a table that spreadsheets open: complete, with personal data left out."""

import csv
from pathlib import Path
from uuid import UUID

from consultations.queries.inputs import InputFacts
from consultations.queries.receipts import AnswerFacts, answers_to_each
from consultations.queries.register import every_input
from consultations.transactions import reading
from consultations.vocabulary import Visibility

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
)


async def export_register(consultation: UUID, target: Path) -> int:
    """Write every input with its themes and published answers as CSV; returns the row count.

    All as of one moment, and in place of ``target`` only once it is complete. Names stay out
    unless their authors agreed; e-mail addresses and vulnerable groups always do. Cells that a
    spreadsheet would take for a formula are led by an apostrophe.
    """
    rows = 0
    making = target.with_name(f"{target.name}.belum-selesai")
    try:
        with making.open("w", newline="", encoding="utf-8-sig") as file:
            sheet = csv.writer(file)
            sheet.writerow(HEADINGS)
            async with reading():
                async for entries in every_input(consultation):
                    answers = await answers_to_each([entry.id for entry in entries])
                    for entry in entries:
                        sheet.writerow(map(harmless, _cells(entry, answers[entry.id])))
                    rows += len(entries)
        making.replace(target)
    finally:
        making.unlink(missing_ok=True)
    return rows


def harmless(cell: str) -> str:
    """The cell as text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "＝") else cell


def _cells(entry: InputFacts, answers: list[AnswerFacts]) -> list[str]:
    published = [answer for answer in answers if answer.decision]
    return [
        entry.registration,
        entry.received_at.isoformat(timespec="seconds"),
        entry.channel.value,
        entry.kind.value,
        entry.scope.value,
        entry.element.value,
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
    ]
