"""Files that are made on disk and sent piece by piece."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import BinaryIO

from litestar.response import Stream

CHUNK = 256 * 1024
MEDIA_TYPES = {
    "zip": "application/zip",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def made_file(name: str, make: Callable[[BinaryIO], Awaitable[None]]) -> Stream:
    """What ``make`` writes, as a download of this name; memory holds one piece of it.

    It is whole before the first piece is sent, so a slow reader holds no transaction open.
    """

    async def chunks() -> AsyncIterator[bytes]:
        with tempfile.TemporaryFile() as file:
            await make(file)
            file.seek(0)
            while chunk := await asyncio.to_thread(file.read, CHUNK):
                yield chunk

    return Stream(
        chunks(),
        media_type=MEDIA_TYPES[name.rpartition(".")[2]],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
