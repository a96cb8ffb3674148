"""The evidence bundle (bukti dukung) of a session as one ZIP, sent while it is made.

The same session gives the same bytes. It is for the team: the attendance list names people.
"""

import asyncio
import hashlib
import html
import io
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import PurePath
from uuid import UUID

from consultations.exporting import Workbook, as_csv, register_rows
from consultations.queries.register import RegisterFilter
from consultations.queries.session_dossiers import Dossier
from consultations.queries.session_records import SessionFileFacts
from consultations.session_documents.composing import PhotoPath, compose_document
from consultations.session_documents.number_words import written_date
from consultations.session_documents.typesetting import typeset
from consultations.session_documents.wording import NAMES, local
from consultations.vocabulary import SessionDocumentKind, SessionFileUse

CONTENTS = "00-daftar-isi"
CHECKSUMS = "SHA256SUMS.txt"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_SIGNED = {
    SessionDocumentKind.RECORD: SessionFileUse.SIGNED_RECORD,
    SessionDocumentKind.ATTENDANCE: SessionFileUse.SIGNED_ATTENDANCE,
}


@dataclass(slots=True)
class _Drain(io.RawIOBase):
    """Takes what the archive writes, to be handed on at once."""

    parts: list[bytes] = field(default_factory=list)

    def writable(self) -> bool:
        return True

    def write(self, chunk: object) -> int:
        self.parts.append(bytes(chunk))  # type: ignore[call-overload]
        return len(self.parts[-1])

    def take(self) -> bytes:
        taken, self.parts = b"".join(self.parts), []
        return taken


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    title: str
    size: int
    sha256: str


async def bundle(consultation: UUID, dossier: Dossier, photo: PhotoPath) -> AsyncIterator[bytes]:
    """The archive in pieces: documents, signed scans, photos, inputs, contents and checksums."""
    drain = _Drain()
    entries: list[_Entry] = []
    with zipfile.ZipFile(drain, "w") as archive:
        async for name, title, content in _files(consultation, dossier, photo):
            await asyncio.to_thread(_put, archive, name, content)
            entries.append(_Entry(name, title, len(content), hashlib.sha256(content).hexdigest()))
            yield drain.take()
        for suffix, words in (("html", _as_html), ("txt", _as_text)):
            _put(archive, f"{CONTENTS}.{suffix}", words(dossier, entries).encode())
        sums = "".join(f"{entry.sha256}  {entry.name}\n" for entry in entries)
        _put(archive, CHECKSUMS, sums.encode())
        yield drain.take()
    yield drain.take()


async def _files(
    consultation: UUID, dossier: Dossier, photo: PhotoPath
) -> AsyncIterator[tuple[str, str, bytes]]:
    for number, kind in enumerate(SessionDocumentKind, start=1):
        pdf = await typeset(compose_document(kind, dossier, photo), "pdf")
        yield f"{number:02}-{kind.value}.pdf", kind.label, pdf
        scan = _scan(dossier, _SIGNED.get(kind))
        if scan is not None and photo(scan.sha256).is_file():
            ending = PurePath(scan.name).suffix
            content = await asyncio.to_thread(photo(scan.sha256).read_bytes)
            name = f"{number:02}-{kind.value}-bertanda-tangan{ending}"
            yield name, f"{kind.label}, pindaian bertanda tangan", content
    async for place in _photos(dossier, photo):
        yield place
    async for sheet in _inputs(consultation, dossier):
        yield sheet


async def _photos(dossier: Dossier, photo: PhotoPath) -> AsyncIterator[tuple[str, str, bytes]]:
    folders = {SessionFileUse.PHOTO: "06-foto", SessionFileUse.ATTACHMENT: "07-lampiran"}
    counts: dict[str, int] = {}
    for file in dossier.files:
        folder = folders.get(file.use)
        if folder is None or not photo(file.sha256).is_file():
            continue
        counts[folder] = counts.get(folder, 0) + 1
        ending = PurePath(file.name).suffix
        content = await asyncio.to_thread(photo(file.sha256).read_bytes)
        yield f"{folder}/{counts[folder]:02}{ending}", file.caption or file.use.label, content


async def _inputs(consultation: UUID, dossier: Dossier) -> AsyncIterator[tuple[str, str, bytes]]:
    only = RegisterFilter(session=str(dossier.id))
    rows = [row async for batch in register_rows(consultation, only) for row in batch]
    yield "08-masukan-sesi.csv", "Masukan sesi (CSV)", ("\ufeff" + as_csv(rows)).encode()
    sheet = io.BytesIO()
    book = Workbook(sheet, created_at=dossier.starts_at)
    await asyncio.to_thread(book.add, rows)
    await asyncio.to_thread(book.finish)
    yield "08-masukan-sesi.xlsx", "Masukan sesi (Excel)", sheet.getvalue()


def _scan(dossier: Dossier, use: SessionFileUse | None) -> SessionFileFacts | None:
    return next((file for file in dossier.files if file.use is use), None) if use else None


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)


def _as_text(dossier: Dossier, entries: list[_Entry]) -> str:
    rows = "\n".join(
        f"{place}. {entry.title}\n   {entry.name} ({entry.size} bita)\n   SHA-256 {entry.sha256}"
        for place, entry in enumerate(entries, start=1)
    )
    return f"{_heading(dossier)}\n\n{rows}\n"


def _as_html(dossier: Dossier, entries: list[_Entry]) -> str:
    rows = "".join(
        f'<tr><td>{place}</td><td><a href="{html.escape(entry.name)}">{html.escape(entry.title)}'
        f"</a></td><td>{entry.size}</td><td><code>{entry.sha256}</code></td></tr>"
        for place, entry in enumerate(entries, start=1)
    )
    title = html.escape(_heading(dossier))
    return (
        '<!DOCTYPE html><html lang="id"><meta charset="utf-8">'
        f"<title>{title}</title><h1>{title}</h1><table><thead><tr><th>No.</th><th>Berkas</th>"
        f"<th>Bita</th><th>SHA-256</th></tr></thead><tbody>{rows}</tbody></table></html>\n"
    )


def _heading(dossier: Dossier) -> str:
    held_on = written_date(local(dossier.starts_at, dossier.zone).date())
    return f"Daftar isi bukti dukung {NAMES[dossier.kind]}: {dossier.title}, {held_on}"
