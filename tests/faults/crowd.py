"""Sixteen people who post at once, and note down what they were told."""

import asyncio
import itertools
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from server.settings import Settings
from tests.wire import FIELDS, Answer, Wire, connected

CLIENTS = 16
UNIT = "/konsultasi/contoh/rancangan/1/butir/1.1.1"


@dataclass
class Crowd:
    """``acknowledged`` maps the text of each input to the address of its receipt."""

    port: int
    acknowledged: dict[str, str] = field(default_factory=dict)
    unanswered: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    slowest: dict[int, float] = field(default_factory=dict)
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    async def post_until(self, is_over: Callable[[], bool], *, filling: str = "") -> None:
        """Post new inputs until it is over or the server is gone."""
        await asyncio.gather(*(self._client(is_over, filling) for _ in range(CLIENTS)))

    async def post_again(self) -> None:
        """What a browser does after a lost connection: send the same form once more."""
        async with connected(self.port) as wire:
            for text in sorted(self.unanswered):
                await self.post(wire, text)

    async def post(self, wire: Wire, text: str) -> Answer:
        """Post one input; its key is its text."""
        self.unanswered.add(text)
        begun = time.perf_counter()
        answer = await wire.post(UNIT, {**FIELDS, "text": text, "key": text[:40]})
        took = time.perf_counter() - begun
        self.slowest[answer.status] = max(self.slowest.get(answer.status, 0), took)
        self.unanswered.discard(text)
        self.statuses[answer.status] += 1
        if answer.status == 303:
            self.acknowledged[text] = answer.headers["location"]
        return answer

    async def _client(self, is_over: Callable[[], bool], filling: str) -> None:
        try:
            async with connected(self.port) as wire:
                while not is_over():
                    text = f"Masukan ke-{next(self.numbers):08d}. {filling}".strip()
                    await self.post(wire, text)
        except (OSError, asyncio.IncompleteReadError):
            return


def stored_texts(settings: Settings) -> list[str]:
    """Every input in the database, read by SQLite itself, after it has checked the file."""
    connection = sqlite3.connect(settings.sqlite_path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        inputs = [text for (text,) in connection.execute("SELECT text FROM input")]
        audited = connection.execute(
            "SELECT count(*) FROM audit_entry WHERE action = 'input.registered'"
        ).fetchone()
        assert audited == (len(inputs),)
        return inputs
    finally:
        connection.close()
