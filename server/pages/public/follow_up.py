"""What was promised after the sessions and how far it is, for everyone."""

from typing import Any
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.params import FromQuery

from consultations.clock import now
from consultations.queries.follow_ups import public_follow_ups, status_counts
from consultations.rules import Permission
from consultations.transactions import reading
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit


@get(
    "/konsultasi/{slug:str}/tindak-lanjut",
    name="follow_up.public",
    opt=needs(Permission.READ_PUBLISHED),
)
async def show_progress(request: Visit, halaman: FromQuery[int] = 1) -> Response[Any]:
    """Every public item with its status, as a picture and as a table."""
    here = request.consultation
    async with reading():
        found = await public_follow_ups(here.id, halaman)
        counts = await status_counts(here.id, public=True)
    return page(
        request,
        "public/follow_up.html",
        found=found,
        counts=counts,
        today=now().astimezone(ZoneInfo(here.zone)).date(),
    )
