"""Cross-tabs as rows for a spreadsheet: one row a cell, with small cells left out."""

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from consultations.figures.crosstabs import Line
from consultations.figures.hiding import FEWEST_SHOWN, hidden_cells

Value = str | int | float | None
HEADINGS = (
    "menurut",
    "tema",
    "kelompok",
    "naskah",
    "masukan",
    "naskah_tema",
    "bagian",
    "batas_bawah",
    "batas_atas",
    "biasanya",
    "kali_lipat",
    "nilai_p",
    "arti",
)
HIDDEN = "disembunyikan"
_MEANING = {1: "lebih_sering", 0: "", -1: "lebih_jarang"}


def table_rows(
    dimension: str,
    themes: Sequence[str],
    columns: Sequence[str],
    lines: Sequence[Line],
    fewest: int = FEWEST_SHOWN,
) -> Iterable[list[Value]]:
    """The headings, then every cell of a cross-tab whose rows and columns have these names."""
    yield list(HEADINGS)
    hidden = hidden_cells([[cell.raw for cell in line.cells] for line in lines], fewest)
    for row, (name, line) in enumerate(zip(themes, lines, strict=True)):
        for column, cell in enumerate(line.cells):
            head: list[Value] = [dimension, name, columns[column]]
            if (row, column) in hidden:
                yield [*head, HIDDEN, HIDDEN, line.tested, *[None] * 6, ""]
                continue
            yield [
                *head,
                cell.distinct,
                cell.raw,
                line.tested,
                round(cell.share, 4),
                round(cell.low, 4),
                round(cell.high, 4),
                round(cell.usual, 2),
                None if cell.lift is None else round(cell.lift, 2),
                float(f"{cell.p:.3g}"),
                _MEANING[cell.stands_out],
            ]


def as_workbook(title: str, rows: Iterable[Sequence[Value]]) -> bytes:
    """Rows as XLSX: numbers as numbers, words as words, never a formula."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet(title[:31])
    sheet.freeze_panes(1, 0)
    for place, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(place, column, value)
            elif value is not None:
                sheet.write_number(place, column, value)
    book.close()
    return content.getvalue()
