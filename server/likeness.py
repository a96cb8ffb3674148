"""Asks the worker what needs vectors, over a socket in the data folder that only we can open.

The web process loads no model. It asks the worker and never waits long: without an answer a page
is shown without it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import msgspec
import structlog

from analysis.likes import Like
from analysis.reviews import Asked
from server.settings import Settings

if TYPE_CHECKING:
    from analysis.likeness import Likeness
    from analysis.reviewing import Reviewer

PATIENCE_SECONDS = 0.3
# A group of a hundred thousand inputs by name.
LONGEST_MESSAGE = 8_000_000
# The operating system's own limit on the path of a socket.
LONGEST_PATH = 100

logger = structlog.get_logger()


Answer = TypeVar("Answer")


class Question(msgspec.Struct, tag=True):
    """What is asked: inputs of a consultation near a text."""

    consultation: UUID
    text: str
    most: int
    least: float


async def ask_for_likes(
    settings: Settings,
    *,
    consultation: UUID,
    text: str,
    most: int,
    least: float,
    patience: float = PATIENCE_SECONDS,
) -> list[Like]:
    """Inputs near a text in meaning; empty when the worker does not answer in time."""
    question = Question(consultation, text, most, least)
    return await ask(settings, question, list[Like], patience=patience) or []


async def ask(
    settings: Settings,
    question: Question | Asked,
    kind: type[Answer],
    *,
    patience: float = PATIENCE_SECONDS,
) -> Answer | None:
    """The worker's answer, of the kind expected; ``None`` when it does not come in time."""
    try:
        async with asyncio.timeout(patience):
            reader, writer = await asyncio.open_unix_connection(
                settings.likeness_socket, limit=LONGEST_MESSAGE
            )
            try:
                writer.write(msgspec.json.encode(question) + b"\n")
                return msgspec.json.decode(await reader.readline(), type=kind)
            finally:
                writer.close()
                await writer.wait_closed()
    except (OSError, TimeoutError, ValueError, msgspec.MsgspecError):
        return None


@asynccontextmanager
async def answering(
    settings: Settings, likeness: "Likeness", reviewer: "Reviewer | None" = None
) -> AsyncIterator[None]:
    """Answer such questions for as long as the context is open; a second worker leaves it."""
    path = settings.likeness_socket
    if len(str(path)) > LONGEST_PATH:
        logger.warning("likeness_off", reason="the data folder's path is too long for a socket")
        yield
        return
    with suppress(FileNotFoundError):
        path.unlink()
    server = await asyncio.start_unix_server(
        lambda reader, writer: _answer(likeness, reviewer, reader, writer),
        path,
        limit=LONGEST_MESSAGE,
    )
    path.chmod(0o600)
    async with server:
        yield
    with suppress(FileNotFoundError):
        path.unlink()


async def _answer(
    likeness: "Likeness",
    reviewer: "Reviewer | None",
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> None:
    try:
        question = msgspec.json.decode(await reader.readline(), type=Question | Asked)
        found: Any = None
        if isinstance(question, Question):
            found = await likeness.like(
                question.consultation, question.text, most=question.most, least=question.least
            )
        elif reviewer is not None:
            found = await reviewer.answer(question)
        writer.write(msgspec.json.encode(found) + b"\n")
        await writer.drain()
    except (OSError, ValueError, msgspec.MsgspecError):
        pass  # whoever asked has gone, or was not us
    except Exception:
        logger.exception("likeness_failed")
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
