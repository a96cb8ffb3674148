"""Opens the archive that a Word or OpenDocument file is, and refuses the dangerous ones."""

import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from consultations.errors import Malformed
from consultations.vocabulary import N_

MOST_MEMBERS = 3000
LARGEST_ARCHIVE = 150_000_000
LARGEST_XML = 50_000_000
_CHUNK = 1 << 16
_MACROS = ("vbaproject.bin", "basic/", "scripts/")
_DECLARATIONS = [
    words.encode(coding)
    for words in ("<!DOCTYPE", "<!ENTITY")
    for coding in ("utf-8", "utf-16-le", "utf-16-be")
]

BROKEN = N_("Berkas ini rusak atau tidak lengkap. Buka dan simpan lagi, lalu unggah kembali.")
TOO_BIG = N_("Isi berkas ini terlalu besar setelah dibuka. Kecilkan gambarnya atau bagi dua.")
LOCKED = N_("Berkas ini dikunci dengan kata sandi. Simpan salinan tanpa kata sandi, lalu unggah.")
MACROS = N_("Berkas ini berisi makro. Simpan sebagai .docx atau .odt biasa, lalu unggah.")
ENTITIES = N_("Berkas ini merujuk ke isi dari luar dan tidak dapat diterima.")
UNKNOWN = N_("Jenis berkas ini tidak dikenal. Yang diterima: .docx, .odt, .md atau .txt.")


def open_archive(path: Path) -> zipfile.ZipFile:
    """The archive, once everything its directory declares is within bounds."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        refuse(BROKEN)
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > LARGEST_ARCHIVE:
        refuse(TOO_BIG)
    if any(member.flag_bits & 1 for member in members):
        refuse(LOCKED)
    names = [member.filename.lower() for member in members]
    if any(name.endswith(_MACROS[0]) or name.startswith(_MACROS[1:]) for name in names):
        refuse(MACROS)
    return archive


def read_member(archive: zipfile.ZipFile, name: str, *, most: int = LARGEST_XML) -> bytes:
    """A member's content; what really comes out counts, not what was declared."""
    parts: list[bytes] = []
    size = 0
    try:
        with archive.open(name) as member:
            while part := member.read(_CHUNK):
                size += len(part)
                if size > most:
                    refuse(TOO_BIG)
                parts.append(part)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError):
        refuse(BROKEN)
    return b"".join(parts)


def refuse_declarations(archive: zipfile.ZipFile, names: Iterable[str]) -> None:
    """Refuse XML with a document type: these formats need none, attacks do."""
    left = LARGEST_XML
    for name in names:
        content = read_member(archive, name, most=left)
        left -= len(content)
        if any(declaration in content for declaration in _DECLARATIONS):
            refuse(ENTITIES)


def refuse(message: str) -> NoReturn:
    """Say why the file can't be read."""
    raise Malformed(message)
