"""The Atom feed and the calendar files of a consultation."""

import hashlib
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from consultations.errors import NotFound
from consultations.queries.consultations import phases_of
from consultations.queries.news import latest_news
from consultations.queries.sessions import SessionFacts, find_session, sessions_of
from consultations.rules import Permission
from consultations.transactions import reading
from server.feeds import atom, calendar
from server.feeds.calendar import CalendarEvent, write_calendar
from server.feeds.schedule import schedule_of, session_event
from server.security.permissions import needs
from server.visit import LOCALES, Visit

HERE = "/konsultasi/{slug:str}"


@get(HERE + "/umpan.atom", name="feed.show", opt=needs(Permission.READ_PUBLISHED))
async def show_feed(request: Visit, bahasa: FromQuery[str] = "id") -> Response[Any]:
    """What happened, newest first, for feed readers."""
    here = request.consultation
    async with reading():
        news = await latest_news(here.id, here.slug)
    locale = bahasa if bahasa in LOCALES else "id"
    body = atom.write_feed(here, news, address=_address(request), locale=locale)
    return _unless_known(request, body, atom.MEDIA_TYPE)


@get(HERE + "/kalender.ics", name="calendar.show", opt=needs(Permission.READ_PUBLISHED))
async def show_calendar(request: Visit) -> Response[Any]:
    """All sessions and input windows, for calendar programs that look again."""
    here = request.consultation
    async with reading():
        events = schedule_of(
            here,
            await phases_of(here.id, request.locale),
            await sessions_of(here.id),
            address=_address(request),
            locale=request.locale,
        )
    return _calendar(request, here.title, events)


@get(
    HERE + "/sesi/{session:uuid}/kalender.ics",
    name="calendar.session",
    opt=needs(Permission.READ_PUBLISHED),
)
async def show_session_calendar(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """One session, to put into one's own calendar."""
    found: SessionFacts | None = await find_session(request.consultation.id, session)
    if found is None:
        raise NotFound
    event = session_event(
        found, request.consultation, address=_address(request), locale=request.locale
    )
    return _calendar(request, found.title, [event])


def _calendar(visit: Visit, name: str, events: list[CalendarEvent]) -> Response[Any]:
    host = urlsplit(_address(visit)).hostname or "rembuk"
    return Response(
        write_calendar(name, events, host=host),
        media_type=calendar.MEDIA_TYPE,
        headers={"Content-Disposition": 'attachment; filename="rembuk.ics"'},
    )


def _unless_known(visit: Visit, body: bytes, media_type: str) -> Response[Any]:
    # Feed readers ask often; what they have already is not sent again.
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if visit.headers.get("if-none-match") == tag:
        return Response(b"", status_code=304, headers=headers)
    return Response(body, media_type=f"{media_type}; charset=utf-8", headers=headers)


def _address(visit: Visit) -> str:
    address: str = visit.app.state.settings.address
    return address
