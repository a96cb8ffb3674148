"""The room's stream, on both engines and over a real socket."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx

from consultations.asking import ask_question
from consultations.polling.stating import NewStatement, add_statements
from consultations.polling.voting import vote_on
from consultations.queries.statements import statements_of
from consultations.supporting import Supporter
from consultations.vocabulary import Vote
from server.database import Engine
from server.settings import Settings
from tests.factories import make_consultation, make_session
from tests.listening import listening
from tests.processes import PATIENCE_SECONDS, free_port


async def _changes(answer: httpx.Response) -> AsyncIterator[str]:
    """The data of the events that tell of a change."""
    told = False
    async for line in answer.aiter_lines():
        if line.startswith("event: "):
            told = line == "event: ruang"
        elif told and line.startswith("data: "):
            yield line


async def test_stream_says_that_something_changed(database: Engine, tmp_path: Any) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation)
    settings = Settings(data=tmp_path, port=free_port())
    async with (
        listening(database, settings) as address,
        httpx.AsyncClient(timeout=PATIENCE_SECONDS) as client,
        client.stream("GET", f"{address}/s/{session.code}/ruang/siaran") as answer,
    ):
        assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
        lines = _changes(answer)
        async with asyncio.timeout(PATIENCE_SECONDS):
            assert await anext(lines) == "data: 0"
            await ask_question(
                session=session.id, text="Kapan?", element=None, idempotency_key="kunci"
            )
            assert await anext(lines) == "data: 1"
            # The second change too, and long before a page looks by itself.
            await ask_question(
                session=session.id, text="Di mana?", element=None, idempotency_key="kunci lain"
            )
            assert await anext(lines) == "data: 2"


async def test_votes_are_told_to_the_board_and_not_to_the_telephones(
    database: Engine, tmp_path: Any
) -> None:
    session = await make_session(await make_consultation())
    await add_statements(
        consultation=session.consultation,
        statements=[NewStatement("Satu.")],
        session=session.id,
        by=None,
    )
    (one,) = await statements_of(session.consultation, session.id)
    settings = Settings(data=tmp_path, port=free_port())
    async with (
        listening(database, settings) as address,
        httpx.AsyncClient(timeout=PATIENCE_SECONDS) as client,
        client.stream("GET", f"{address}/s/{session.code}/ruang/siaran") as telephone,
        client.stream("GET", f"{address}/s/{session.code}/ruang/siaran?papan=ya") as board,
    ):
        phone_hears, board_hears = _changes(telephone), _changes(board)
        async with asyncio.timeout(PATIENCE_SECONDS):
            assert await anext(phone_hears) == await anext(board_hears) == "data: 1"
            for number, voter in enumerate(("a", "b"), start=2):
                await vote_on(
                    consultation=session.consultation,
                    statement=one.id,
                    vote=Vote.AGREE,
                    voter=Supporter(voter),
                    room=session.id,
                )
                assert await anext(board_hears) == f"data: {number}"
            await ask_question(
                session=session.id, text="Kapan?", element=None, idempotency_key="kunci"
            )
            assert await anext(phone_hears) == "data: 2"
            assert await anext(board_hears) == "data: 4"
