"""Reads the table of a Word or Excel file in a confined process; writes it as JSON.

``python -m consultations.response_matrix.child FILE``: headings and rows, or why there are none.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from consultations.confining import confine_this_process
from consultations.documents.archive import (
    BROKEN,
    MACROS,
    open_archive,
    read_member,
    refuse,
    refuse_declarations,
)
from consultations.errors import Malformed
from consultations.sheets import read_sheet
from consultations.vocabulary import N_

MOST_ROWS = 20_000
UNKNOWN = N_("Jenis berkas ini tidak dikenal. Yang diterima: .docx atau .xlsx.")
NO_TABLE = N_("Tidak ada tabel matriks dalam berkas ini.")
TOO_MANY = N_("Baris terlalu banyak; bagi berkas ini menjadi beberapa.")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What was struck out with changes tracked is no longer said.
_GONE = {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr")}
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": " ", f"{_W}noBreakHyphen": "-"}


def read_tables(path: Path) -> list[list[list[str]]]:
    """Every table of the file as rows of cells."""
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            refuse(UNKNOWN)
    with open_archive(path) as archive:
        names = archive.namelist()
        refuse_declarations(archive, [n for n in names if n.endswith((".xml", ".rels"))])
        if "xl/workbook.xml" in names:
            sheet = read_sheet(path.read_bytes(), workbook=True, most_rows=MOST_ROWS)
            return [[sheet.headings, *sheet.rows]]
        if "word/document.xml" not in names:
            refuse(UNKNOWN)
        if b"macroEnabled" in read_member(archive, "[Content_Types].xml"):
            refuse(MACROS)
        content = read_member(archive, "word/document.xml")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        refuse(BROKEN)
    return [_rows(table) for table in root.iter(f"{_W}tbl")]


def _rows(table: Any) -> list[list[str]]:
    rows = [
        [_cell(cell) for cell in row.iterchildren(f"{_W}tc")]
        for row in table.iterchildren(f"{_W}tr")
        if row.find(f"{_W}trPr/{_W}del") is None
    ]
    if len(rows) > MOST_ROWS:
        refuse(TOO_MANY)
    return rows


def _cell(cell: Any) -> str:
    lines = ("".join(_pieces(paragraph)) for paragraph in cell.iter(f"{_W}p"))
    return "\n".join(lines).replace("\x00", "").strip()


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _GONE:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        else:
            yield from _pieces(child)


if __name__ == "__main__":
    confine_this_process()
    try:
        answer: dict[str, object] = {"tables": read_tables(Path(sys.argv[1]))}
    except Malformed as refusal:
        answer = {"refused": refusal.message}
    sys.stdout.write(json.dumps(answer))
