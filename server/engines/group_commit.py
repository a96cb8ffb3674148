"""Write transactions that share a commit, so that many writers cost one disk sync.

Writers take turns on one connection. Each works inside its own savepoint of a common
transaction; when nobody waits any more (or the group is large enough) it is committed, and only
then does anyone learn that theirs is done. A commit that fails is told to each of them.
"""

import asyncio
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass, field

from consultations.transactions import StorageBusy, StorageFull, StorageTrouble
from server.engines.connection import SQLiteConnection

LARGEST_GROUP = 64
LONGEST_WAIT_SECONDS = 10.0


@dataclass(slots=True)
class _Group:
    """The writers who wait for the same commit."""

    done: asyncio.Future[None]
    members: int = 0


@dataclass(slots=True)
class GroupWriter:
    """Hands out turns on the writing connection and commits for all who had one."""

    connection: SQLiteConnection
    _busy: bool = False
    _waiting: deque[asyncio.Future[None]] = field(default_factory=deque)
    _group: _Group | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def begin(self) -> None:
        """Wait for a turn and open a savepoint. ``StorageBusy`` when the turn does not come."""
        await self._take_turn()
        try:
            if self._group is None:
                self._open_group()
                await self.connection.run("BEGIN IMMEDIATE", "SAVEPOINT turn")
            else:
                await self.connection.run("SAVEPOINT turn")
        except BaseException as error:
            if isinstance(error, StorageBusy):
                self._turn_away()
            await self._settle(self._undo_turn())
            raise

    async def keep(self) -> None:
        """End the turn; return once what was written is durable, or raise why it is not."""
        try:
            await self.connection.run("RELEASE turn")
        except BaseException:
            await self.discard()
            raise
        group = self._group
        if group is None:
            await self._settle(self._pass_on())
            raise StorageFull
        group.members += 1
        await self._settle(self._pass_on())
        await asyncio.shield(group.done)

    async def discard(self) -> None:
        """End the turn and undo what was written in it."""
        await self._settle(self._undo_turn())

    async def _take_turn(self) -> None:
        if not self._busy:
            self._busy = True
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            async with asyncio.timeout(LONGEST_WAIT_SECONDS):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                # The turn came at the very moment of leaving: hand it on.
                await self._settle(self._pass_on())
            elif turn in self._waiting:
                self._waiting.remove(turn)
            if isinstance(error, TimeoutError):
                raise StorageBusy from error
            raise

    def _turn_away(self) -> None:
        # They have waited as long as the one whose attempt has just failed; one by one they would
        # wait as many times as long.
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_exception(StorageBusy())

    def _open_group(self) -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        # Marks an error as seen even when every member has gone away.
        done.add_done_callback(lambda future: future.cancelled() or future.exception())
        self._group = _Group(done)

    async def _undo_turn(self) -> None:
        try:
            await self.connection.run("ROLLBACK TO turn", "RELEASE turn")
        except Exception as error:  # noqa: BLE001 - whatever it was, the group can't be trusted
            await self._fail_group(error)
        await self._pass_on()

    async def _pass_on(self) -> None:
        if self._group is not None and (not self._waiting or self._group.members >= LARGEST_GROUP):
            await self._commit()
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        if self._group is not None:
            await self._commit()
        self._busy = False

    async def _commit(self) -> None:
        group = self._group
        if group is None:
            return
        try:
            await self.connection.run("COMMIT")
        except Exception as error:  # noqa: BLE001 - told to every member
            await self._fail_group(error)
        else:
            self._group = None
            group.done.set_result(None)

    async def _fail_group(self, error: Exception) -> None:
        group, self._group = self._group, None
        try:
            if await self.connection.in_transaction():
                await self.connection.run("ROLLBACK")
        except StorageTrouble:
            pass  # the members are told of the first error, which is the cause
        if group is not None and not group.done.done():
            group.done.set_exception(
                error if isinstance(error, StorageTrouble) else StorageFull(str(error))
            )

    async def _settle(self, work: Coroutine[None, None, None]) -> None:
        # The turn must be handed on even if this writer is cancelled meanwhile.
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        await asyncio.shield(task)
