"""The program in this process, but on a real socket: for what streams, and for who hangs up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

from server.app import create_app
from server.database import Engine
from server.settings import Settings


@asynccontextmanager
async def listening(engine: Engine, settings: Settings) -> AsyncIterator[str]:
    """The address at which it answers until the context ends."""
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
