"""Reads one file in a confined process: ``python -m consultations.documents.child FILE [FOLDER]``.

Writes JSON: the blocks, or the message that says why there are none; its pictures into FOLDER.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from consultations.confining import confine_this_process
from consultations.documents.archive import LOCKED, UNKNOWN, open_archive, refuse
from consultations.documents.blocks import Block
from consultations.documents.pictures import PictureFolder
from consultations.errors import Malformed
from consultations.vocabulary import N_

LONGEST_TEXT = 5_000_000
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF = N_("PDF tidak dapat dipecah menjadi butir. Unggah naskah aslinya (.docx atau .odt).")
TOO_LONG = N_("Naskah ini terlalu panjang. Bagi menjadi beberapa bagian.")
NOT_TEXT = N_("Berkas teks ini tidak dapat dibaca. Simpan dengan pengodean UTF-8.")


def read_blocks(path: Path, folder: Path | None = None) -> list[Block]:
    """The blocks of a file, whose kind is told by its content, never by its name."""
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(OLD_WORD):
        # Encrypted .docx files and the binary .doc share this container.
        refuse(LOCKED if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0" in path.read_bytes() else UNKNOWN)
    if start.startswith(b"%PDF"):
        refuse(PDF)
    if start.startswith(b"PK"):
        return _read_archive(path, PictureFolder(folder))
    return _read_text(path, PictureFolder(folder))


def _read_archive(path: Path, pictures: PictureFolder) -> list[Block]:
    with open_archive(path) as archive:
        names = set(archive.namelist())
    if "word/document.xml" in names:
        from consultations.documents.docx import read_docx  # noqa: PLC0415 - only what is needed

        return read_docx(path, pictures)
    if "content.xml" in names:
        from consultations.documents.odt import read_odt  # noqa: PLC0415 - only what is needed

        return read_odt(path, pictures)
    return refuse(UNKNOWN)


def _read_text(path: Path, pictures: PictureFolder) -> list[Block]:
    from consultations.documents.markdown import read_markdown  # noqa: PLC0415 - as above

    if path.stat().st_size > LONGEST_TEXT:
        refuse(TOO_LONG)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        refuse(NOT_TEXT)
    if "\0" in text:
        refuse(UNKNOWN)
    return read_markdown(text.replace("\x1a", ""), pictures)


if __name__ == "__main__":
    confine_this_process()
    try:
        answer: dict[str, object] = {
            "blocks": [asdict(block) for block in read_blocks(*map(Path, sys.argv[1:]))]
        }
    except Malformed as refusal:
        answer = {"refused": refusal.message}
    sys.stdout.write(json.dumps(answer))
