"""One person's entry in a session: what it holds, and how it is made and found."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.accounts import normalise_email
from consultations.clock import now
from consultations.errors import NotFound
from consultations.seating import next_position
from consultations.tables import Participant, Session
from consultations.tokens import token_hash
from consultations.vocabulary import (
    Attendance,
    Element,
    Language,
    RegistrationState,
    VulnerableGroup,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who somebody is for a session. No identity number is ever asked for.

    ``needs`` is kept only with ``needs_consented``. ``name_consented`` allows the name beside what
    the person says; ``language`` is the one that letters are in.
    """

    name: str
    element: Element
    organisation: str = ""
    job: str = ""
    sex: str = ""
    region: str | None = None
    vulnerable_group: VulnerableGroup | None = None
    email: str | None = None
    phone: str | None = None
    attendance: Attendance = Attendance.IN_PERSON
    needs: str | None = None
    needs_consented: bool = False
    name_consented: bool = False
    language: Language = Language.INDONESIAN


async def enter_person(
    session: Session, person: Person, *, state: RegistrationState, key: str, **more: Any
) -> Participant:
    """Give somebody an entry with the next number; call after ``hold_door``."""
    position = await next_position(session.id)
    row = Participant(
        session=session.id,
        position=position,
        code=f"P{position}",
        state=state.value,
        token_hash=token_hash(secrets.token_urlsafe(24)),
        idempotency_key=token_hash(f"{session.id}:{key}"),
        registered_at=None if state is RegistrationState.INVITED else now(),
        **more,
    )
    for name, value in facts_of(person, row).items():
        setattr(row, name, value)
    await Participant.insert(row)
    return row


async def earlier_entry(session: UUID, key: str) -> Participant | None:
    """Who was entered into this session with this key before."""
    return await Participant.objects().get(
        Participant.idempotency_key == token_hash(f"{session}:{key}")
    )


async def require_participant(session: UUID, participant: UUID) -> Participant:
    """The participant of this session, or ``NotFound``."""
    row = await Participant.objects().get(
        (Participant.id == participant) & (Participant.session == session)
    )
    if row is None:
        raise NotFound
    return row


def facts_of(person: Person, row: Participant) -> dict[str, Any]:
    """What is written down of somebody; consents that go on keep their dates."""
    needs = person.needs if person.needs_consented else None
    return {
        "name": person.name,
        "element": person.element.value,
        "organisation": person.organisation,
        "job": person.job,
        "sex": person.sex,
        "region": person.region,
        "vulnerable_group": person.vulnerable_group.value if person.vulnerable_group else None,
        "email": normalise_email(person.email) if person.email else None,
        "phone": person.phone,
        "attendance": person.attendance.value,
        "needs": needs,
        "needs_consent_at": since(row.needs_consent_at, given=bool(needs)),
        "name_consent_at": since(row.name_consent_at, given=person.name_consented),
        "locale": person.language.value,
    }


def since(before: datetime | None, *, given: bool) -> datetime | None:
    """Since when a consent is given; one that goes on keeps its date."""
    return (before or now()) if given else None
