"""The session that an address names."""

from uuid import UUID

from consultations.errors import NotFound
from consultations.queries.session_plans import PlanFacts, find_plan
from server.visit import Visit

SESSIONS = "/kerja/{slug:str}/sesi"
SESSION = SESSIONS + "/{session:uuid}"


async def plan_at_hand(visit: Visit, session: UUID) -> PlanFacts:
    """The session, if it is one of this consultation's; ``NotFound`` otherwise."""
    plan = await find_plan(visit.consultation.id, session)
    if plan is None:
        raise NotFound
    return plan


def sessions_path(visit: Visit) -> str:
    """Where the consultation's sessions are."""
    return f"/kerja/{visit.consultation.slug}/sesi"


def session_path(visit: Visit, session: UUID) -> str:
    """Where a session's pages begin."""
    return f"{sessions_path(visit)}/{session}"
