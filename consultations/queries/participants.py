"""The people of a session, for its team only; and each one's own entry, for themselves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from consultations.queries.narrowing import holds
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.tables import BreakoutGroup, Participant
from consultations.vocabulary import Attendance, Element, RegistrationState, VulnerableGroup

_GROUP: Any = Participant.group


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantFacts:
    """One person of one session; an empty name is that of somebody whose data were deleted."""

    id: UUID
    session: UUID
    position: int
    code: str
    name: str
    element: Element
    organisation: str
    job: str
    sex: str
    region: str | None
    vulnerable_group: VulnerableGroup | None
    email: str | None
    phone: str | None
    locale: str | None
    needs: str | None
    name_consent_at: datetime | None
    state: RegistrationState
    attendance: Attendance
    walk_in: bool
    invited_at: datetime | None
    registered_at: datetime | None
    attended_at: datetime | None
    group: UUID | None
    group_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantFilter:
    """What the list is narrowed to; empty values narrow nothing."""

    words: str = ""
    state: str = ""
    element: str = ""
    present: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """How many are in which state, and how many came."""

    states: dict[RegistrationState, int]
    present: int
    online: int
    walk_ins: int

    @property
    def registered(self) -> int:
        return self.states[RegistrationState.REGISTERED]

    @property
    def concerned(self) -> int:
        """How many need to know of a change: everybody but those who gave their seat back."""
        return sum(self.states.values()) - self.states[RegistrationState.CANCELLED]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFacts:
    """A breakout group."""

    id: UUID
    name: str


async def participants_of(
    session: UUID, only: ParticipantFilter, page: int = 1, size: int = PAGE_SIZE
) -> Page[ParticipantFacts]:
    """The session's people by number."""
    where = _narrowed(session, only)
    rows = (
        await _select()
        .where(where)
        .order_by(Participant.position)
        .limit(size)
        .offset(offset_of(page, size))
    )
    total = await Participant.count().where(where)
    return Page([_facts(row) for row in rows], max(1, page), total, size)


async def everybody_of(session: UUID, *, present: bool = False) -> list[ParticipantFacts]:
    """Everybody who has a seat, or who is there, by number."""
    where: Any = (Participant.session == session) & (
        Participant.state == RegistrationState.REGISTERED.value
    )
    if present:
        where = where & Participant.attended_at.is_not_null()
    rows = await _select().where(where).order_by(Participant.position)
    return [_facts(row) for row in rows]


async def invitable_of(session: UUID) -> list[UUID]:
    """Who has an address and was not invited yet."""
    rows = await Participant.select(Participant.id).where(
        (Participant.session == session)
        & Participant.email.is_not_null()
        & Participant.invited_at.is_null()
        & (Participant.state == RegistrationState.INVITED.value)
    )
    return [row["id"] for row in rows]


async def find_participant(session: UUID, participant: UUID) -> ParticipantFacts | None:
    """One person of this session, or ``None``."""
    row = (
        await _select()
        .where((Participant.id == participant) & (Participant.session == session))
        .first()
    )
    return _facts(row) if row else None


async def find_person(participant: UUID) -> ParticipantFacts | None:
    """Whoever holds the private link; ``None`` once their data were deleted."""
    row = await _select().where((Participant.id == participant) & (Participant.name != "")).first()
    return _facts(row) if row else None


async def headcount(session: UUID) -> Headcount:
    """The counts of a session, with one statement."""
    rows = (
        await Participant.select(
            Participant.state,
            Participant.attendance,
            Participant.walk_in,
            Count(alias="people"),
            Count(Participant.attended_at, alias="present"),
        )
        .where(Participant.session == session)
        .group_by(Participant.state, Participant.attendance, Participant.walk_in)
    )
    states = dict.fromkeys(RegistrationState, 0)
    for row in rows:
        states[RegistrationState(row["state"])] += row["people"]
    return Headcount(
        states=states,
        present=sum(row["present"] for row in rows),
        online=sum(r["present"] for r in rows if r["attendance"] == Attendance.ONLINE.value),
        walk_ins=sum(row["present"] for row in rows if row["walk_in"]),
    )


async def groups_of(session: UUID) -> list[GroupFacts]:
    """The breakout groups in their order."""
    rows = (
        await BreakoutGroup.select()
        .where(BreakoutGroup.session == session)
        .order_by(BreakoutGroup.position)
    )
    return [GroupFacts(id=row["id"], name=row["name"]) for row in rows]


def _select() -> Any:
    return Participant.select(*Participant.all_columns(), _GROUP.name)


def _narrowed(session: UUID, only: ParticipantFilter) -> Any:
    where: Any = Participant.session == session
    if only.words:
        where = where & (
            holds(only.words, Participant.name, Participant.organisation)
            | (Participant.code == only.words.upper())
        )
    if only.state:
        where = where & (Participant.state == only.state)
    if only.element:
        where = where & (Participant.element == only.element)
    if only.present == "ya":
        where = where & Participant.attended_at.is_not_null()
    if only.present == "belum":
        where = where & Participant.attended_at.is_null()
    return where


def _facts(row: dict[str, Any]) -> ParticipantFacts:
    facts = {name: row[name] for name in ParticipantFacts.__slots__ if name != "group_name"}
    group = row["vulnerable_group"]
    facts |= {
        "element": Element(row["element"]),
        "vulnerable_group": VulnerableGroup(group) if group else None,
        "state": RegistrationState(row["state"]),
        "attendance": Attendance(row["attendance"]),
    }
    return ParticipantFacts(group_name=row["group.name"] or "", **facts)
