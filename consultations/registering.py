"""Who comes to a session: register, be put on the waiting list, give the seat back."""

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import (
    NotFound,
    RegistrationClosed,
    SessionCancelled,
    SessionClosed,
)
from consultations.mailing import LetterKind
from consultations.seating import fill_seats, hold_door, next_position, seats_left
from consultations.tables import Participant, Session
from consultations.telling_participants import forget_letters, tell
from consultations.tokens import new_token, token_hash
from consultations.transactions import again_after_collision, transaction
from consultations.vocabulary import (
    Admission,
    Attendance,
    Element,
    RegistrationState,
    VulnerableGroup,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who somebody is for a session. No identity number is ever asked for.

    ``needs`` is kept only with ``needs_consented``.
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


@again_after_collision
async def register(
    *,
    session: UUID,
    person: Person,
    idempotency_key: str,
    locale: str,
    by: UUID | None = None,
) -> Participant:
    """Register somebody who asks for it themselves, or put them on the waiting list.

    The same key is the same registration. Raises ``RegistrationClosed``, ``SessionCancelled``.
    """
    async with transaction():
        if earlier := await earlier_entry(session, idempotency_key):
            return earlier
        row = await hold_door(session)
        _require_open(row)
        left = await seats_left(row)
        participant = await enter_person(
            row,
            person,
            state=RegistrationState.WAITING if left == 0 else RegistrationState.REGISTERED,
            key=idempotency_key,
            locale=locale,
            consent_at=now(),
            account=by,
        )
        await tell(LetterKind.REGISTRATION, participant.id)
        await audit.record(
            "participant.registered", participant, by=by, consultation=row.consultation
        )
    return participant


async def change_participant(
    *, session: UUID, participant: UUID, person: Person, by: UUID | None
) -> None:
    """Write down anew who somebody is."""
    async with transaction():
        row = await require_participant(session, participant)
        for name, value in _facts(person, row).items():
            setattr(row, name, value)
        await row.save()
        await audit.record("participant.changed", row, by=by, consultation=await _place(session))


async def accept(*, participant: UUID) -> RegistrationState:
    """Take the invitation, or come back after giving the seat up; full means waiting.

    Raises ``SessionClosed``, ``SessionCancelled`` or ``NotFound``.
    """
    async with transaction():
        person, session = await _held(participant)
        require_ahead(session)
        state = RegistrationState(person.state)
        if state in (RegistrationState.INVITED, RegistrationState.CANCELLED):
            full = await seats_left(session) == 0
            state = RegistrationState.WAITING if full else RegistrationState.REGISTERED
            person.state = state.value
            person.registered_at = now()
            person.consent_at = now()
            await person.save(
                [Participant.state, Participant.registered_at, Participant.consent_at]
            )
            await audit.record(
                "participant.accepted", person, by=None, consultation=session.consultation
            )
    return state


async def cancel(*, participant: UUID, by: UUID | None = None) -> None:
    """Give the seat back; whoever waits longest gets it and is told. Doing so twice is fine."""
    async with transaction():
        person, session = await _held(participant)
        if session.closed_at is not None:
            raise SessionClosed
        if person.state == RegistrationState.CANCELLED.value:
            return
        person.state = RegistrationState.CANCELLED.value
        await person.save([Participant.state])
        await audit.record(
            "participant.cancelled", person, by=by, consultation=session.consultation
        )
        await fill_seats(session)


async def say_needs(
    *, participant: UUID, needs: str, consented: bool, attendance: Attendance
) -> None:
    """Say how one takes part and what one needs for it; without consent no need is kept."""
    async with transaction():
        person, _ = await _held(participant)
        person.attendance = attendance.value
        person.needs = needs if needs and consented else None
        person.needs_consent_at = now() if person.needs else None
        await person.save([Participant.attendance, Participant.needs, Participant.needs_consent_at])


async def forget(*, session: UUID, participant: UUID, by: UUID | None) -> None:
    """Delete a person's data at their request. Element, region and presence stay as counts."""
    async with transaction():
        row = await require_participant(session, participant)
        for name in ("name", "organisation", "job", "sex"):
            setattr(row, name, "")
        for name in ("email", "phone", "needs", "needs_consent_at", "account", "locale"):
            setattr(row, name, None)
        row.token_hash = token_hash(new_token())
        await row.save()
        await forget_letters(participant)
        await audit.record("participant.forgotten", row, by=by, consultation=await _place(session))


async def require_participant(session: UUID, participant: UUID) -> Participant:
    """The participant of this session, or ``NotFound``."""
    row = await Participant.objects().get(
        (Participant.id == participant) & (Participant.session == session)
    )
    if row is None:
        raise NotFound
    return row


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
    for name, value in _facts(person, row).items():
        setattr(row, name, value)
    await Participant.insert(row)
    return row


def _facts(person: Person, row: Participant) -> dict[str, Any]:
    needs = person.needs if person.needs_consented else None
    return {
        "name": person.name,
        "element": person.element.value,
        "organisation": person.organisation,
        "job": person.job,
        "sex": person.sex,
        "region": person.region,
        "vulnerable_group": person.vulnerable_group.value if person.vulnerable_group else None,
        "email": person.email,
        "phone": person.phone,
        "attendance": person.attendance.value,
        "needs": needs,
        "needs_consent_at": (row.needs_consent_at or now()) if needs else None,
    }


async def earlier_entry(session: UUID, key: str) -> Participant | None:
    """Who was entered into this session with this key before."""
    return await Participant.objects().get(
        Participant.idempotency_key == token_hash(f"{session}:{key}")
    )


async def _held(participant: UUID) -> tuple[Participant, Session]:
    named = (
        await Participant.select(Participant.session).where(Participant.id == participant).first()
    )
    if named is None:
        raise NotFound
    session = await hold_door(named["session"])
    return await require_participant(session.id, participant), session


def _require_open(session: Session) -> None:
    require_ahead(session)
    if session.admission != Admission.OPEN.value or (session.ends_at or session.starts_at) < now():
        raise RegistrationClosed


def require_ahead(session: Session) -> None:
    """Raise ``SessionCancelled`` or ``SessionClosed`` where nobody can be added any more."""
    if session.cancelled_at is not None:
        raise SessionCancelled
    if session.closed_at is not None:
        raise SessionClosed


async def _place(session: UUID) -> UUID | None:
    row = await Session.select(Session.consultation).where(Session.id == session).first()
    return row["consultation"] if row else None
