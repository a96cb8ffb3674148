"""Files as strangers send them: what is kept is what it claims to be, and nothing hurts."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfWriter

from consultations.errors import FileRefused
from consultations.evidence import LARGEST_FILE, REASONS, EvidenceStore, StoredFile, safe_name
from tests.processor_time import within_processor_seconds

MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
}


def picture(kind: str = "PNG", size: tuple[int, int] = (20, 10), **more: object) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "teal").save(target, kind, **more)
    return target.getvalue()


def pdf(**protection: str) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    if protection:
        writer.encrypt(protection["password"], algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return target.getvalue()


def openxml(kind: str = "docx", **more: bytes) -> bytes:
    main, word = MAIN[kind]
    family = "application/vnd.openxmlformats-officedocument"
    types = f"<Types><Override ContentType='{family}.{word}.main+xml'/></Types>"
    return archive({"[Content_Types].xml": types.encode(), main: b"<w/>", **more})


def opendocument(kind: str) -> bytes:
    stated = f"application/vnd.oasis.opendocument.{kind}".encode()
    return archive({"mimetype": stated, "content.xml": b"<office/>"})


def giant_png(side: int = 30_000) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


async def keep(store: EvidenceStore, content: bytes, name: str) -> StoredFile:
    checked = await store.check(content, name)
    stored = await store.keep(checked)
    checked.discard()
    return stored


@pytest.fixture
def store(tmp_path: Path) -> EvidenceStore:
    return EvidenceStore(tmp_path / "bukti")


@pytest.mark.parametrize(
    ("name", "content", "kept_as", "media_type"),
    [
        ("foto.png", picture(), "foto.png", "image/png"),
        ("foto.pdf", picture("JPEG"), "foto.jpg", "image/jpeg"),
        ("gerak.gif", picture("GIF"), "gerak.png", "image/png"),
        ("foto.webp", picture("WEBP"), "foto.webp", "image/webp"),
        ("kajian.pdf", pdf(), "kajian.pdf", "application/pdf"),
        ("catatan.docx", openxml(), "catatan.docx", None),
        ("data.xlsx", openxml("xlsx"), "data.xlsx", None),
        ("data.odt", opendocument("text"), "data.odt", None),
        ("data.ods", opendocument("spreadsheet"), "data.ods", None),
        ("data.csv", b"nama;jumlah\nA;1\n", "data.csv", "text/csv"),
        ("catatan.html", "Biasa saja: é".encode(), "catatan.txt", "text/plain"),
    ],
)
async def test_honest_file_is_kept_as_what_it_is(
    store: EvidenceStore, name: str, content: bytes, kept_as: str, media_type: str | None
) -> None:
    stored = await keep(store, content, name)
    assert stored.name == kept_as
    assert media_type in (None, stored.media_type)
    assert store.path_of(stored.sha256).stat().st_size == stored.size
    assert list((store.folder / "masuk").iterdir()) == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "kind"),
        (b"\n\n <!DOCTYPE html><p>Halo", "kind"),
        (b"<?xml version='1.0'?><svg/>", "kind"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "kind"),
        (b"\x7fELF" + b"\0" * 60, "kind"),
        (b"%PDF-1.7\nrusak", "broken"),
        (pdf(password="rahasia"), "locked"),
        (picture("JPEG", (200, 200))[:400], "broken"),
        (giant_png(), "pixels"),
        (archive({"setup.exe": b"MZ"}), "kind"),
        (openxml(**{"word/vbaProject.bin": b"x"}), "macros"),
        (openxml(**{"word/besar.xml": b"0" * 110_000_000}), "unpacked"),
        (archive({"mimetype": b"application/epub+zip"}), "kind"),
        (
            archive(
                {
                    "mimetype": b"application/vnd.oasis.opendocument.text",
                    "content.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
                }
            ),
            "broken",
        ),
        (b"x" * (LARGEST_FILE + 1), "size"),
    ],
)
async def test_unfit_file_is_refused_with_its_reason(
    store: EvidenceStore, content: bytes, reason: str
) -> None:
    with within_processor_seconds(10), pytest.raises(FileRefused) as refusal:
        await keep(store, content, "bukti.pdf")
    assert refusal.value.message == REASONS[reason]
    left = (
        [path for path in store.folder.rglob("*") if path.is_file()]
        if store.folder.exists()
        else []
    )
    assert left == []


async def test_picture_loses_its_metadata(store: EvidenceStore) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Rumah saya di Jalan Melati"
    stored = await keep(store, picture("JPEG", exif=exif), "rumah.jpg")
    kept = store.path_of(stored.sha256).read_bytes()
    assert b"Melati" not in kept
    with Image.open(io.BytesIO(kept)) as again:
        assert dict(again.getexif()) == {}
        assert again.size == (20, 10)


async def test_same_file_lies_there_once(store: EvidenceStore) -> None:
    one, other = await keep(store, b"a,b\n", "satu.csv"), await keep(store, b"a,b\n", "dua.csv")
    assert one.sha256 == other.sha256
    assert len([path for path in store.folder.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("foto\u202egpj.exe", "fotogpj.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Dokumen\\kajian.PDF", "kajian.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("...", "berkas.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_name_is_made_harmless(given: str, shown: str) -> None:
    assert safe_name(given, "pdf") == shown
