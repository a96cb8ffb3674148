"""Tells open pages of a change as soon as it is committed, whoever made it, in whichever process.

The rows are the truth: a page is told to look again and reads what it has missed. On SQLite the
log's own counter says that something was committed, by any process of this machine; PostgreSQL
notifies all that listen. One question for each process then tells whose pages are concerned.
"""

import asyncio
import contextlib
import signal
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from contextvars import Context
from typing import Any
from uuid import UUID

import structlog

from consultations.transactions import StorageTrouble, storage_state
from server.database import Engine
from server.engines.postgres import PooledPostgresEngine

logger = structlog.get_logger()

LOOK_SECONDS = 0.02
MOST_STREAMS = 2000
MOST_OF_ONE = 20

# How often each of these subjects has changed, asked of the rows.
Counted = Callable[[list[UUID]], Awaitable[dict[UUID, int]]]
Read = Callable[[UUID], Coroutine[Any, Any, int]]


class Follower:
    """One open page. ``moved`` wakes it; it then looks for what it has missed."""

    def __init__(self) -> None:
        self.moved = asyncio.Event()

    async def wait(self, seconds: float) -> bool:
        """Whether something may have changed before so many seconds have passed."""
        try:
            async with asyncio.timeout(seconds):
                await self.moved.wait()
        except TimeoutError:
            return False
        self.moved.clear()
        return True


class LivePages:
    """The pages that are open in this process, by what they show."""

    def __init__(self, counted: Counted) -> None:
        self._counted = counted
        self._known: dict[UUID, int] = {}
        self._rounds: Counter[UUID] = Counter()
        self._followers: dict[UUID, set[Follower]] = {}
        self._owners: Counter[object] = Counter()
        self._reads: dict[tuple[UUID, Read], tuple[int, asyncio.Task[int]]] = {}
        self._ending = False
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def is_ending(self) -> bool:
        return self._ending

    @property
    def count(self) -> int:
        return sum(map(len, self._followers.values()))

    def has_room(self, owner: object, most: int | None = None) -> bool:
        """Whether one more page of this person, or place, can be kept up to date from here."""
        if self._ending or self.count >= MOST_STREAMS:
            return False
        return self._owners.get(owner, 0) < (MOST_OF_ONE if most is None else most)

    @contextlib.contextmanager
    def follow(self, subject: UUID, owner: object) -> Iterator[Follower]:
        """Be woken whenever the subject may have changed."""
        follower = Follower()
        self._followers.setdefault(subject, set()).add(follower)
        self._owners[owner] += 1
        try:
            yield follower
        finally:
            self._followers[subject].discard(follower)
            if not self._followers[subject]:
                del self._followers[subject]
                self._known.pop(subject, None)
                for key in [key for key in self._reads if key[0] == subject]:
                    del self._reads[key]
            self._owners[owner] -= 1
            if not self._owners[owner]:
                del self._owners[owner]

    def round_of(self, subject: UUID) -> int:
        """Goes up whenever the subject may have changed: what was read in a round holds in it."""
        return self._rounds[subject]

    def followed_by(self, subject: UUID) -> int:
        """How many pages follow the subject in this process."""
        return len(self._followers.get(subject, ()))

    async def read_once(self, subject: UUID, read: Read) -> int:
        """What ``read`` says of the subject, asked once for all pages that were woken together."""
        turn, key = self._rounds[subject], (subject, read)
        kept = self._reads.get(key)
        if kept is None or kept[0] != turn or (kept[1].done() and kept[1].exception()):
            task = asyncio.get_running_loop().create_task(read(subject), context=Context())
            kept = self._reads[key] = (turn, task)
        return await asyncio.shield(kept[1])

    def wake(self, subject: UUID | None = None) -> None:
        """Let the pages that show this look again; without a subject, all of them."""
        subjects = list(self._followers) if subject is None else [subject]
        for each in subjects:
            self._rounds[each] += 1
            for follower in self._followers.get(each, ()):
                follower.moved.set()

    def end(self) -> None:
        """Let every page go, so that the server can stop. May be called by a signal handler."""
        self._ending = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self.wake)

    @asynccontextmanager
    async def watching(self, engine: Engine) -> AsyncIterator[None]:
        """Listen to the database for as long as the application runs."""
        self._loop = asyncio.get_running_loop()
        self._end_when_told_to_stop()
        listens = self._listen(engine) if isinstance(engine, PooledPostgresEngine) else None
        task = asyncio.create_task(listens or self._look())
        try:
            yield
        finally:
            self.end()
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def _end_when_told_to_stop(self) -> None:
        # The server waits for open answers before it tells the application that it stops, and
        # ours would never end by themselves: so they hear of the signal as it comes.
        for number in (signal.SIGTERM, signal.SIGINT):
            before = signal.getsignal(number)
            if not callable(before):
                continue

            def ending(received: int, frame: Any, before: Any = before) -> None:
                self.end()
                before(received, frame)

            # Only the main thread has signals; elsewhere, as in tests, there is none to hear.
            with contextlib.suppress(ValueError):
                signal.signal(number, ending)

    async def _look(self) -> None:
        seen = storage_state()
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if not self._followers:
                continue
            state = storage_state()
            if state is None or state != seen:
                seen = state
                await self._wake_changed()

    async def _wake_changed(self) -> None:
        # Most commits are none of a followed subject's business: its pages sleep on.
        subjects = list(self._followers)
        try:
            known = await self._counted(subjects)
        except StorageTrouble:
            self.wake()
            return
        for subject in subjects:
            if known.get(subject) != self._known.get(subject):
                self.wake(subject)
        self._known = known

    async def _listen(self, engine: PooledPostgresEngine) -> None:
        while True:
            try:
                async for subject in engine.told():
                    self.wake(subject)
            except StorageTrouble:
                logger.warning("live_pages_listen_again")
            # What was told meanwhile is not told again: everybody looks.
            self.wake()
            await asyncio.sleep(1)
