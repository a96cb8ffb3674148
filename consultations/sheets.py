"""Reads a CSV or XLSX file into plain cells, and refuses one that would swell up in memory."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from consultations.errors import Malformed
from consultations.vocabulary import N_

MOST_ROWS = 200_000
MOST_COLUMNS = 100
# A sheet of text shrinks to a fifth or so: what unpacks to more than this is meant to do harm.
LARGEST_UNPACKED = 100_000_000
MOST_PARTS = 1000
LONGEST_CSV_FIELD = 1_000_000
# Text that begins with one of these is written with an apostrophe before it, and read without.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first sheet of a file as text, and the file's SHA-256."""

    headings: list[str]
    rows: list[list[str]]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with one cell; rows count from 1 without the heading.

    ``given`` is what ``problem`` names with ``%(given)s``.
    """

    row: int
    column: str
    problem: str
    given: str = ""


def read_sheet(content: bytes, *, workbook: bool, most_rows: int = MOST_ROWS) -> Sheet:
    """Read a file's content. Raises ``Malformed`` when it can't be read as a sheet."""
    lines = _read_workbook(content) if workbook else _read_csv(content)
    headings = [name.strip() for name in next(lines, [])]
    while headings and not headings[-1]:
        headings.pop()
    if not headings:
        raise Malformed(N_("Berkas ini kosong."))
    rows: list[list[str]] = []
    for cells in lines:
        rows.append([_plain(cell) for cell in cells[: len(headings)]])
        if len(rows) > most_rows:
            raise Malformed(N_("Baris terlalu banyak; bagi berkas ini menjadi beberapa."))
    return Sheet(headings, rows, hashlib.sha256(content).hexdigest())


def _plain(cell: str) -> str:
    """The words of a cell, without what only a spreadsheet needs."""
    # A NUL can't be stored, and means nothing in a text.
    words = cell.replace("\x00", "").replace("\r\n", "\n").strip()
    return words[1:] if words[:1] == "'" and words[1:2] in FORMULA_SIGNS else words


def read_sheet_file(path: Path) -> Sheet:
    """Read a file by its name: XLSX by its ending, anything else as CSV."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Malformed(N_("Berkas ini tidak terbaca sebagai CSV UTF-8 atau XLSX.")) from error
    return read_sheet(content, workbook=path.suffix.lower() == ".xlsx")


def is_workbook(content: bytes) -> bool:
    """Whether the content is a ZIP archive, as a workbook is, whatever its name says."""
    return content[:4] == b"PK\x03\x04"


def _read_csv(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Malformed(N_("Berkas ini tidak terbaca sebagai CSV UTF-8 atau XLSX.")) from error
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    csv.field_size_limit(LONGEST_CSV_FIELD)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    except csv.Error as error:
        raise Malformed(N_("Berkas ini tidak terbaca sebagai CSV UTF-8 atau XLSX.")) from error


def _read_workbook(content: bytes) -> Iterator[list[str]]:
    _refuse_bomb(content)
    # It loads numpy, which no other page of the web server needs.
    from openpyxl import load_workbook  # noqa: PLC0415 - see above

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # The size a sheet claims is not to be trusted: rows would be padded to it.
        sheet.reset_dimensions()
        for cells in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS):
            yield ["" if cell is None else str(cell) for cell in cells]
    except Malformed:
        raise
    except Exception as error:
        raise Malformed(N_("Berkas ini tidak terbaca sebagai CSV UTF-8 atau XLSX.")) from error


def _refuse_bomb(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Malformed(N_("Berkas ini tidak terbaca sebagai CSV UTF-8 atau XLSX.")) from error
    # No more than it declares is ever unpacked of a part, so what it declares can be relied on.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Malformed(N_("Berkas ini terlalu besar setelah dibuka; bagi menjadi beberapa."))
