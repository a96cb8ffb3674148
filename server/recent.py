"""What was read of the database a moment ago, for as long as nothing was committed since."""

import asyncio
from collections.abc import Callable, Coroutine
from contextvars import Context
from functools import partial
from typing import Any, TypeVar

from consultations.transactions import storage_state

Found = TypeVar("Found")
Key = tuple[object, ...]

MOST = 1000


class RecentReads:
    """Asks once for what many requests need; each gets the same frozen values.

    Never older than the database: any commit, by any process, makes it ask again. Where the store
    can't tell of commits every request asks.
    """

    def __init__(self) -> None:
        self._asked: dict[Key, asyncio.Task[Any]] = {}
        self._state: int | None = None

    async def find(
        self, read: Callable[..., Coroutine[Any, Any, Found]], *arguments: object
    ) -> Found:
        """What ``read(*arguments)`` returns."""
        state, key = storage_state(), (read, *arguments)
        if state is None:
            return await read(*arguments)
        if state != self._state or len(self._asked) > MOST:
            self._asked, self._state = {}, state
        asked: asyncio.Task[Found] | None = self._asked.get(key)
        if asked is None:
            # In a context of its own: the first asker's snapshot would end before the others'.
            asked = asyncio.get_running_loop().create_task(read(*arguments), context=Context())
            asked.add_done_callback(partial(_forget_failure, self._asked, key))
            self._asked[key] = asked
        return await asyncio.shield(asked)


def _forget_failure(asked: dict[Key, asyncio.Task[Any]], key: Key, task: asyncio.Task[Any]) -> None:
    if task.cancelled() or task.exception() is not None:
        asked.pop(key, None)
