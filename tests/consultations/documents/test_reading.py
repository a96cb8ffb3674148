import io
import resource
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest

from consultations.documents import archive as reasons
from consultations.documents.child import NOT_TEXT, PDF
from consultations.documents.reading import LARGEST_FILE, read_document
from consultations.errors import Malformed
from consultations.splitting import split_draft
from tests.documents import (
    PNG,
    add_numbered,
    add_numbering,
    altered,
    archive,
    long_document,
    odt,
    saved,
    wrap_last_run,
)
from tests.processor_time import within_processor_seconds


async def _split(content: bytes) -> list[tuple[str, str, str, str]]:
    draft = split_draft(await read_document(content))
    return [(u.kind.value, u.number, u.heading, u.text) for u in draft.units]


async def test_word_headings_clauses_tables_and_pictures() -> None:
    document = docx.Document()
    document.add_heading("Peta Jalan", 0)
    document.add_heading("BAB I PENDAHULUAN", 1)
    document.add_heading("1.1 Latar belakang", 2)
    document.add_paragraph("Pengantar bagian.")
    document.add_paragraph("1.1.1 Layanan harus mudah.")
    table = document.add_table(2, 2)
    for cell, words in zip(table._cells, ("Tahun", "Sasaran", "2027", "80 %"), strict=True):
        cell.text = words
    document.add_paragraph("1.1.2 Lihat gambar.").add_run().add_picture(io.BytesIO(PNG))
    content = saved(document)
    assert split_draft(await read_document(content)).title == "Peta Jalan"
    assert await _split(content) == [
        ("bab", "I", "PENDAHULUAN", ""),
        ("bagian", "1.1", "Latar belakang", "Pengantar bagian."),
        ("butir", "1.1.1", "", "Layanan harus mudah.\n\nTahun | Sasaran\n2027 | 80 %"),
        ("butir", "1.1.2", "", "Lihat gambar.[gambar]"),
    ]


async def test_word_counts_its_own_numbers() -> None:
    document = docx.Document()
    chapters = add_numbering(
        document, [("upperRoman", "BAB %1"), ("upperLetter", "%2."), ("decimal", "%3.")]
    )
    document.add_paragraph("Judul Peta Jalan", style="Title")
    add_numbered(document, "Pendahuluan", chapters, 0, "Heading 1")
    add_numbered(document, "Latar", chapters, 1, "Heading 2")
    add_numbered(document, "Satu.", chapters, 2)
    add_numbered(document, "Dua.", chapters, 2)
    add_numbered(document, "Tujuan", chapters, 1, "Heading 2")
    add_numbered(document, "Tiga.", chapters, 2)
    add_numbered(document, "Arah", chapters, 0, "Heading 1")
    assert await _split(saved(document)) == [
        ("bab", "I", "Pendahuluan", ""),
        ("bagian", "I.A", "Latar", ""),
        ("butir", "I.A.1", "", "Satu."),
        ("butir", "I.A.2", "", "Dua."),
        ("bagian", "I.B", "Tujuan", ""),
        ("butir", "I.B.1", "", "Tiga."),
        ("bab", "II", "Arah", ""),
    ]


async def test_word_headings_by_look_only() -> None:
    document = docx.Document()
    for words, bold in (
        ("RANCANGAN", True),
        ("PETA JALAN", True),
        ("BAB I", True),
        ("PENDAHULUAN", True),
        ("1.1 Latar Belakang", True),
        ("1. Pelayanan harus mudah.", False),
        ("a. cepat; dan", False),
        ("b. murah.", False),
        ("2. Antrean daring.", False),
    ):
        document.add_paragraph().add_run(words).bold = bold
    draft = split_draft(await read_document(saved(document)))
    assert draft.title == "RANCANGAN PETA JALAN"
    assert [(u.kind.value, u.number, u.heading or u.text) for u in draft.units] == [
        ("bab", "I", "PENDAHULUAN"),
        ("bagian", "1.1", "Latar Belakang"),
        ("butir", "1.1.1", "Pelayanan harus mudah.\n\na. cepat; dan\n\nb. murah."),
        ("butir", "1.1.2", "Antrean daring."),
    ]


async def test_word_deleted_text_stays_out_and_inserted_text_comes_in() -> None:
    document = docx.Document()
    document.add_paragraph("Judul", style="Title")
    document.add_paragraph("1. Tetap").add_run(" dihapus")
    wrap_last_run(document, "w:del")
    document.add_paragraph("2. Tetap").add_run(" disisipkan")
    wrap_last_run(document, "w:ins")
    assert [unit[3] for unit in await _split(saved(document))] == ["Tetap", "Tetap disisipkan"]


async def test_word_footnotes_go_with_the_clause_that_calls_them() -> None:
    document = docx.Document()
    document.add_paragraph("Judul", style="Title")
    paragraph = document.add_paragraph("1. Menurut undang-undang")
    content = saved(document)
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    reference = f'<w:r xmlns:w="{word}"><w:footnoteReference w:id="2"/></w:r></w:p>'.encode()
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        body = made.read("word/document.xml")
        relations = made.read("word/_rels/document.xml.rels")
        types = made.read("[Content_Types].xml")
    at = body.rindex(b"</w:p>")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    changed = altered(
        content,
        {
            "word/document.xml": body[:at] + reference + body[at + 6 :],
            "word/footnotes.xml": (
                f'<w:footnotes xmlns:w="{word}"><w:footnote w:id="2"><w:p><w:r>'
                "<w:t>UU 25/2009.</w:t></w:r></w:p></w:footnote></w:footnotes>"
            ).encode(),
            "word/_rels/document.xml.rels": relations.replace(
                b"</Relationships>",
                f'<Relationship Id="rFoot" Type="{kind}" Target="footnotes.xml"/>'
                "</Relationships>".encode(),
            ),
            "[Content_Types].xml": types.replace(
                b"</Types>",
                b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.'
                b'openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>',
            ),
        },
    )
    assert paragraph.text == "1. Menurut undang-undang"
    assert [unit[3] for unit in await _split(changed)] == [
        "Menurut undang-undang [1]\n\n[1] UU 25/2009."
    ]


async def test_open_document_headings_lists_notes_and_tables() -> None:
    content = odt(
        '<text:p text:style-name="P1">Peta Jalan</text:p>'
        "<text:table-of-content><text:p>Daftar isi</text:p></text:table-of-content>"
        '<text:h text:outline-level="1">BAB I PENDAHULUAN</text:h>'
        '<text:p text:style-name="P2">1.1 Latar</text:p>'
        '<text:list text:style-name="L1"><text:list-item><text:p>Satu<text:note>'
        "<text:note-citation>1</text:note-citation><text:note-body><text:p>Catatan.</text:p>"
        "</text:note-body></text:note>.</text:p><text:list><text:list-item><text:p>sub</text:p>"
        "</text:list-item></text:list></text:list-item><text:list-item><text:p>Dua  "
        "<text:s/>kata.</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>A</text:p></table:table-cell>"
        "<table:table-cell><text:p>B</text:p></table:table-cell></table:table-row></table:table>"
        "<text:p>Akhir <draw:frame><draw:image/></draw:frame></text:p>"
    )
    draft = split_draft(await read_document(content))
    assert draft.title == "Peta Jalan"
    assert [(u.number, u.heading, u.text) for u in draft.units] == [
        ("I", "PENDAHULUAN", ""),
        ("1.1", "Latar", ""),
        ("1.1.1", "", "Satu [1].\n\n[1] Catatan.\n\na. sub"),
        ("1.1.2", "", "Dua  kata.\n\nA | B\n\nAkhir [gambar]"),
    ]


async def test_two_hundred_pages_are_read_whole() -> None:
    content = long_document(200)
    with within_processor_seconds(10):
        units = await _split(content)
    assert len(units) == 10 + 200 + 2000
    assert units[-1][1] == "10.20.10"


def _bomb(size: int) -> bytes:
    return altered(saved(docx.Document()), {"word/media/besar.xml": b"\0" * size})


def _lying() -> bytes:
    """An archive whose directory declares less than what comes out."""
    content = bytearray(_bomb(3_000_000))
    return bytes(content.replace((3_000_000).to_bytes(4, "little"), (9).to_bytes(4, "little")))


WORD = saved(docx.Document())
ENTITY = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>'
HOSTILE = {
    "empty": (b"", None),
    "broken archive": (WORD[: len(WORD) // 2], reasons.BROKEN),
    "declared bomb": (_bomb(200_000_000), reasons.TOO_BIG),
    "lying bomb": (_lying(), reasons.BROKEN),
    "many members": (archive({f"x{n}": b"" for n in range(4000)}), reasons.TOO_BIG),
    "macro": (altered(WORD, {"word/vbaProject.bin": b"x"}), reasons.MACROS),
    "external entity": (altered(WORD, {"word/styles.xml": ENTITY}), reasons.ENTITIES),
    "entity in utf-16": (
        altered(WORD, {"word/styles.xml": ENTITY.decode().encode("utf-16")}),
        reasons.ENTITIES,
    ),
    "entity in odt": (altered(odt(""), {"content.xml": ENTITY}), reasons.ENTITIES),
    "encrypted odt": (
        odt("<text:p>x</text:p>", **{"META-INF/manifest.xml": b"<m><encryption-data/></m>"}),
        reasons.LOCKED,
    ),
    "encrypted word": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"),
        reasons.LOCKED,
    ),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, reasons.UNKNOWN),
    "spreadsheet": (archive({"xl/workbook.xml": b"<x/>"}), reasons.UNKNOWN),
    "no xml": (altered(WORD, {"word/document.xml": b"bukan xml"}), reasons.BROKEN),
    "deep xml": (altered(odt(""), {"content.xml": b"<a>" * 100_000}), reasons.BROKEN),
    "pdf": (b"%PDF-1.7 ...", PDF),
    "binary": (b"\xff\xfe\x00\x81" * 100, NOT_TEXT),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_file_is_refused_in_time_and_without_harm(name: str) -> None:
    content, reason = HOSTILE[name]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with within_processor_seconds(3):
        if reason is None:
            assert split_draft(await read_document(content)).units == []
        else:
            with pytest.raises(Malformed) as refusal:
                await read_document(content)
            assert refusal.value.message == reason
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


async def test_file_above_the_limit_is_refused_unread() -> None:
    with pytest.raises(Malformed):
        await read_document(b"a" * (LARGEST_FILE + 1))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
async def test_files_that_libreoffice_makes(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Judul", 0)
    document.add_heading("BAB I PENDAHULUAN", 1)
    for words in ("Satu.", "Dua."):
        document.add_paragraph(words, style="List Number")
    (tmp_path / "a.docx").write_bytes(saved(document))
    subprocess.run(  # noqa: ASYNC221 - nothing else runs meanwhile
        ["soffice", "--headless", "--convert-to", "odt", "a.docx"],
        cwd=tmp_path, check=True, timeout=120,
    )  # fmt: skip
    assert await _split((tmp_path / "a.odt").read_bytes()) == [
        ("bab", "I", "PENDAHULUAN", ""),
        ("butir", "I.1", "", "Satu."),
        ("butir", "I.2", "", "Dua."),
    ]
