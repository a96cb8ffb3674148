import io
import zipfile

import pytest
from openpyxl import Workbook

from consultations.errors import Malformed
from consultations.sheets import LARGEST_UNPACKED, is_workbook, read_sheet


def _workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read_with_any_usual_separator(separator: str) -> None:
    text = f'\ufeffisi{separator}butir\n"dua\nbaris"{separator}1.1\n\x00x{separator}\n'
    sheet = read_sheet(text.encode(), workbook=False)
    assert (sheet.headings, sheet.rows) == (["isi", "butir"], [["dua\nbaris", "1.1"], ["x", ""]])


def test_workbook_is_read_as_text() -> None:
    content = _workbook(["isi", "nomor", None], ["Loket", 7, "lebih"], [None, None])
    assert is_workbook(content)
    sheet = read_sheet(content, workbook=True)
    assert (sheet.headings, sheet.rows[0]) == (["isi", "nomor"], ["Loket", "7"])


@pytest.mark.parametrize(
    ("content", "workbook"),
    [
        (b"", False),
        (b"\n\n", False),
        (b"\xff\xfe\x00", False),
        (b'isi\n"tidak ditutup', False),
        (b"PK\x03\x04 bukan arsip", True),
        (b"isi\nx", True),
    ],
)
def test_what_is_no_sheet_is_refused(content: bytes, workbook: bool) -> None:
    with pytest.raises(Malformed):
        read_sheet(content, workbook=workbook)


def test_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range(LARGEST_UNPACKED // 1_000_000 + 1):
            part.write(bytes(1_000_000))
    assert len(file.getvalue()) < 200_000
    with pytest.raises(Malformed, match="terlalu besar setelah dibuka"):
        read_sheet(file.getvalue(), workbook=True)


def test_archive_of_very_many_parts_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(1001):
            archive.writestr(f"{number}", "")
    with pytest.raises(Malformed, match="terlalu besar setelah dibuka"):
        read_sheet(file.getvalue(), workbook=True)


def test_sheet_that_claims_to_be_huge_is_read_by_its_cells() -> None:
    content = io.BytesIO(_workbook(["isi"], ["a"]))
    claimed = io.BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(claimed, "w") as new:
        for part in old.infolist():
            data = old.read(part).replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"')
            new.writestr(part.filename, data)
    assert read_sheet(claimed.getvalue(), workbook=True).rows == [["a"]]


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(Malformed, match="Baris terlalu banyak"):
        read_sheet(b"isi\n" + b"x\n" * 11, workbook=False, most_rows=10)
