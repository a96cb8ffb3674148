"""Reads one evidence file and says what it is; runs as a confined process of its own.

``python -m consultations.evidence_checking SOURCE TARGET`` writes the file as it is to be kept to
TARGET (pictures are drawn anew, without their metadata) and prints its kind as JSON.
"""

import json
import re
import shutil
import sys
import zipfile
from pathlib import Path
from xml.parsers import expat

from consultations.confining import confine_this_process

MOST_PIXELS = 40_000_000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 3000
_PICTURES = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp", "GIF": "png"}
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ODF = "application/vnd.oasis.opendocument."
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|svg|script|body|iframe|\?xml)", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


class Unfit(Exception):  # noqa: N818 - a verdict
    """The file is no evidence; the argument is the reason's short name."""


def check(source: Path, target: Path) -> dict[str, str]:
    """Keep the file as ``target`` and return its media type and extension, or raise ``Unfit``."""
    with source.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise Unfit("empty")
    if head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")) or head[8:12] == b"WEBP":
        return _picture(source, target)
    if head.startswith(b"%PDF-"):
        found = _pdf(source)
    elif head.startswith(b"PK\x03\x04"):
        found = _office(source)
    else:
        found = _plain(source, head)
    shutil.copyfile(source, target)
    return found


def _picture(source: Path, target: Path) -> dict[str, str]:
    from PIL import Image, ImageOps  # noqa: PLC0415 - only in the child, after the limits are set

    Image.MAX_IMAGE_PIXELS = None  # counted here, before anything is decoded
    with Image.open(source, formats=tuple(_PICTURES)) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Unfit("pixels")
        extension = _PICTURES[str(picture.format)]
        drawn = ImageOps.exif_transpose(picture)
        plain = drawn.convert("RGB" if extension == "jpg" or not _clear(drawn) else "RGBA")
    fresh = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    kind = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}[extension]
    fresh.save(target, format=kind, quality=88)
    return {"media_type": f"image/{kind.lower()}", "extension": extension}


def _clear(picture: object) -> bool:
    return "A" in getattr(picture, "mode", "") or "transparency" in getattr(picture, "info", {})


def _pdf(source: Path) -> dict[str, str]:
    from pypdf import PdfReader  # noqa: PLC0415 - only in the child, after the limits are set

    reader = PdfReader(source)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unfit("locked")
    if not len(reader.pages):
        raise Unfit("broken")
    return {"media_type": "application/pdf", "extension": "pdf"}


def _office(source: Path) -> dict[str, str]:
    with zipfile.ZipFile(source) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Unfit("unpacked")
        names = {part.filename for part in parts}
        if any(part.flag_bits & 1 for part in parts):
            raise Unfit("locked")
        if any(
            name.startswith(("Basic/", "Scripts/")) or name.endswith("vbaProject.bin")
            for name in names
        ):
            raise Unfit("macros")
        if "mimetype" in names:
            return _opendocument(archive)
        if "[Content_Types].xml" in names:
            return _openxml(archive, names)
    raise Unfit("kind")


def _opendocument(archive: zipfile.ZipFile) -> dict[str, str]:
    stated = archive.read("mimetype").decode("ascii").strip()
    extension = {f"{_ODF}text": "odt", f"{_ODF}spreadsheet": "ods"}.get(stated)
    if extension is None:
        raise Unfit("kind")
    _parse(archive.read("content.xml"))
    return {"media_type": stated, "extension": extension}


def _openxml(archive: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    stated = archive.read("[Content_Types].xml")
    _parse(stated)
    if b"macroEnabled" in stated:
        raise Unfit("macros")
    for media_type, extension, main in (
        (_WORD, "docx", "word/document.xml"),
        (_EXCEL, "xlsx", "xl/workbook.xml"),
    ):
        if f"{media_type}.main+xml".encode() in stated and main in names:
            _parse(archive.read(main))
            return {"media_type": media_type, "extension": extension}
    raise Unfit("kind")


def _parse(xml: bytes) -> None:
    def refuse(*_: object) -> None:
        raise Unfit("broken")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(xml, True)  # noqa: FBT003 - expat's own signature


def _plain(source: Path, head: bytes) -> dict[str, str]:
    if _MARKUP.search(head):
        raise Unfit("kind")
    try:
        text = source.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unfit("kind") from error
    if _CONTROLS.search(text):
        raise Unfit("kind")
    return {"media_type": "text/plain", "extension": "txt"}


def main(source: str, target: str) -> None:
    """Print the verdict; anything a library raises means the file is broken."""
    confine_this_process()
    try:
        verdict = check(Path(source), Path(target))
    except Unfit as unfit:
        verdict = {"unfit": str(unfit)}
    except Exception:  # noqa: BLE001 - a hostile file may make a library raise anything
        verdict = {"unfit": "broken"}
    sys.stdout.write(json.dumps(verdict))


if __name__ == "__main__":
    main(*sys.argv[1:])
