"""The evidence files' part of a backup: an archive beside the copy of the database."""

import os
import tarfile
from contextlib import suppress
from pathlib import Path

from server.settings import Settings


def evidence_beside(backup: Path) -> Path:
    """The archive of evidence files that belongs to a backup of the database."""
    return backup.with_name(f"{backup.name}.bukti.tar")


def archive_evidence(settings: Settings, backup: Path) -> None:
    """Put the evidence files, if there are any, into the archive beside a backup.

    It comes after the database's copy, and files never change: whatever the copy speaks of is in.
    """
    if not settings.evidence.is_dir():
        return
    making = evidence_beside(backup).with_suffix(".belum-selesai")
    with tarfile.open(making, "w") as archive:
        for path in sorted(settings.evidence.glob("??/*")):
            with suppress(FileNotFoundError):  # a leftover of a refused submission, just swept
                archive.add(path, arcname=path.relative_to(settings.evidence))
    with making.open("rb") as written:
        os.fsync(written.fileno())
    making.replace(evidence_beside(backup))


def bring_back_evidence(settings: Settings, backup: Path) -> None:
    """Unpack the archive beside a backup, if there is one."""
    if evidence_beside(backup).exists():
        with tarfile.open(evidence_beside(backup)) as archive:
            archive.extractall(settings.evidence, filter="data")
