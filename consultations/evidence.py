"""Evidence files (bukti dukung): checked by their content, kept on disk under their SHA-256."""

import asyncio
import hashlib
import json
import os
import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from consultations.clock import now
from consultations.confining import ConfinedFailure, run_confined
from consultations.errors import FileRefused
from consultations.tables import EvidenceFile
from consultations.vocabulary import N_

MOST_FILES = 5
LARGEST_FILE = 10_000_000
LONGEST_NAME = 120
_TEXT_KINDS = {"csv": "text/csv"}

REASONS = {
    "empty": N_("Berkas ini kosong."),
    "kind": N_(
        "Jenis berkas ini tidak diterima. Kirim PDF, gambar (JPG, PNG, WebP, GIF), Word (docx), "
        "Excel (xlsx), ODT, ODS, CSV, atau teks."
    ),
    "broken": N_("Berkas ini rusak atau tidak dapat dibaca."),
    "locked": N_("Berkas ini terkunci kata sandi. Kirim yang tidak terkunci."),
    "macros": N_("Berkas ini memuat makro. Simpan tanpa makro, lalu kirim lagi."),
    "pixels": N_("Gambar ini terlalu besar ukurannya (lebih dari 40 juta piksel)."),
    "unpacked": N_("Isi berkas ini terlalu besar setelah dibuka."),
    "size": N_("Berkas ini lebih besar dari 10 MB."),
}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was checked and kept; ``given_sha256`` is of the bytes as they were sent."""

    name: str
    media_type: str
    size: int
    sha256: str
    given_sha256: str


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be kept; it waits at ``place`` until it is, or is discarded."""

    file: StoredFile
    place: Path

    def discard(self) -> None:
        """Forget it; one that was kept meanwhile stays."""
        self.place.unlink(missing_ok=True)


class EvidenceStore:
    """The folder in which evidence lies; equal files lie there once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    async def check(self, content: bytes, name: str) -> CheckedFile:
        """Check a file and set it aside. Raises ``FileRefused`` with the reason in plain words."""
        if len(content) > LARGEST_FILE:
            raise FileRefused(REASONS["size"])
        incoming = self.folder / "masuk" / uuid.uuid4().hex
        checked = incoming.with_suffix(".aman")
        try:
            await asyncio.to_thread(_write, incoming, content)
            verdict = await _verdict(incoming, checked)
        except BaseException:
            checked.unlink(missing_ok=True)
            raise
        finally:
            incoming.unlink(missing_ok=True)
        return await asyncio.to_thread(_described, checked, name, content, verdict)

    async def keep(self, checked: CheckedFile) -> StoredFile:
        """Put a checked file where it stays; it is on the disk before this returns.

        It goes on lying at its own place too, until it is discarded: should a leftover equal to it
        be taken away at this moment, it is put there again.
        """
        await asyncio.to_thread(self._settle, checked)
        return checked.file

    def _settle(self, checked: CheckedFile) -> None:
        place = self.path_of(checked.file.sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        with checked.place.open("rb+") as file:
            os.fsync(file.fileno())
        coming = checked.place.with_suffix(f".{uuid.uuid4().hex}")
        os.link(checked.place, coming)
        coming.replace(place)
        coming.unlink(missing_ok=True)  # renaming to another name of the same file does nothing
        _sync_folder(place.parent)


def _described(checked: Path, name: str, content: bytes, verdict: dict[str, str]) -> CheckedFile:
    kept = checked.read_bytes()
    extension, media_type = verdict["extension"], verdict["media_type"]
    given_extension = Path(name).suffix[1:].lower()
    if extension == "txt" and given_extension in _TEXT_KINDS:
        extension, media_type = given_extension, _TEXT_KINDS[given_extension]
    return CheckedFile(
        file=StoredFile(
            name=safe_name(name, extension),
            media_type=media_type,
            size=len(kept),
            sha256=hashlib.sha256(kept).hexdigest(),
            given_sha256=hashlib.sha256(content).hexdigest(),
        ),
        place=checked,
    )


def safe_name(name: str, extension: str) -> str:
    """The file's own name without path, control and direction signs, with the true extension."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(s for s in last if unicodedata.category(s) not in ("Cc", "Cf", "Cs"))
    stem = Path(visible).stem.strip(". ")[:LONGEST_NAME] or "berkas"
    return f"{stem}.{extension}"


async def attach_files(entry: UUID, files: Sequence[StoredFile]) -> None:
    """Tie kept files to an input (inside the input's transaction)."""
    if not files:
        return
    await EvidenceFile.insert(
        *(
            EvidenceFile(
                input=entry,
                position=position,
                name=file.name,
                media_type=file.media_type,
                size=file.size,
                sha256=file.sha256,
                stored_at=now(),
            )
            for position, file in enumerate(files)
        )
    )


async def _verdict(incoming: Path, checked: Path) -> dict[str, str]:
    try:
        output = await run_confined("consultations.evidence_checking", str(incoming), str(checked))
    except ConfinedFailure as failure:
        raise FileRefused(REASONS["broken"]) from failure
    verdict: dict[str, str] = json.loads(output)
    if "unfit" in verdict:
        raise FileRefused(REASONS[verdict["unfit"]])
    return verdict


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
