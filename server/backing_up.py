"""Backs up and restores the embedded database while it is in use."""

import os
import sqlite3
from pathlib import Path

from server.evidence_backup import archive_evidence, bring_back_evidence
from server.settings import Settings


class BackupRefused(Exception):  # noqa: N818 - says what happened
    """The backup or restore can't be done as asked; nothing was changed."""


def back_up(settings: Settings, target: Path) -> int:
    """Write one consistent copy of the database to ``target``; returns its size in bytes."""
    _require_sqlite(settings)
    if target.exists():
        raise BackupRefused(f"{target} exists already; choose another name.")
    if not settings.sqlite_path.exists():
        raise BackupRefused(f"There is no database at {settings.sqlite_path} to back up.")
    _copy(settings.sqlite_path, target)
    archive_evidence(settings, target)
    return target.stat().st_size


def restore(settings: Settings, source: Path) -> None:
    """Put a backup in place of a database that is not there yet."""
    _require_sqlite(settings)
    for suffix in ("", "-wal"):
        # A log left behind would be played into the restored database.
        left = settings.sqlite_path.with_name(settings.sqlite_path.name + suffix)
        if left.exists():
            raise BackupRefused(
                f"{left} exists. Stop Rembuk and move it away first; "
                "a restore never overwrites a database."
            )
    _require_sound(source)
    bring_back_evidence(settings, source)
    settings.data.mkdir(parents=True, exist_ok=True)
    _copy(source, settings.sqlite_path)


def _copy(source: Path, target: Path) -> None:
    """One consistent copy, on the disk before it has its name: a half-made one never has."""
    making = target.with_name(f"{target.name}.belum-selesai")
    making.unlink(missing_ok=True)
    reader = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
    try:
        reader.execute("VACUUM INTO ?", (str(making),))
        with making.open("rb") as file:
            os.fsync(file.fileno())
        making.rename(target)
    except sqlite3.Error as error:
        raise BackupRefused(f"{source} could not be copied to {target}: {error}.") from error
    finally:
        reader.close()
        making.unlink(missing_ok=True)


def _require_sqlite(settings: Settings) -> None:
    if settings.database_url:
        raise BackupRefused("This installation uses PostgreSQL: use pg_dump and pg_restore.")


def _require_sound(path: Path) -> None:
    try:
        copy = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            sound = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            known = copy.execute(
                "SELECT 1 FROM sqlite_master WHERE name = 'consultation'"
            ).fetchone()
        finally:
            copy.close()
    except sqlite3.Error as error:
        raise BackupRefused(f"{path} is not a readable database ({error}).") from error
    if not (sound and known):
        raise BackupRefused(f"{path} is damaged or not a database of Rembuk.")
