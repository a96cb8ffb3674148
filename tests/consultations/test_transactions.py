import asyncio

import pytest

from consultations.tables import Account
from consultations.transactions import StorageFull, reading, transaction
from server.database import Engine
from server.engines.sqlite import GroupCommitSQLiteEngine
from tests.processes import PATIENCE_SECONDS


async def _add(email: str, *, fail: bool = False) -> None:
    async with transaction():
        await Account.insert(Account(email=email, name="x"))
        if fail:
            raise RuntimeError(email)


async def test_failed_transaction_leaves_nothing(database: Engine) -> None:
    with pytest.raises(RuntimeError):
        await _add("a@b.id", fail=True)
    assert await Account.count() == 0


async def test_nested_transaction_joins_the_outer_one(database: Engine) -> None:
    async def outer() -> None:
        async with transaction():
            await _add("a@b.id")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await outer()
    assert await Account.count() == 0


async def test_concurrent_writers_keep_all_but_the_failing(database: Engine) -> None:
    results = await asyncio.gather(
        *(_add(f"{n}@b.id", fail=n % 5 == 0) for n in range(40)), return_exceptions=True
    )
    assert sum(isinstance(result, RuntimeError) for result in results) == 8
    stored = await Account.select(Account.email)
    assert {row["email"] for row in stored} == {f"{n}@b.id" for n in range(40) if n % 5}


async def test_reading_sees_one_moment(database: Engine) -> None:
    async with reading():
        assert await Account.count() == 0
        await asyncio.create_task(_outside("late@b.id"))
        assert await Account.count() == 0
    assert await Account.count() == 1


async def _outside(email: str) -> None:
    engine = Account._meta.db
    engine.current_transaction.set(None)
    await _add(email)


async def test_cancelled_writers_leave_no_lock(database: Engine) -> None:
    async def cancelled(number: int) -> None:
        task = asyncio.create_task(_add(f"{number}@b.id"))
        await asyncio.sleep(number % 7 * 0.0004)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    await asyncio.gather(*(cancelled(number) for number in range(120)))
    async with asyncio.timeout(PATIENCE_SECONDS):
        await _add("after@b.id")
    assert await Account.exists().where(Account.email == "after@b.id")


async def test_sqlite_writer_syncs_each_commit(sqlite_database: Engine) -> None:
    assert isinstance(sqlite_database, GroupCommitSQLiteEngine)
    writer = sqlite_database.writer.connection
    assert await writer.fetch("PRAGMA synchronous") == [{"synchronous": 2}]
    assert await writer.fetch("PRAGMA journal_mode") == [{"journal_mode": "wal"}]
    assert await writer.fetch("PRAGMA foreign_keys") == [{"foreign_keys": 1}]


async def test_full_disk_is_told_to_every_writer_and_heals(sqlite_database: Engine) -> None:
    assert isinstance(sqlite_database, GroupCommitSQLiteEngine)
    writer = sqlite_database.writer.connection
    pages = (await writer.fetch("PRAGMA page_count"))[0]["page_count"]
    await writer.fetch(f"PRAGMA max_page_count = {pages + 2}")

    async def bulky(number: int) -> None:
        async with transaction():
            await Account.insert(Account(email=f"{number}@b.id", name="x" * 100_000))

    async with asyncio.timeout(PATIENCE_SECONDS):
        results = await asyncio.gather(*(bulky(n) for n in range(20)), return_exceptions=True)
    assert {type(result) for result in results} == {StorageFull}
    assert await Account.count() == 0
    await writer.fetch("PRAGMA max_page_count = 1000000")
    await bulky(1)
    assert await Account.count() == 1
