"""The notes of a session as they are taken, pushed to whoever has its page open."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from consultations.rules import Permission, may
from consultations.signing_in import visitor_for
from server.live import LivePages
from server.note_feed import NoteFeed
from server.pages.facilitator.notes import SESSION, require_session
from server.security.permissions import needs
from server.static_files import STATIC, static_url
from server.visit import Visit

BEAT_SECONDS = 15.0
AGAIN_MILLISECONDS = 2000
HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    # nginx would keep what is sent until its buffer is full.
    "X-Accel-Buffering": "no",
}
# What a page misses while its stream is not let in, it reads with the next one.
RETRY = {"Retry-After": "5"}


@get(SESSION + "/siaran", name="session.stream", opt=needs(Permission.TAKE_NOTES))
async def follow_notes(
    request: Visit, session: FromPath[UUID], sejak: FromQuery[int] = 0
) -> Response[Any]:
    """Server-sent events: every change of a note after the last one that the page has seen."""
    await require_session(request, session)
    live: LivePages = request.app.state.live
    since = request.headers.get("last-event-id", "")
    seen = int(since) if since.isdecimal() and len(since) < 9 else sejak  # noqa: PLR2004
    if not live.has_room(request.visitor.account):
        return Response(b"", status_code=503, headers=RETRY)
    return Stream(_events(request, session, seen), headers=HEADERS)


async def _events(visit: Visit, session: UUID, seen: int) -> AsyncIterator[bytes]:
    live: LivePages = visit.app.state.live
    feed: NoteFeed = visit.app.state.note_feed
    yield f"retry: {AGAIN_MILLISECONDS}\n\n".encode()
    with live.follow(session, visit.visitor.account) as follower:
        while not live.is_ending:
            turn = live.round_of(session)
            missed = await feed.missed(visit.consultation, session, seen, visit.locale, turn)
            if missed.event:
                seen = missed.change
                yield missed.event
            if await follower.wait(BEAT_SECONDS):
                continue
            if not await _still_may(visit, session):
                return
            yield b": masih di sini\n\n"


async def _still_may(visit: Visit, session: UUID) -> bool:
    """A sign-in that has ended, or a role that was taken back, ends the stream."""
    visitor = await visitor_for(token=visit.auth) if visit.auth else None
    return visitor is not None and may(
        visitor, Permission.TAKE_NOTES, consultation=visit.consultation.id, session=session
    )


@get("/kerja/catatan-luring.js", name="notes.worker", opt=needs(Permission.READ_PUBLISHED))
async def offline_worker(request: Visit) -> Response[Any]:
    """The service worker of the note pages; one that removes itself where it isn't wanted.

    Its address is stable, so that browsers look for a newer one there.
    """
    wanted = request.app.state.settings.offline_notes
    name = "note-worker.js" if wanted else "note-worker-off.js"
    queue = f'importScripts("{static_url("js/note-queue.js")}");\n' if wanted else ""
    return Response(
        queue.encode() + (STATIC / "js" / name).read_bytes(),
        media_type="text/javascript",
        headers={"Cache-Control": "no-cache"},
    )
