"""The workspace's front page: where the consultation stands."""

from typing import Any

from litestar import Response, get

from analysis.proposals import open_proposals
from analysis.unthemed import count_unthemed
from consultations.queries.consultations import participation_in, phases_of
from consultations.queries.drafts import versions_of
from consultations.queries.sessions import sessions_of
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
            "versions": await versions_of(here),
        }
    return page(request, "drafting/workspace.html", **facts)
