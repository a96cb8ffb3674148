import asyncio
import sqlite3
import threading
from contextlib import closing

import pytest

from consultations.tables import Account
from consultations.transactions import (
    StorageBusy,
    StorageCollision,
    reading,
    storage_state,
    transaction,
)
from server.database import Engine
from server.engines.connection import BUSY_SECONDS
from server.engines.sqlite import READERS, GroupCommitSQLiteEngine


async def _add(email: str) -> None:
    async with transaction():
        await Account.insert(Account(email=email, name="x"))


async def test_state_changes_with_each_commit_of_any_process(sqlite_database: Engine) -> None:
    before = storage_state()
    assert storage_state() == before
    await Account.count()
    assert storage_state() == before
    await _add("a@b.id")
    own = storage_state()
    assert own != before
    with closing(sqlite3.connect(sqlite_database.path)) as other, other:
        other.execute("UPDATE account SET name = 'y'")
    assert storage_state() not in (own, before)


async def test_crowd_of_readers_shares_few_connections(sqlite_database: Engine) -> None:
    before = threading.active_count()

    async def read() -> int:
        async with reading():
            await Account.count()
            return threading.active_count()

    threads = await asyncio.gather(*(read() for _ in range(40)))
    assert max(threads) - before <= READERS


async def test_row_that_may_exist_once_only_is_a_collision(database: Engine) -> None:
    await _add("a@b.id")
    with pytest.raises(StorageCollision):
        await _add("a@b.id")
    await _add("c@d.id")
    assert await Account.count() == 2


async def test_everyone_waiting_behind_a_held_lock_is_told_together(
    sqlite_database: Engine,
) -> None:
    assert isinstance(sqlite_database, GroupCommitSQLiteEngine)
    with closing(sqlite3.connect(sqlite_database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        # One after another they would wait for 32 seconds.
        async with asyncio.timeout(8 * BUSY_SECONDS):
            told = await asyncio.gather(
                *(_add(f"{number}@b.id") for number in range(16)), return_exceptions=True
            )
        other.execute("ROLLBACK")
    assert {type(error) for error in told} == {StorageBusy}
    await _add("after@b.id")
    assert await Account.count() == 1


async def test_engine_closed_and_used_again_opens_anew(sqlite_database: Engine) -> None:
    await _add("a@b.id")
    await sqlite_database.close()
    assert await Account.count() == 1
    await _add("c@d.id")
    assert await Account.count() == 2
