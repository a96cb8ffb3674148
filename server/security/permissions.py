"""The guard every route passes: it names a permission, and the rules decide."""

from typing import Any, cast
from uuid import UUID

from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler

from consultations.errors import NotFound
from consultations.queries.consultations import find_consultation
from consultations.rules import Permission, is_public, may, may_see
from server.visit import Visit


def needs(permission: Permission) -> dict[str, Any]:
    """The ``opt`` of a route handler that asks for this permission."""
    return {"permission": permission}


async def check_permission(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """Refuse what the rules don't allow; a route that names no permission is refused to all.

    On the way, the consultation named in the address is looked up once for the handler.
    """
    permission = handler.opt.get("permission")
    if permission is None:
        raise PermissionDeniedException
    visit = cast("Visit", connection)
    if visit.visitor.is_guest and not is_public(permission):
        # Asked before anything is looked up, so that the answer tells nothing of what exists.
        raise NotAuthorizedException
    consultation = await _look_up(visit)
    if may(
        visit.visitor, permission, consultation=consultation, session=_session_named(connection)
    ):
        return
    raise PermissionDeniedException


async def _look_up(visit: Visit) -> UUID | None:
    slug = visit.path_params.get("slug")
    if slug is None:
        return None
    consultation = await visit.recent(find_consultation, slug, visit.locale)
    if consultation is None or not may_see(
        visit.visitor, consultation=consultation.id, announced=consultation.is_announced
    ):
        raise NotFound
    visit.scope["state"]["consultation"] = consultation
    return consultation.id


def _session_named(connection: ASGIConnection[Any, Any, Any, Any]) -> UUID | None:
    named = connection.path_params.get("session")
    return named if isinstance(named, UUID) else None
