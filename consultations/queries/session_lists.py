"""The list of a consultation's sessions, with how many come to each."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from consultations.clock import now
from consultations.queries.narrowing import holds
from consultations.queries.paging import Page, offset_of
from consultations.queries.session_plans import PlanFacts, plan_facts
from consultations.tables import Participant, Session
from consultations.vocabulary import RegistrationState, SessionState

PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSession:
    """A session of the list with its people."""

    plan: PlanFacts
    registered: int
    present: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFilter:
    """What the list is narrowed to; empty values narrow nothing."""

    words: str = ""
    kind: str = ""
    state: str = ""


async def planned_sessions(
    consultation: UUID, only: SessionFilter, page: int = 1
) -> Page[ListedSession]:
    """The sessions with the next one first, then those that are over, latest first."""
    where: Any = Session.consultation == consultation
    if only.words:
        where = where & holds(only.words, Session.title, Session.theme, Session.place)
    if only.kind:
        where = where & (Session.kind == only.kind)
    plans = [plan_facts(row) for row in await Session.select().where(where)]
    plans = [plan for plan in plans if not only.state or plan.state == only.state]
    moment = now()
    plans.sort(key=lambda p: (p.state in _OVER, abs((p.starts_at - moment).total_seconds())))
    number = max(1, page)
    shown = plans[offset_of(number, PAGE) : offset_of(number, PAGE) + PAGE]
    people = await _people([plan.id for plan in shown])
    return Page(
        [
            ListedSession(
                plan=plan,
                registered=people.get(plan.id, (0, 0))[0],
                present=people.get(plan.id, (0, 0))[1],
            )
            for plan in shown
        ],
        number,
        len(plans),
        PAGE,
    )


async def _people(sessions: list[UUID]) -> dict[UUID, tuple[int, int]]:
    rows = (
        await Participant.select(
            Participant.session,
            Count(alias="people"),
            Count(Participant.attended_at, alias="present"),
        )
        .where(
            Participant.session.is_in(sessions or [None])
            & (Participant.state == RegistrationState.REGISTERED.value)
        )
        .group_by(Participant.session)
    )
    return {row["session"]: (row["people"], row["present"]) for row in rows}


_OVER = (SessionState.DONE, SessionState.CANCELLED)
