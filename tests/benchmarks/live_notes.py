"""How soon a note reaches the screens of sixty people: ``python -m tests.benchmarks.live_notes``.

One web process on SQLite, sixty open streams of sixty accounts, three note-takers who save a note
every so often: ``… live_notes 0.25`` pauses a quarter of a second between two notes of one taker.
Measured from sending the form to the event's arrival at each screen, after one note of each taker
that isn't counted.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

from consultations.signing_in import start_sign_in
from consultations.vocabulary import Role
from server.database import database
from server.migrating import migrate
from server.security.identity import COOKIE
from server.settings import Settings
from tests.factories import make_account, make_consultation, make_draft
from tests.processes import free_port, web_server
from tests.server.test_notes import NOTE, make_session

SCREENS, TAKERS, NOTES_EACH = 60, 3, 20
PAUSE_SECONDS = float(sys.argv[1]) if sys.argv[1:] else 1.0
WARMING = 1


async def _prepare(settings: Settings) -> tuple[str, list[str]]:
    async with database(settings):
        await migrate()
        consultation = await make_consultation()
        await make_draft(consultation)
        session = await make_session(consultation)
        cookies = []
        for _ in range(SCREENS):
            account = await make_account(Role.NOTE_TAKER, consultation.id)
            cookies.append((await start_sign_in(account=account.id)).token)
        return f"/kerja/contoh/sesi/{session.id}", cookies


async def _screen(port: int, path: str, cookie: str, seen: dict[str, list[float]]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1_000_000)
    writer.write(
        f"GET {path}/siaran HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Cookie: {COOKIE}={cookie}\r\n\r\n".encode()
    )
    assert (await reader.readline()).split()[1] == b"200"
    try:
        while line := await reader.readline():
            if line.startswith(b"data: "):
                moment = time.perf_counter()
                for mark in set(line.split(b"Catatan-")[1:]):
                    seen.setdefault(mark[:6].decode(), []).append(moment)
    finally:
        writer.close()


async def _take(port: int, path: str, cookie: str, taker: int, sent: dict[str, float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for number in range(NOTES_EACH + WARMING):
        mark = f"{taker:02d}{number:04d}"
        body = urlencode({**NOTE, "key": mark, "text": f"Catatan-{mark} tentang loket."})
        host = f"127.0.0.1:{port}"
        sent[mark] = time.perf_counter()
        writer.write(
            f"POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nHX-Request: true\r\n"
            f"Cookie: {COOKIE}={cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.split()[1] == b"200", head
        length = next(
            (int(row.split(b":")[1]) for row in head.split(b"\r\n") if b"content-length" in row), 0
        )
        await reader.readexactly(length)
        await asyncio.sleep(PAUSE_SECONDS)
    writer.close()


async def _measure(port: int, path: str, cookies: list[str]) -> list[float]:
    seen: dict[str, list[float]] = {}
    sent: dict[str, float] = {}
    screens = [asyncio.create_task(_screen(port, path, cookie, seen)) for cookie in cookies]
    await asyncio.sleep(1)
    await asyncio.gather(
        *(_take(port, path, cookies[taker], taker, sent) for taker in range(TAKERS))
    )
    await asyncio.sleep(1)
    for screen in screens:
        screen.cancel()
    await asyncio.gather(*screens, return_exceptions=True)
    waits = [
        moment - sent[mark]
        for mark, moments in seen.items()
        if int(mark[2:]) >= WARMING
        for moment in moments
    ]
    assert len(waits) == SCREENS * TAKERS * NOTES_EACH, "a screen has missed a note"
    return waits


def main() -> None:
    """Measure once and print."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder) / "data", port=free_port())
        path, cookies = asyncio.run(_prepare(settings))
        with web_server(settings) as server:
            waits = sorted(asyncio.run(_measure(server.port, path, cookies)))
            memory = server.resident_megabytes
            seconds = server.processor_seconds
    print(
        f"{SCREENS} screens, {TAKERS} note-takers, {TAKERS * NOTES_EACH} notes on SQLite: note → "
        f"screen median {statistics.median(waits) * 1000:.0f} ms, "
        f"p95 {waits[int(len(waits) * 0.95)] * 1000:.0f} ms, max {waits[-1] * 1000:.0f} ms; "
        f"web process {memory:.0f} MB, {seconds:.1f} s of processor; "
        f"one pause {PAUSE_SECONDS:g} s, load {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    main()
