"""Whose words of a session still have to be read back, and to whom a private link belongs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.clock import now
from consultations.reading_back import open_until
from consultations.signatures import LinkPurpose, read_signed
from consultations.tables import Note, Participant
from consultations.tokens import token_hash
from consultations.vocabulary import Element


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerNotes:
    """A participant of whom something is noted; ``waiting`` counts what is not confirmed yet."""

    id: UUID
    code: str
    name: str
    element: Element
    has_address: bool
    notes: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNotes:
    """What a private link opens: a participant of a session, until when."""

    participant: UUID
    code: str
    session: UUID
    consultation: UUID
    title: str
    zone: str
    slug: str
    announced: bool
    closed_at: datetime | None

    @property
    def ends_at(self) -> datetime | None:
        return open_until(self.closed_at)

    @property
    def is_over(self) -> bool:
        return self.ends_at is not None and now() >= self.ends_at


async def speakers_of(session: UUID) -> list[SpeakerNotes]:
    """The participants who are noted, by their code's number."""
    noted = await Note.select(Note.participant, Note.verified_at).where(
        (Note.session == session) & Note.participant.is_not_null() & Note.withdrawn_at.is_null()
    )
    spoke = {row["participant"] for row in noted}
    if not spoke:
        return []
    people = (
        await Participant.select()
        .where(Participant.id.is_in(list(spoke)))
        .order_by(Participant.position)
    )
    return [
        SpeakerNotes(
            id=person["id"],
            code=person["code"],
            name=person["name"],
            element=Element(person["element"]),
            has_address=bool(person["email"]),
            notes=sum(row["participant"] == person["id"] for row in noted),
            waiting=sum(
                row["participant"] == person["id"] and row["verified_at"] is None for row in noted
            ),
        )
        for person in people
    ]


async def find_own_notes(token: str) -> OwnNotes | None:
    """What a link opens: one that we signed, or the secret of a participant's own page."""
    named = read_signed(LinkPurpose.READ_BACK, token)
    whose = Participant.id == named if named else Participant.token_hash == token_hash(token)
    session: Any = Participant.session
    consultation = session.consultation
    row = (
        await Participant.select(
            Participant.id,
            Participant.code,
            session.id,
            session.title,
            session.closed_at,
            consultation.id,
            consultation.zone,
            consultation.slug,
            consultation.announced_at,
        )
        .where(whose)
        .first()
    )
    if row is None:
        return None
    return OwnNotes(
        participant=row["id"],
        code=row["code"],
        session=row["session.id"],
        consultation=row["session.consultation.id"],
        title=row["session.title"],
        zone=row["session.consultation.zone"],
        slug=row["session.consultation.slug"],
        announced=row["session.consultation.announced_at"] is not None,
        closed_at=row["session.closed_at"],
    )
