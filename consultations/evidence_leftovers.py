"""Takes away files that no row refers to, and never one that somebody is just keeping.

A refused submission leaves its checked files behind. An equal file of another submission lies at
the same place, and nothing tells whether its row is about to be committed. So a file is first put
aside, then looked for in the rows, and put back if one has come; whoever keeps a file looks, once
its row is committed, whether it still lies there. Whichever comes first, the file is there.
"""

import asyncio
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from consultations.evidence import CheckedFile, EvidenceStore
from consultations.tables import (
    DraftPicture,
    EvidenceFile,
    EvidenceSourceFile,
    FollowUpFile,
    ReplicationFile,
    SessionFile,
    StageDocument,
)

# No upload takes so long; what is younger may belong to one that is under way.
OLD_ENOUGH = timedelta(days=1)
BATCH = 500
# Every table whose rows refer to files; what none of them names is taken away.
REFERRING = (
    EvidenceFile,
    EvidenceSourceFile,
    DraftPicture,
    SessionFile,
    FollowUpFile,
    ReplicationFile,
    StageDocument,
)


async def settle_kept(store: EvidenceStore, kept: Sequence[CheckedFile]) -> None:
    """After a submission: its files lie there if a row refers to them, else they go."""
    used = await _referred_to(checked.file.sha256 for checked in kept)
    for checked in kept:
        place = store.path_of(checked.file.sha256)
        if checked.file.sha256 not in used:
            await _take_away(store, place)
        elif not place.exists():
            await store.keep(checked)


async def sweep(store: EvidenceStore, older_than: timedelta = OLD_ENOUGH) -> int:
    """Take away what submissions that were cut off left behind; returns how many files."""
    before = time.time() - older_than.total_seconds()
    old = await asyncio.to_thread(_old_files, store, before)
    swept = 0
    for start in range(0, len(old), BATCH):
        batch = old[start : start + BATCH]
        used = await _referred_to(path.name for path in batch)
        for path in batch:
            swept += path.name not in used and await _take_away(store, path)
    return swept + await _sweep_waiting(store, before)


async def _sweep_waiting(store: EvidenceStore, before: float) -> int:
    swept = 0
    for path in _old_in(store.folder / "masuk", before):
        _forget(path, path)
        swept += 1
    for aside in _old_in(_aside(store), before):
        # Put aside by a process that was stopped before it had looked.
        await _look(aside, store.path_of(aside.name))
    return swept


async def _take_away(store: EvidenceStore, place: Path) -> bool:
    aside = await asyncio.to_thread(_put_aside, store, place)
    return aside is not None and await _look(aside, place)


async def _look(aside: Path, place: Path) -> bool:
    """Decide on a file that was put aside; true when it is gone."""
    used = await _referred_to([place.name])
    await asyncio.to_thread(_put_back if used else _forget, aside, place)
    return not used


async def _referred_to(hashes: Iterable[str]) -> set[str]:
    wanted = list(hashes)
    if not wanted:
        return set()
    used: set[str] = set()
    for table in REFERRING:
        rows = await table.select(table.sha256).where(table.sha256.is_in(wanted))
        used.update(row["sha256"] for row in rows)
    return used


def _old_files(store: EvidenceStore, before: float) -> list[Path]:
    return [path for folder in store.folder.glob("??") for path in _old_in(folder, before)]


def _old_in(folder: Path, before: float) -> list[Path]:
    old = []
    for path in folder.glob("*"):
        try:
            if path.stat().st_mtime < before:
                old.append(path)
        except FileNotFoundError:  # taken away meanwhile
            continue
    return old


def _put_aside(store: EvidenceStore, place: Path) -> Path | None:
    aside = _aside(store) / place.name
    aside.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileNotFoundError):  # somebody else was quicker
        place.replace(aside)
        return aside
    return None


def _put_back(aside: Path, place: Path) -> None:
    with suppress(FileNotFoundError):
        aside.replace(place)


def _forget(aside: Path, _: Path) -> None:
    aside.unlink(missing_ok=True)


def _aside(store: EvidenceStore) -> Path:
    return store.folder / "sisa"
