import asyncio

import pytest

from consultations.errors import NotFound
from consultations.tables import Account
from server.database import Engine
from server.recent import RecentReads


class Counted:
    """A read that counts how often it was made."""

    def __init__(self) -> None:
        self.times = 0

    async def __call__(self, name: str) -> int:
        self.times += 1
        if name == "tiada":
            raise NotFound
        return await Account.count()


async def test_crowd_is_read_for_once(sqlite_database: Engine) -> None:
    recent, read = RecentReads(), Counted()
    assert await asyncio.gather(*(recent.find(read, "a") for _ in range(20))) == [0] * 20
    assert read.times == 1


async def test_commit_makes_it_read_again(sqlite_database: Engine) -> None:
    recent, read = RecentReads(), Counted()
    assert await recent.find(read, "a") == 0
    await Account.insert(Account(email="a@b.id", name="x"))
    assert await recent.find(read, "a") == 1
    assert await recent.find(read, "b") == 1
    assert read.times == 3


async def test_failure_is_told_and_not_kept(sqlite_database: Engine) -> None:
    recent, read = RecentReads(), Counted()
    for _ in range(2):
        with pytest.raises(NotFound):
            await recent.find(read, "tiada")
    assert read.times == 2


async def test_asker_who_goes_away_leaves_the_answer_to_others(sqlite_database: Engine) -> None:
    recent, read = RecentReads(), Counted()
    first = asyncio.create_task(recent.find(read, "a"))
    await asyncio.sleep(0)
    second = asyncio.create_task(recent.find(read, "a"))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == 0
    assert read.times == 1


async def test_state_that_nobody_can_tell_is_read_each_time(database: Engine) -> None:
    recent, read = RecentReads(), Counted()
    await recent.find(read, "a")
    await recent.find(read, "a")
    assert read.times == (2 if database.engine_type == "postgres" else 1)
