"""HTTP by hand on a socket, to know exactly what a server acknowledged."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

FIELDS = {
    "kind": "keberatan",
    "element": "pengguna_layanan",
    "scope": "penerapan",
    "region": "Jawa Tengah",
    "on_behalf_of": "pribadi",
    "visibility": "publik",
    "consent": "y",
    "proposed_wording": "",
    "reason": "",
    "organisation": "",
    "author_name": "",
    "author_email": "",
    "vulnerable_group": "",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class Wire:
    """One connection that stays open."""

    def __init__(
        self, port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._port, self._reader, self._writer = port, reader, writer

    async def get(self, path: str) -> Answer:
        """Read a page."""
        return await self._ask(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n\r\n")

    async def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Post a form as a browser on the site would."""
        return await self.send(path, urlencode(fields))

    async def send(self, path: str, body: str) -> Answer:
        """Post an encoded form."""
        host = f"127.0.0.1:{self._port}"
        return await self._ask(
            f"POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        )

    async def _ask(self, request: str) -> Answer:
        self._writer.write(request.encode())
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode()
        first, *lines = head.strip().split("\r\n")
        headers = {name.lower(): value for name, _, value in (row.partition(": ") for row in lines)}
        body = await self._reader.readexactly(int(headers.get("content-length", 0)))
        return Answer(int(first.split(" ")[1]), headers, body)


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Wire]:
    """A connection to the server on this port of this machine."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield Wire(port, reader, writer)
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
