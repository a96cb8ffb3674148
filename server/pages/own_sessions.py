"""The start page of whoever has a role for single sessions: theirs, and the way into each."""

from typing import Any

from litestar import Response, get

from consultations.queries.own_sessions import OwnSession, own_sessions
from consultations.rules import Permission, Visitor, may
from consultations.vocabulary import N_
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

OWN_SESSIONS = "/sesi-saya"
# The pages that one opens on the day itself; the others are a click further.
_PAGES = (
    (Permission.TAKE_NOTES, "", N_("Catatan")),
    (Permission.CHECK_IN, "/hadir", N_("Kehadiran")),
    (Permission.KEEP_ROOM, "/papan", N_("Papan pertanyaan")),
    (Permission.KEEP_ROOM, "/layar-ruang", N_("Layar ruang")),
    (Permission.HOLD_SESSION, "/rencana", N_("Rencana")),
    (Permission.HOLD_SESSION, "/dokumen", N_("Dokumen")),
    (Permission.KEEP_FOLLOW_UP, "/rtl", N_("Tindak lanjut")),
)


@get(OWN_SESSIONS, name="own.sessions", opt=needs(Permission.KEEP_OWN_ACCOUNT))
async def show_own_sessions(request: Visit) -> Response[Any]:
    """One's sessions by date, each with the pages that one may open."""
    sessions = await own_sessions(request.visitor)
    return page(
        request,
        "account/sessions.html",
        sessions=sessions,
        pages={one.plan.id: _pages(request.visitor, one) for one in sessions},
    )


def _pages(visitor: Visitor, one: OwnSession) -> list[tuple[str, str]]:
    base = f"/kerja/{one.slug}/sesi/{one.plan.id}"
    return [
        (base + address, name)
        for permission, address, name in _PAGES
        if may(visitor, permission, consultation=one.plan.consultation, session=one.plan.id)
    ]
