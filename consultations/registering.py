"""Who comes to a session: register, be put on the waiting list, give the seat back."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.entering import (
    Person,
    earlier_entry,
    enter_person,
    facts_of,
    require_participant,
    since,
)
from consultations.errors import (
    NotFound,
    RegistrationClosed,
    SessionCancelled,
    SessionClosed,
)
from consultations.mailing import LetterKind
from consultations.recognising import recognise
from consultations.revisions import touch
from consultations.seating import fill_seats, hold_door, seats_left
from consultations.tables import Participant, Session
from consultations.telling_participants import forget_letters, tell, was_told_of_registration
from consultations.tokens import new_token, token_hash
from consultations.transactions import again_after_collision, transaction
from consultations.vocabulary import (
    Attendance,
    Attribution,
    RegistrationState,
    SessionAdmission,
)


@dataclass(frozen=True, slots=True)
class Registration:
    """Whose entry it is, and whether the one who asked may be led straight to it.

    They may not where the private link goes by mail, so that nobody learns who has registered by
    trying addresses and names.
    """

    participant: UUID
    may_open: bool


@again_after_collision
async def register(
    *,
    session: UUID,
    person: Person,
    idempotency_key: str,
    by: UUID | None = None,
) -> Registration:
    """Register somebody who asks for it themselves, or put them on the waiting list.

    The same key is the same registration. Whoever is entered already has one seat, as they had,
    and is sent their private link again. Raises ``RegistrationClosed``, ``SessionCancelled``.
    """
    async with transaction():
        if earlier := await earlier_entry(session, idempotency_key):
            return Registration(earlier.id, not await was_told_of_registration(earlier.id))
        row = await hold_door(session)
        _require_open(row)
        if known := await recognise(
            session,
            name=person.name,
            element=person.element,
            organisation=person.organisation,
            email=person.email,
        ):
            await _come_again(row, known, idempotency_key)
            return Registration(known, may_open=False)
        left = await seats_left(row)
        participant = await enter_person(
            row,
            person,
            state=RegistrationState.WAITING if left == 0 else RegistrationState.REGISTERED,
            key=idempotency_key,
            consent_at=now(),
            account=by,
        )
        mailed = await tell(LetterKind.REGISTRATION, participant.id)
        await audit.record(
            "participant.registered", participant, by=by, consultation=row.consultation
        )
    return Registration(participant.id, not mailed)


async def change_participant(
    *, session: UUID, participant: UUID, person: Person, by: UUID | None
) -> None:
    """Write down anew who somebody is."""
    async with transaction():
        # Behind the same door as who forgets them, checks them in or changes their own seat.
        door = await hold_door(session)
        row = await require_participant(session, participant)
        facts: dict[Any, Any] = facts_of(person, row)
        await Participant.update(facts).where(Participant.id == participant)
        await audit.record("participant.changed", row, by=by, consultation=door.consultation)


async def accept(*, participant: UUID) -> RegistrationState:
    """Take the invitation, or come back after giving the seat up; full means waiting.

    Raises ``SessionClosed``, ``SessionCancelled`` or ``NotFound``.
    """
    async with transaction():
        person, session = await _held(participant)
        require_ahead(session)
        return await _take_seat(session, person)


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
    *,
    participant: UUID,
    needs: str,
    consented: bool,
    attendance: Attendance,
    name_consented: bool = False,
) -> None:
    """Say how one takes part, what one needs for it, and whether one may be named.

    Without consent no need is kept; a consent that is taken back holds for the future.
    """
    async with transaction():
        person, session = await _held(participant)
        person.attendance = attendance.value
        person.needs = needs if needs and consented else None
        person.needs_consent_at = now() if person.needs else None
        person.name_consent_at = since(person.name_consent_at, given=name_consented)
        await person.save(
            [
                Participant.attendance,
                Participant.needs,
                Participant.needs_consent_at,
                Participant.name_consent_at,
            ]
        )
        if session.attribution == Attribution.OPEN.value:
            await touch(session.consultation)


async def forget(*, session: UUID, participant: UUID, by: UUID | None) -> None:
    """Delete a person's data at their request. Element, region and presence stay as counts."""
    async with transaction():
        door = await hold_door(session)
        row = await require_participant(session, participant)
        said = ("email", "phone", "needs", "needs_consent_at", "name_consent_at")
        await Participant.update(
            {
                **dict.fromkeys(("name", "organisation", "job", "sex"), ""),
                **dict.fromkeys((*said, "account", "locale")),
                "token_hash": token_hash(new_token()),
            }
        ).where(Participant.id == participant)
        await forget_letters(participant)
        await audit.record("participant.forgotten", row, by=by, consultation=door.consultation)


async def _take_seat(session: Session, person: Participant) -> RegistrationState:
    state = RegistrationState(person.state)
    if state in (RegistrationState.INVITED, RegistrationState.CANCELLED):
        full = await seats_left(session) == 0
        state = RegistrationState.WAITING if full else RegistrationState.REGISTERED
        person.state = state.value
        person.registered_at = now()
        person.consent_at = now()
        await person.save([Participant.state, Participant.registered_at, Participant.consent_at])
        await audit.record(
            "participant.accepted", person, by=None, consultation=session.consultation
        )
    return state


async def _come_again(session: Session, participant: UUID, key: str) -> None:
    await _take_seat(session, await require_participant(session.id, participant))
    # What was written anew is not taken over: it may come from a stranger.
    await tell(LetterKind.REGISTRATION, participant, key=token_hash(key))


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
    if (
        session.admission != SessionAdmission.OPEN.value
        or (session.ends_at or session.starts_at) < now()
    ):
        raise RegistrationClosed


def require_ahead(session: Session) -> None:
    """Raise ``SessionCancelled`` or ``SessionClosed`` where nobody can be added any more."""
    if session.cancelled_at is not None:
        raise SessionCancelled
    if session.closed_at is not None:
        raise SessionClosed
