"""Whether the server can answer and its database too, for whoever watches it."""

from typing import Any

from litestar import MediaType, Response, get

from consultations.queries.consultations import announced_consultations
from consultations.rules import Permission
from server.security.permissions import needs


@get("/sehat", name="health", opt=needs(Permission.READ_PUBLISHED))
async def show_health() -> Response[Any]:
    """``ok`` after a real read from the database."""
    await announced_consultations()
    return Response("ok\n", media_type=MediaType.TEXT)
