"""What ours is measured against: the same bytes, served by as little as can serve them."""

import os
from pathlib import Path
from typing import Any

from litestar import Litestar, MediaType, Response, get

PAGE = "BARE_PAGE"


def litestar_app() -> Litestar:
    """One Litestar handler that answers with bytes it has read before."""
    body = Path(os.environ[PAGE]).read_bytes()

    @get("/")
    async def show() -> Response[bytes]:
        return Response(body, media_type=MediaType.HTML)

    return Litestar([show], logging_config=None, openapi_config=None)


def asgi_app() -> Any:
    """No framework at all: the ceiling of the HTTP server."""
    body = Path(os.environ[PAGE]).read_bytes()
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
    ]

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": body})

    return app
