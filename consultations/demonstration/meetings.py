"""Prepares the demonstration's sessions, through the same verbs that real use goes through."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from consultations.attending import check_in
from consultations.checklists import Tick, begin_checklist, tick_items
from consultations.clock import clock_moved, now
from consultations.entering import Person
from consultations.inviting import add_participants
from consultations.preparing import Plan, plan_session
from consultations.queries.session_plans import checklist_of
from consultations.running_order import AgendaLine, GuideLine, set_agenda, set_guide
from consultations.session_templates import usual_checklist
from consultations.staffing import Member, set_team
from consultations.tables import Participant, Session
from consultations.targeting import Target, set_targets
from consultations.vocabulary import (
    Attendance,
    Attribution,
    Duty,
    Element,
    GuidePart,
    RegistrationState,
    SessionAdmission,
    SessionKind,
    SessionStep,
    VulnerableGroup,
)

# One person after the other comes through the door.
BETWEEN = timedelta(minutes=1)


async def hold_meeting(
    consultation: UUID,
    meeting: dict[str, Any],
    *,
    starts_at: datetime,
    ends_at: datetime,
    by: UUID,
) -> Session:
    """Plan a session as its data say and, where they say so, let its people come."""
    session = await plan_session(
        consultation=consultation,
        plan=Plan(
            kind=SessionKind(meeting["kind"]),
            admission=SessionAdmission(meeting["admission"]),
            attribution=Attribution(meeting["attribution"]),
            starts_at=starts_at,
            ends_at=ends_at,
            **{name: meeting[name] for name in _AS_WRITTEN},
        ),
        by=by,
    )
    here = {"session": session.id, "by": by}
    await set_agenda(
        **here,
        version=1,
        lines=[
            AgendaLine(title=title, speaker=speaker, minutes=minutes)
            for title, speaker, minutes in meeting["agenda"]
        ],
    )
    await set_guide(
        **here,
        version=2,
        lines=[GuideLine(part=GuidePart(part), text=text) for part, text in meeting["guide"]],
    )
    await set_team(
        **here,
        version=3,
        members=[Member(duty=Duty(duty), name=name) for duty, name in meeting["team"]],
    )
    await set_targets(
        **here,
        version=4,
        targets=[
            Target(
                element=Element(element),
                region=region,
                vulnerable_group=VulnerableGroup(group) if group else None,
                wanted=wanted,
            )
            for element, region, group, wanted in meeting["targets"]
        ],
    )
    await add_participants(
        session=session.id,
        by=by,
        people=[_person(row) for row in meeting["participants"]],
        state=RegistrationState.REGISTERED,
    )
    await _come(session.id, meeting["participants"], starts_at, by)
    held = any(row["came"] for row in meeting["participants"])
    with clock_moved(ends_at - now() if held else timedelta()):
        await _tick(session.id, by, held=held)
    return session


async def _come(session: UUID, listed: list[dict[str, Any]], starts_at: datetime, by: UUID) -> None:
    rows = (
        await Participant.select(Participant.id)
        .where(Participant.session == session)
        .order_by(Participant.position)
    )
    for place, (row, person) in enumerate(zip(rows, listed, strict=True)):
        if person["came"]:
            arrived = starts_at + (place - len(rows)) * BETWEEN
            with clock_moved(arrived - now()):
                await check_in(session=session, participant=row["id"], by=by, at=arrived)


async def _tick(session: UUID, by: UUID, *, held: bool) -> None:
    await begin_checklist(session=session, texts=usual_checklist(), by=by)
    items = [item for item in await checklist_of(session) if item.step is not SessionStep.AFTER]
    done = items if held else items[:2]
    await tick_items(session=session, ticks={item.id: Tick(done=True) for item in done}, by=by)


def _person(row: dict[str, Any]) -> Person:
    group = row["vulnerable_group"]
    return Person(
        name=row["name"],
        element=Element(row["element"]),
        organisation=row["organisation"],
        job=row["job"],
        sex=row["sex"],
        region=row["region"],
        vulnerable_group=VulnerableGroup(group) if group else None,
        attendance=Attendance(row["attendance"]),
        needs=row["needs"],
        needs_consented=bool(row["needs"]),
    )


_AS_WRITTEN = (
    *("title", "theme", "place", "link", "moderator", "capacity", "required"),
    *("legal_basis", "letterhead", "opening_script"),
)
