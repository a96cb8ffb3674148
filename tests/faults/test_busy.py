"""Another process holds the database's write lock."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from server.settings import Settings
from tests.faults.crowd import CLIENTS, UNIT, Crowd, stored_texts
from tests.processes import web_server
from tests.wire import connected

HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
"""


@contextmanager
def _held(settings: Settings) -> Iterator[None]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(settings.sqlite_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    try:
        yield
    finally:
        holder.communicate("\n")


@pytest.mark.slow
def test_held_lock_is_answered_with_when_to_try_again(site: Settings) -> None:
    crowd = Crowd(site.port)
    waits: list[float] = []

    async def read_on(stop: asyncio.Event) -> None:
        async with connected(site.port) as wire:
            while not stop.is_set():
                begun = time.perf_counter()
                assert (await wire.get(UNIT)).status == 200
                waits.append(time.perf_counter() - begun)
                await asyncio.sleep(0.01)

    async def one(number: int) -> None:
        async with connected(site.port) as wire:
            answer = await crowd.post(wire, f"Masukan {number}")
        assert (answer.status, answer.headers["retry-after"]) == (503, "2")

    async def run() -> None:
        async with connected(site.port) as wire:
            await wire.get(UNIT)  # the first page of a process compiles the templates
        stop = asyncio.Event()
        reading = asyncio.create_task(read_on(stop))
        with _held(site):
            await asyncio.gather(*(one(number) for number in range(CLIENTS)))
            assert crowd.slowest[503] < 3
        stop.set()
        await reading
        async with connected(site.port) as wire:
            for number in range(CLIENTS):
                assert (await crowd.post(wire, f"Masukan {number}")).status == 303

    with web_server(site):
        asyncio.run(run())
    assert max(waits) < 0.5
    assert len(stored_texts(site)) == CLIENTS
