"""The room's stream, on both engines and over a real socket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import uvicorn

from consultations.asking import ask_question
from server.app import create_app
from server.database import Engine
from server.settings import Settings
from tests.factories import make_consultation, make_session
from tests.processes import free_port


@asynccontextmanager
async def _serving(engine: Engine, settings: Settings) -> AsyncIterator[str]:
    app = create_app(settings, engine=engine)
    server = uvicorn.Server(
        uvicorn.Config(app, port=settings.port, log_level="error", timeout_graceful_shutdown=5)
    )
    running = asyncio.create_task(server._serve())
    while not server.started:  # noqa: ASYNC110 - the server has no event for it
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{settings.port}"
    finally:
        app.state.live.end()
        server.should_exit = True
        await running


async def test_stream_says_that_something_changed(database: Engine, tmp_path: Any) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation)
    settings = Settings(data=tmp_path, port=free_port())
    async with (
        _serving(database, settings) as address,
        httpx.AsyncClient(timeout=10) as client,
        client.stream("GET", f"{address}/s/{session.code}/ruang/siaran") as answer,
    ):
        assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
        lines = (line async for line in answer.aiter_lines() if line.startswith("data: "))
        async with asyncio.timeout(5):
            assert await anext(lines) == "data: 0"
            await ask_question(
                session=session.id, text="Kapan?", element=None, idempotency_key="kunci"
            )
            assert await anext(lines) == "data: 1"
