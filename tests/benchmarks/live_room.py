"""A hall of telephones in one room: ``python -m tests.benchmarks.live_room``.

One web process on SQLite, two hundred open room pages behind one address. Within ten seconds each
of them votes once on a statement and every tenth asks a question. Whenever a page hears that
something changed it reads itself again as its script does: after a third of a second and a while
that is the longer the fuller the hall. Measured are the votes, from sending the form to its answer,
and the pages, from asking to their last byte; mostly the processor's seconds tell.
"""

import asyncio
import os
import random
import statistics
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

import httpx

from consultations.polling.stating import NewStatement, add_statements
from consultations.queries.statements import statements_of
from consultations.tables import StatementVote
from server.database import database
from server.migrating import migrate
from server.settings import Settings
from tests.factories import make_consultation, make_session
from tests.processes import free_port, web_server

PHONES, SECONDS = 200, 10.0
FRAGMENT = {"HX-Request": "true"}


class Hall:
    """What the telephones met."""

    def __init__(self, address: str, room: str, statement: str) -> None:
        self.address, self.room, self.statement = address, room, statement
        self.votes: list[float] = []
        self.pages: list[float] = []
        self.page_bytes = 0
        self.heard = 0
        self.spread = 1.2

    async def telephone(self, number: int) -> None:
        """Enter, follow, vote once at a moment of one's own, read again when told."""
        async with httpx.AsyncClient(base_url=self.address, timeout=60) as client:
            await client.get(self.room)
            changed = asyncio.Event()
            following = asyncio.create_task(self._follow(client, changed))
            reading = asyncio.create_task(self._read(client, changed))
            await asyncio.sleep(random.uniform(0, SECONDS))
            if number % 10 == 0:
                await self._post(client, "", {"text": f"Pertanyaan {number}?", "key": f"{number}"})
            begun = time.perf_counter()
            await self._post(client, "/pernyataan", {"pilih": f"setuju:{self.statement}"})
            self.votes.append(time.perf_counter() - begun)
            await asyncio.sleep(SECONDS + 4 - (time.perf_counter() - begun) / 2)
            for task in (following, reading):
                task.cancel()
            await asyncio.gather(following, reading, return_exceptions=True)

    async def _post(self, client: httpx.AsyncClient, path: str, form: dict[str, str]) -> None:
        kind = "application/x-www-form-urlencoded"
        answer = await client.post(
            self.room + path,
            content=urlencode(form),
            headers={**FRAGMENT, "Origin": self.address, "Content-Type": kind},
        )
        assert answer.status_code == 200, answer.text[:300]

    async def _follow(self, client: httpx.AsyncClient, changed: asyncio.Event) -> None:
        async with client.stream("GET", f"{self.room}/siaran") as stream:
            assert stream.status_code == 200
            lines = stream.aiter_lines()
            async for line in lines:
                if line.startswith("event: ramai"):
                    crowd = await anext(lines)
                    self.spread = max(1.2, int(crowd.removeprefix("data: ")) / 1000)
                elif line.startswith("data: "):
                    self.heard += 1
                    changed.set()

    async def _read(self, client: httpx.AsyncClient, changed: asyncio.Event) -> None:
        while True:
            await changed.wait()
            await asyncio.sleep(0.3 + random.uniform(0, self.spread))
            changed.clear()
            begun = time.perf_counter()
            answer = await client.get(self.room, headers=FRAGMENT)
            assert answer.status_code == 200
            self.pages.append(time.perf_counter() - begun)
            self.page_bytes = len(answer.content)


async def _prepare(settings: Settings) -> tuple[str, str]:
    async with database(settings):
        await migrate()
        session = await make_session(await make_consultation())
        await add_statements(
            consultation=session.consultation,
            statements=[NewStatement("Loket perlu buka hari Sabtu.")],
            session=session.id,
            by=None,
        )
        (statement,) = await statements_of(session.consultation, session.id)
        return f"/s/{session.code}/ruang", str(statement.id)


async def _fill(hall: Hall, settings: Settings) -> None:
    await asyncio.gather(*(hall.telephone(number) for number in range(PHONES)))
    async with database(settings):
        assert await StatementVote.count() == PHONES, "a vote was lost or counted twice"


def _told(what: str, waits: list[float]) -> str:
    waits = sorted(waits)
    return (
        f"{len(waits)} {what} median {statistics.median(waits) * 1000:.0f} ms, "
        f"p95 {waits[int(len(waits) * 0.95)] * 1000:.0f} ms"
    )


def main() -> None:
    """Measure once and print."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder) / "data", port=free_port())
        room, statement = asyncio.run(_prepare(settings))
        with web_server(settings) as server:
            before = server.processor_seconds
            hall = Hall(f"http://127.0.0.1:{server.port}", room, statement)
            asyncio.run(_fill(hall, settings))
            seconds = server.processor_seconds - before
            memory = server.resident_megabytes
    print(
        f"{PHONES} telephones on SQLite: {_told('votes', hall.votes)}; {hall.heard} events; "
        f"{_told('pages read again', hall.pages)}, {hall.page_bytes / 1000:.1f} kB each; "
        f"web process {memory:.0f} MB, {seconds:.1f} s of processor in {SECONDS:g} s, "
        f"load {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    main()
