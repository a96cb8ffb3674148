"""Sessions as those who prepare them see them: plan, agenda, guide, team, checklist."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from consultations.clock import now
from consultations.tables import (
    AgendaItem,
    ChecklistItem,
    GuideQuestion,
    Session,
    SessionUnit,
    TeamMember,
)
from consultations.vocabulary import (
    Attribution,
    Duty,
    GuidePart,
    SessionAdmission,
    SessionKind,
    SessionState,
    SessionStep,
)

# A session that nobody gave an end is over after so long.
USUAL_LENGTH = timedelta(hours=4)
_ACCOUNT: Any = TeamMember.account
_DONE_BY: Any = ChecklistItem.done_by


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """A session's plan; ``state`` holds at the moment it was read."""

    id: UUID
    consultation: UUID
    kind: SessionKind
    title: str
    theme: str
    place: str
    link: str
    moderator: str
    starts_at: datetime
    ends_at: datetime | None
    capacity: int | None
    admission: SessionAdmission
    attribution: Attribution
    asks_needs: bool
    legal_basis: str
    letterhead: str
    opening_script: str
    code: str
    required: bool
    version: int
    started_at: datetime | None
    closed_at: datetime | None
    cancelled_at: datetime | None
    cancelled_for: str
    last_note: int

    @property
    def state(self) -> SessionState:
        if self.cancelled_at:
            return SessionState.CANCELLED
        if self.closed_at:
            return SessionState.DONE
        if now() < self.starts_at and self.started_at is None:
            return SessionState.AHEAD
        over = now() > (self.ends_at or self.starts_at + USUAL_LENGTH)
        return SessionState.UNCLOSED if over else SessionState.RUNNING

    @property
    def minutes(self) -> int | None:
        """How long it is planned to last."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60) if self.ends_at else None

    @property
    def names_speakers(self) -> bool:
        """Whether speakers who agree to it are named in public."""
        return self.attribution is Attribution.OPEN

    @property
    def takes_registrations(self) -> bool:
        """Whether anybody may register now."""
        return (
            self.admission is SessionAdmission.OPEN
            and not self.closed_at
            and not self.cancelled_at
            and now() <= (self.ends_at or self.starts_at)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaFacts:
    """A step of the agenda with the clock times that follow from the steps before it."""

    id: UUID
    title: str
    speaker: str
    minutes: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideFacts:
    """A question of the guide."""

    id: UUID
    part: GuidePart
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """A person of the team; ``email`` is that of their account."""

    duty: Duty
    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFacts:
    """A thing to do, and when and by whom it was ticked off."""

    id: UUID
    step: SessionStep
    text: str
    note: str
    done_at: datetime | None
    done_by: str


async def find_plan(consultation: UUID, session: UUID) -> PlanFacts | None:
    """One session of this consultation, or ``None``."""
    row = (
        await Session.select()
        .where((Session.id == session) & (Session.consultation == consultation))
        .first()
    )
    return plan_facts(row) if row else None


async def find_plan_by_id(session: UUID) -> PlanFacts | None:
    """The session with this id, or ``None``."""
    row = await Session.select().where(Session.id == session).first()
    return plan_facts(row) if row else None


async def units_of_session(session: UUID) -> list[UUID]:
    """Identities of the units that a session is about."""
    rows = await SessionUnit.select(SessionUnit.identity).where(SessionUnit.session == session)
    return [row["identity"] for row in rows]


async def agenda_of(plan: PlanFacts) -> list[AgendaFacts]:
    """The steps, each beginning when the one before it ends."""
    rows = (
        await AgendaItem.select().where(AgendaItem.session == plan.id).order_by(AgendaItem.position)
    )
    listed: list[AgendaFacts] = []
    clock = plan.starts_at
    for row in rows:
        ends = clock + timedelta(minutes=row["minutes"])
        listed.append(
            AgendaFacts(
                id=row["id"],
                title=row["title"],
                speaker=row["speaker"],
                minutes=row["minutes"],
                starts_at=clock,
                ends_at=ends,
            )
        )
        clock = ends
    return listed


async def guide_of(session: UUID) -> list[GuideFacts]:
    """The questions in hourglass order."""
    rows = (
        await GuideQuestion.select()
        .where(GuideQuestion.session == session)
        .order_by(GuideQuestion.position)
    )
    return [GuideFacts(id=r["id"], part=GuidePart(r["part"]), text=r["text"]) for r in rows]


async def team_of(session: UUID) -> list[MemberFacts]:
    """The team by duty."""
    rows = await TeamMember.select(TeamMember.duty, TeamMember.name, _ACCOUNT.email).where(
        TeamMember.session == session
    )
    order = list(Duty)
    members = [
        MemberFacts(duty=Duty(r["duty"]), name=r["name"], email=r["account.email"] or "")
        for r in rows
    ]
    return sorted(members, key=lambda member: (order.index(member.duty), member.name))


async def checklist_of(session: UUID) -> list[CheckFacts]:
    """What is to be done, step by step."""
    rows = await ChecklistItem.select(*ChecklistItem.all_columns(), _DONE_BY.name).where(
        ChecklistItem.session == session
    )
    order = list(SessionStep)
    rows.sort(key=lambda row: (order.index(SessionStep(row["step"])), row["position"]))
    return [
        CheckFacts(
            id=row["id"],
            step=SessionStep(row["step"]),
            text=row["text"],
            note=row["note"],
            done_at=row["done_at"],
            done_by=row["done_by.name"] or "",
        )
        for row in rows
    ]


def plan_facts(row: dict[str, Any]) -> PlanFacts:
    """A session's row as a plan."""
    facts = {name: row[name] for name in PlanFacts.__slots__}
    facts["kind"] = SessionKind(row["kind"])
    facts["admission"] = SessionAdmission(row["admission"])
    facts["attribution"] = Attribution(row["attribution"])
    return PlanFacts(**facts)
