"""Everything a session's documents are made of, read as of one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.queries.dots import DotRoundFacts, rounds_of
from consultations.queries.drafts import newest_version
from consultations.queries.follow_ups import FollowUpFacts, follow_ups_of_session
from consultations.queries.remarks import Said, remarks_of
from consultations.queries.room import QuestionFacts, public_questions
from consultations.queries.session_records import (
    RecordFacts,
    SessionFileFacts,
    SignatoryFacts,
    record_of,
    session_files,
    signatories_of,
)
from consultations.queries.statements import StatementFacts, statements_of
from consultations.tables import (
    AgendaItem,
    ChecklistItem,
    Participant,
    Session,
    SessionUnit,
    TeamMember,
    Unit,
)
from consultations.transactions import reading
from consultations.vocabulary import (
    Attendance,
    Attribution,
    Duty,
    Element,
    RegistrationState,
    SessionKind,
    SessionStep,
    StatementState,
    UnitKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Somebody who was there."""

    name: str
    element: Element
    organisation: str
    job: str
    sex: str
    attendance: Attendance
    attended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A session with all that its documents say. ``open_steps`` are undone checklist items.

    ``questions`` of the room are those that nobody hid; ``rounds`` and ``statements`` are closed.
    """

    id: UUID
    kind: SessionKind
    title: str
    theme: str
    place: str
    link: str
    moderator: str
    starts_at: datetime
    ends_at: datetime | None
    closed_at: datetime | None
    cancelled_at: datetime | None
    legal_basis: str
    letterhead: str
    attribution: Attribution
    consultation: str
    organiser: str
    zone: str
    team: tuple[tuple[Duty, str], ...]
    agenda: tuple[str, ...]
    units: tuple[str, ...]
    present: tuple[Attendee, ...]
    expected: int
    notes: tuple[Said, ...]
    questions: tuple[QuestionFacts, ...]
    rounds: tuple[DotRoundFacts, ...]
    statements: tuple[StatementFacts, ...]
    open_steps: tuple[str, ...]
    record: RecordFacts
    signatories: tuple[SignatoryFacts, ...]
    files: tuple[SessionFileFacts, ...]
    follow_ups: tuple[FollowUpFacts, ...]

    @property
    def agreements(self) -> tuple[Said, ...]:
        """Statements on which the room's agreement was taken."""
        return tuple(note for note in self.notes if note.agreement is not None)

    @property
    def dissenting(self) -> tuple[Said, ...]:
        """Notes beside which somebody saw it differently."""
        return tuple(note for note in self.notes if note.dissent)

    @property
    def unconfirmed(self) -> int:
        """How many notes their speakers have not heard yet."""
        return sum(not note.is_verified for note in self.notes)

    def by_element(self) -> dict[Element, int]:
        """How many of each element were there; elements that were not are missing."""
        return {
            element: count
            for element in Element
            if (count := sum(person.element is element for person in self.present))
        }


async def dossier_of(consultation: UUID, session: UUID) -> Dossier | None:
    """The session's dossier, or ``None`` when it is not one of this consultation."""
    async with reading():
        row = (
            await Session.select(
                *Session.all_columns(),
                Session.consultation.title,
                Session.consultation.organiser,
                Session.consultation.zone,
            )
            .where((Session.id == session) & (Session.consultation == consultation))
            .first()
        )
        if row is None:
            return None
        people = await _people(session)
        attribution = Attribution(row["attribution"])
        return Dossier(
            id=session,
            kind=SessionKind(row["kind"]),
            attribution=attribution,
            consultation=row["consultation.title"],
            organiser=row["consultation.organiser"],
            zone=row["consultation.zone"],
            team=await _team(session),
            agenda=await _agenda(session),
            units=await _units(consultation, session),
            present=tuple(sorted(_present(people), key=lambda person: person.name.casefold())),
            expected=len(people),
            notes=await remarks_of(session),
            questions=tuple(await public_questions(session, attribution)),
            rounds=tuple(one for one in reversed(await rounds_of(session)) if one.closed_at),
            statements=tuple(
                one
                for one in await statements_of(consultation, session)
                if one.state is StatementState.CLOSED
            ),
            open_steps=await _open_steps(session),
            record=await record_of(session),
            signatories=tuple(await signatories_of(session)),
            files=tuple(await session_files(session)),
            follow_ups=tuple(await follow_ups_of_session(session)),
            **{name: row[name] for name in _PLAIN},
        )


_PLAIN = (
    *("title", "theme", "place", "link", "moderator", "starts_at", "ends_at", "closed_at"),
    "cancelled_at",
    *("legal_basis", "letterhead"),
)


async def _people(session: UUID) -> list[dict[str, Any]]:
    return await Participant.select().where(
        (Participant.session == session) & (Participant.state != RegistrationState.CANCELLED.value)
    )


def _present(people: Sequence[dict[str, Any]]) -> list[Attendee]:
    return [
        Attendee(
            name=row["name"],
            element=Element(row["element"]),
            organisation=row["organisation"],
            job=row["job"],
            sex=row["sex"],
            attendance=Attendance(row["attendance"]),
            attended_at=row["attended_at"],
        )
        for row in people
        if row["attended_at"] is not None
    ]


async def _team(session: UUID) -> tuple[tuple[Duty, str], ...]:
    rows = await TeamMember.select().where(TeamMember.session == session)
    order = list(Duty)
    found = [(Duty(row["duty"]), row["name"]) for row in rows]
    return tuple(sorted(found, key=lambda one: (order.index(one[0]), one[1])))


async def _agenda(session: UUID) -> tuple[str, ...]:
    rows = (
        await AgendaItem.select().where(AgendaItem.session == session).order_by(AgendaItem.position)
    )
    return tuple(
        f"{row['title']} ({row['speaker']})" if row["speaker"] else row["title"] for row in rows
    )


async def _units(consultation: UUID, session: UUID) -> tuple[str, ...]:
    newest = await newest_version(consultation)
    if newest is None:
        return ()
    about = SessionUnit.select(SessionUnit.identity).where(SessionUnit.session == session)
    rows = (
        await Unit.select(Unit.kind, Unit.number, Unit.heading)
        .where((Unit.version == newest) & Unit.identity.is_in(about))
        .order_by(Unit.position)
    )
    return tuple(
        f"{UnitKind(row['kind']).label} {row['number']} {row['heading']}".strip() for row in rows
    )


async def _open_steps(session: UUID) -> tuple[str, ...]:
    rows = (
        await ChecklistItem.select(ChecklistItem.text)
        .where(
            (ChecklistItem.session == session)
            & ChecklistItem.done_at.is_null()
            & (ChecklistItem.step != SessionStep.AFTER.value)
        )
        .order_by(ChecklistItem.step, ChecklistItem.position)
    )
    return tuple(row["text"] for row in rows)
