"""Notes that are pushed to open pages, on both engines and over a real socket."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from httpx import AsyncClient

from consultations.note_editing import withdraw_note
from consultations.noting import Remark, take_note
from consultations.signing_in import end_sign_in
from consultations.tables import Note
from consultations.vocabulary import NoteForm, Role
from server import live as live_pages
from server.database import Engine
from server.database import database as opened_database
from server.migrating import migrate
from server.pages.facilitator import note_stream
from server.security.identity import COOKIE
from server.settings import Settings
from tests.client import Visitor
from tests.factories import make_account, make_consultation, make_statement
from tests.listening import listening
from tests.processes import PATIENCE_SECONDS, free_port, web_server
from tests.server.test_notes import make_session


async def _room() -> tuple[Any, str, dict[str, str]]:
    consultation = await make_consultation()
    session = await make_session(consultation)
    account = await make_account(Role.NOTE_TAKER, consultation.id)
    visitor = await Visitor(AsyncClient()).sign_in(account.id)
    return session, f"/kerja/contoh/sesi/{session.id}/siaran", visitor.cookies


async def _say(session: Any, text: str) -> None:
    await take_note(
        session=session.id,
        statement=make_statement(text),
        remark=Remark(speaker_code="P1", form=NoteForm.PARAPHRASE),
        unit=None,
        idempotency_key=text,
        by=None,
    )


@asynccontextmanager
async def _following(
    address: str, path: str, cookies: dict[str, str], **headers: str
) -> AsyncIterator[AsyncIterator[tuple[int, list[dict[str, Any]]]]]:
    sent = {"Cookie": f"{COOKIE}={cookies[COOKIE]}", **headers}
    async with (
        httpx.AsyncClient(timeout=PATIENCE_SECONDS) as client,
        client.stream("GET", f"{address}{path}", headers=sent) as answer,
    ):
        assert answer.status_code == 200
        assert answer.headers["x-accel-buffering"] == "no"
        assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
        yield _events(answer)


async def _events(answer: httpx.Response) -> AsyncIterator[tuple[int, list[dict[str, Any]]]]:
    number = 0
    async for line in answer.aiter_lines():
        if line.startswith("id: "):
            number = int(line[4:])
        elif line.startswith("data: "):
            yield number, json.loads(line[6:])
        elif line.startswith(":"):
            yield 0, []


async def _next(events: Any) -> tuple[int, list[dict[str, Any]]]:
    async with asyncio.timeout(PATIENCE_SECONDS):
        event: tuple[int, list[dict[str, Any]]] = await anext(events)
        return event


async def test_note_reaches_open_pages_and_a_break_loses_nothing(
    database: Engine, tmp_path: Any
) -> None:
    session, path, cookies = await _room()
    settings = Settings(data=tmp_path, port=free_port())
    async with listening(database, settings) as address:
        async with _following(address, path, cookies) as events:
            await _say(session, "Satu.")
            number, notes = await _next(events)
            assert number == 1
            assert "Satu." in notes[0]["html"]
        await _say(session, "Dua.")
        await _say(session, "Tiga.")
        async with _following(address, path, cookies, **{"Last-Event-ID": "1"}) as events:
            number, notes = await _next(events)
            assert (number, [note["position"] for note in notes]) == (3, [2, 3])
            one = (await Note.select(Note.id).where(Note.position == 1))[0]["id"]
            await withdraw_note(note=one, reason="Salah", by=None)
            assert await _next(events) == (4, [{**notes[0], **_first(one), "html": ""}])


async def _statements_at_rest(database: Engine) -> int:
    """How many statements there were once a whole half second passed without one."""
    before = -1
    while before != database.statements:
        before = database.statements
        await asyncio.sleep(0.5)
    return before


def _first(note: Any) -> dict[str, Any]:
    return {"id": str(note), "position": 1, "order": _Anything()}


class _Anything:
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


async def test_pages_that_are_woken_together_ask_once_and_get_the_same_bytes(
    database: Engine, tmp_path: Any
) -> None:
    session, path, cookies = await _room()
    settings = Settings(data=tmp_path, port=free_port())
    async with (
        listening(database, settings) as address,
        contextlib.AsyncExitStack() as pages,
    ):
        streams = [
            await pages.enter_async_context(_following(address, path, cookies)) for _ in range(8)
        ]
        before = await _statements_at_rest(database)
        await _say(session, "Satu.")
        noted = database.statements - before
        events = await asyncio.gather(*(_next(stream) for stream in streams))
        assert all(event == events[0] for event in events)
        # One count of the changes, and one reading of the notes, for all eight.
        assert database.statements - before - noted <= 4


async def test_ended_sign_in_ends_the_stream_at_the_next_beat(
    sqlite_database: Engine, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(note_stream, "BEAT_SECONDS", 0.1)
    _, path, cookies = await _room()
    settings = Settings(data=tmp_path, port=free_port())
    async with (
        listening(sqlite_database, settings) as address,
        _following(address, path, cookies) as events,
    ):
        assert await _next(events) == (0, [])
        await end_sign_in(token=cookies[COOKIE])
        rest = [event async for event in events]
        assert len(rest) < 20


async def test_streams_of_one_person_are_limited(
    sqlite_database: Engine, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_pages, "MOST_OF_ONE", 1)
    _, path, cookies = await _room()
    settings = Settings(data=tmp_path, port=free_port())
    sent = {"Cookie": f"{COOKIE}={cookies[COOKIE]}"}
    async with (
        listening(sqlite_database, settings) as address,
        _following(address, path, cookies),
        httpx.AsyncClient() as client,
    ):
        refused = await client.get(f"{address}{path}", headers=sent)
        assert refused.status_code == 503
        assert refused.headers["retry-after"] == "5"


@pytest.mark.slow
async def test_server_stops_although_pages_are_open(tmp_path: Any) -> None:
    settings = Settings(data=tmp_path, port=free_port())
    async with opened_database(settings):
        await migrate()
        _, path, cookies = await _room()
    with web_server(settings) as server:
        async with _following(settings.address, path, cookies) as events:
            stopping = asyncio.create_task(asyncio.to_thread(server.stop))
            with pytest.raises(StopAsyncIteration):
                await _next(events)
            await stopping
        assert server.process.returncode in (0, -15)
