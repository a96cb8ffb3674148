"""Tells the screens of a room that something changed; what it is, they read themselves."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from consultations.queries.room import board_change, room_change
from consultations.rules import Permission
from server.live import LivePages
from server.pages.facilitator.note_stream import (
    AGAIN_MILLISECONDS,
    BEAT_SECONDS,
    HEADERS,
    RETRY,
)
from server.pages.public.check_in import session_of_code
from server.pages.public.room_page import ROOM
from server.security.flooding import address_of
from server.security.permissions import needs
from server.visit import Visit

# A hall behind one address: everybody in it, and some who have the page open twice.
MOST_OF_A_HALL = 600
# So many telephones more, and each of them waits so much longer: a page costs some 12 ms of
# processor, and a hall that reads again should leave most of one to those who write.
MILLISECONDS_EACH = 30


@get(ROOM + "/siaran", name="room.stream", opt=needs(Permission.JOIN_ROOM))
async def follow_room(
    request: Visit, code: FromPath[str], papan: FromQuery[str] = ""
) -> Response[Any]:
    """Server-sent events; with ``papan`` of every vote too, as the board and the projector need."""
    plan, _ = await session_of_code(request, code)
    live: LivePages = request.app.state.live
    owner = ("ruang", address_of(request))
    if not live.has_room(owner, MOST_OF_A_HALL):
        return Response(b"", status_code=503, headers=RETRY)
    read = board_change if papan else room_change
    return Stream(_changes(live, plan.id, owner, read), headers=HEADERS)


async def _changes(
    live: LivePages, session: UUID, owner: object, read: Any
) -> AsyncIterator[bytes]:
    seen: int | None = None
    yield f"retry: {AGAIN_MILLISECONDS}\n\n".encode()
    with live.follow(session, owner) as follower:
        while not live.is_ending:
            # A whole hall is woken at once and asks once.
            change = await live.read_once(session, read)
            if change != seen:
                seen = change
                spread = live.followed_by(session) * MILLISECONDS_EACH
                yield f"event: ramai\ndata: {spread}\n\nevent: ruang\ndata: {change}\n\n".encode()
            if not await follower.wait(BEAT_SECONDS):
                yield b": masih di sini\n\n"
