"""FKP and FGD sessions: close them; and the workspace's front page."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from analysis.proposals import open_proposals
from analysis.unthemed import count_unthemed
from consultations.errors import NotFound
from consultations.noting import close_session
from consultations.queries.consultations import participation_in, phases_of
from consultations.queries.sessions import find_session, sessions_of
from consultations.queries.target_matrix import coverage_of, elements_present_in
from consultations.queries.themes import themes_of
from consultations.rules import Permission
from consultations.transactions import reading
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

SESSION = "/kerja/{slug:str}/sesi/{session:uuid}"


@get("/kerja/{slug:str}", name="workspace.show", opt=needs(Permission.ENTER_WORKSPACE))
async def show_workspace(request: Visit) -> Response[Any]:
    """Where the consultation stands and what waits for someone."""
    here = request.consultation.id
    async with reading():
        participation = await participation_in(here)
        present = await elements_present_in(here)
        heard = present | {e for e, count in participation.by_element.items() if count}
        facts: dict[str, Any] = {
            "phases": await phases_of(here, request.locale),
            "participation": participation,
            "heard": heard,
            "present": present,
            "coverage": coverage_of(len(heard)),
            "themes": await themes_of(here),
            "proposals": await open_proposals(here),
            "unthemed": await count_unthemed(here),
            "sessions": await sessions_of(here),
        }
    return page(request, "drafting/workspace.html", **facts)


@post(
    SESSION + "/tutup",
    name="session.close",
    opt=needs(Permission.HOLD_SESSION),
    status_code=303,
)
async def close(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Close the session: its notes become final."""
    await close_session(session=await _require(request, session), by=request.visitor.account)
    return request.lead_to(f"/kerja/{request.consultation.slug}/sesi/{session}")


async def _require(visit: Visit, session: UUID) -> UUID:
    if await find_session(visit.consultation.id, session) is None:
        raise NotFound
    return session
