"""Which participant a browser signed in to a session last: in its room it speaks for that one."""

from typing import Any
from uuid import UUID

from litestar import Response
from litestar.datastructures import Cookie

from consultations.signatures import LinkPurpose, read_signed, signed
from server.pages.public.devices import with_mark
from server.security.device import new_mark
from server.visit import Visit

PRESENCE_COOKIE = "rembuk_hadir"
_DAY = 24 * 3600


def remember_presence(visit: Visit, response: Response[Any], participant: UUID) -> Response[Any]:
    """Let the browser be this participant's from now on.

    Its mark stays, so that what its owner said at home and says in the room is one person's. Where
    a telephone is handed round, the next one who signs in gets a mark of their own.
    """
    before = present_here(visit)
    if before is not None and before != participant:
        with_mark(visit, response, new_mark(visit.app.state.settings.device_key))
    response.set_cookie(
        Cookie(
            key=PRESENCE_COOKIE,
            value=signed(LinkPurpose.PRESENCE, participant),
            max_age=_DAY,
            path="/",
            secure=visit.is_secure,
            httponly=True,
            samesite="lax",
        )
    )
    return response


def present_here(visit: Visit) -> UUID | None:
    """The participant whose browser this is, if somebody signed in with it."""
    return read_signed(LinkPurpose.PRESENCE, visit.cookies.get(PRESENCE_COOKIE, ""))
