"""Another process holds the database's write lock."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from server.engines.connection import BUSY_SECONDS
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

    async def one(number: int) -> None:
        async with connected(site.port) as wire:
            answer = await crowd.post(wire, f"Masukan {number}")
        assert (answer.status, answer.headers["retry-after"]) == (503, "2")

    async def run() -> None:
        async with connected(site.port) as wire:
            with _held(site):
                await asyncio.gather(*(one(number) for number in range(CLIENTS)))
                # Told together: one after another would take twice as long.
                assert crowd.slowest[503] < CLIENTS * BUSY_SECONDS / 2
                # Whoever reads does not wait for the lock.
                for _ in range(10):
                    assert (await wire.get(UNIT)).status == 200
            for number in range(CLIENTS):
                assert (await crowd.post(wire, f"Masukan {number}")).status == 303

    with web_server(site):
        asyncio.run(run())
    assert len(stored_texts(site)) == CLIENTS
