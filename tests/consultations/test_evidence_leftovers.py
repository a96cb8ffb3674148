"""What no row refers to goes; what one refers to, or is about to, stays whatever happens."""

import asyncio
import os
import time
from pathlib import Path

import pytest

from consultations.every_table import TABLES
from consultations.evidence import CheckedFile, EvidenceStore, attach_files
from consultations.evidence_leftovers import REFERRING, settle_kept, sweep
from consultations.tables import Consultation
from consultations.transactions import transaction
from tests.factories import make_consultation, make_input

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def store(tmp_path: Path) -> EvidenceStore:
    return EvidenceStore(tmp_path / "bukti")


async def _attached(store: EvidenceStore, consultation: Consultation, content: bytes) -> Path:
    checked = await store.check(content, "a.csv")
    receipt = await make_input(consultation)
    async with transaction():
        await attach_files(receipt.input, [await store.keep(checked)])
    await settle_kept(store, [checked])
    checked.discard()
    return store.path_of(checked.file.sha256)


async def _kept(store: EvidenceStore, content: bytes) -> CheckedFile:
    checked = await store.check(content, "a.csv")
    await store.keep(checked)
    return checked


def _age(path: Path, hours: int) -> None:
    moment = time.time() - hours * 3600
    os.utime(path, (moment, moment))


async def test_refused_submission_leaves_nothing_and_takes_nothing_of_others(
    store: EvidenceStore,
) -> None:
    theirs = await _attached(store, await make_consultation(), b"a,b\n")
    same, other = await _kept(store, b"a,b\n"), await _kept(store, b"c,d\n")
    await settle_kept(store, [same, other])
    assert theirs.read_bytes() == b"a,b\n"
    assert not store.path_of(other.file.sha256).exists()


async def test_leftover_of_a_killed_process_goes_once_it_is_old(store: EvidenceStore) -> None:
    theirs = await _attached(store, await make_consultation(), b"a,b\n")
    left = await _kept(store, b"c,d\n")
    place = store.path_of(left.file.sha256)
    for path, hours in ((theirs, 99), (place, 23), (left.place, 23)):
        _age(path, hours)
    assert await sweep(store) == 0
    _age(place, 25)  # and with it its other name, where it waited
    assert await sweep(store) == 2
    assert (theirs.exists(), place.exists(), left.place.exists()) == (True, False, False)


async def test_file_that_is_sent_while_an_equal_one_is_refused_stays(
    store: EvidenceStore,
) -> None:
    consultation = await make_consultation()
    content = b"e,f\n"

    async def submit(turn: int) -> Path:
        await asyncio.sleep(turn % 7 / 1000)
        return await _attached(store, consultation, content)

    async def refuse(turn: int) -> None:
        checked = await _kept(store, content)
        await asyncio.sleep(turn % 5 / 1000)
        await settle_kept(store, [checked])
        checked.discard()

    await asyncio.gather(
        *(refuse(turn) for turn in range(12)),
        *(submit(turn) for turn in range(4)),
    )
    (place,) = set(store.folder.glob("??/*"))
    assert place.read_bytes() == content


async def test_file_put_aside_by_a_stopped_process_comes_back_or_goes(
    store: EvidenceStore,
) -> None:
    theirs = await _attached(store, await make_consultation(), b"a,b\n")
    left = store.path_of((await _kept(store, b"c,d\n")).file.sha256)
    aside = store.folder / "sisa"
    aside.mkdir()
    for path in (theirs, left):
        _age(path, 25)
        path.replace(aside / path.name)
    await sweep(store)
    assert (theirs.read_bytes(), left.exists(), list(aside.iterdir())) == (b"a,b\n", False, [])


async def test_every_table_that_refers_to_files_is_asked_before_one_goes() -> None:
    referring = {
        table
        for table in TABLES
        if "sha256" in {column._meta.name for column in table._meta.columns}
    }
    assert set(REFERRING) == referring
