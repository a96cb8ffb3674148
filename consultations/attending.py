"""Who is there: checked in once, whoever does it first; walk-ins are entered on the spot."""

from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.entering import (
    Person,
    earlier_entry,
    enter_person,
    require_participant,
    since,
)
from consultations.errors import CheckInClosed, NotFound, SessionCancelled
from consultations.recognising import plain_name
from consultations.revisions import touch
from consultations.seating import fill_seats, hold_door
from consultations.tables import Participant, Session
from consultations.transactions import again_after_collision, transaction
from consultations.vocabulary import Attendance, RegistrationState

# People come early, and a list is opened while the room is being set up.
OPENS_BEFORE = timedelta(hours=3)
# Nobody signs themselves in to a session that was long ago and that nobody closed.
SELF_ENDS_AFTER = timedelta(hours=12)


async def check_in(
    *,
    session: UUID,
    participant: UUID,
    attendance: Attendance | None = None,
    by: UUID | None,
    oneself: bool = False,
    at: datetime | None = None,
) -> bool:
    """Mark somebody as present; false when they were already.

    One statement decides, so that two people at the desk never make two of it. Who gave the seat
    back or only waited has one now. Raises ``CheckInClosed``, ``SessionCancelled``, ``NotFound``.
    """
    async with transaction():
        row = await hold_door(session)
        _require_check_in(row, oneself=oneself)
        present = await _mark(row, participant, attendance, by, at)
        if not present:
            await require_participant(session, participant)
    return present


async def undo_check_in(*, session: UUID, participant: UUID, by: UUID | None) -> None:
    """Take a mistaken check-in back; the number stays. A walk-in's entry is cancelled with it."""
    async with transaction():
        row = await hold_door(session)
        if row.closed_at is not None:
            raise CheckInClosed
        person = await require_participant(session, participant)
        if person.attended_at is None:
            return
        person.attended_at = None
        person.attended_by = None
        if person.walk_in:
            person.state = RegistrationState.CANCELLED.value
        await person.save()
        await audit.record(
            "participant.check_in_undone", person, by=by, consultation=row.consultation
        )
        if person.walk_in:
            await fill_seats(row)
        await touch(row.consultation)


@again_after_collision
async def walk_in(
    *,
    session: UUID,
    person: Person,
    idempotency_key: str,
    by: UUID | None,
    oneself: bool = False,
) -> Participant:
    """Check in somebody by name and element: their own entry if there is one, else a new one.

    The same key is the same person. Raises ``CheckInClosed``, ``SessionCancelled``.
    """
    async with transaction():
        row = await hold_door(session)
        _require_check_in(row, oneself=oneself)
        found = await earlier_entry(session, idempotency_key) or await _namesake(row, person)
        if found is None:
            found = await enter_person(
                row,
                person,
                state=RegistrationState.REGISTERED,
                key=idempotency_key,
                consent_at=now(),
                walk_in=True,
            )
        elif person.name_consented:
            found.name_consent_at = since(found.name_consent_at, given=True)
            await found.save([Participant.name_consent_at])
        await _mark(row, found.id, person.attendance, by)
    return found


def check_in_opens(starts_at: datetime) -> datetime:
    """From when on attendance is taken."""
    return starts_at - OPENS_BEFORE


class Held(Protocol):
    """What is to be known of a session to say whether attendance is taken."""

    @property
    def starts_at(self) -> Any: ...
    @property
    def ends_at(self) -> Any: ...
    @property
    def closed_at(self) -> Any: ...
    @property
    def cancelled_at(self) -> Any: ...


def check_in_is_open(session: Held, *, oneself: bool = False) -> bool:
    """Whether attendance is taken now; by everybody for ``oneself``, or by the team."""
    moment = now()
    if session.closed_at or session.cancelled_at or moment < check_in_opens(session.starts_at):
        return False
    ends = session.ends_at or session.starts_at
    return not oneself or bool(moment < ends + SELF_ENDS_AFTER)


async def _mark(
    session: Session,
    participant: UUID,
    attendance: Attendance | None,
    by: UUID | None,
    at: datetime | None = None,
) -> bool:
    values = {
        Participant.attended_at: at or now(),
        Participant.attended_by: by,
        Participant.state: RegistrationState.REGISTERED.value,
    }
    if attendance is not None:
        values[Participant.attendance] = attendance.value
    rows = (
        await Participant.update(values)  # type: ignore[arg-type]
        .where(
            (Participant.id == participant)
            & (Participant.session == session.id)
            & Participant.attended_at.is_null()
        )
        .returning(Participant.id)
    )
    if rows:
        await audit.record(
            "participant.checked_in",
            Participant(id=participant, session=session.id),
            by=by,
            consultation=session.consultation,
        )
        await touch(session.consultation)
    return bool(rows)


async def _namesake(session: Session, person: Person) -> Participant | None:
    rows = await Participant.select(Participant.id, Participant.name).where(
        (Participant.session == session.id)
        & (Participant.element == person.element.value)
        & Participant.attended_at.is_null()
    )
    wanted = plain_name(person.name)
    same = [row["id"] for row in rows if plain_name(row["name"]) == wanted]
    # Of two of the same name nobody knows which one it is.
    if len(same) != 1:
        return None
    return await require_participant(session.id, same[0])


def _require_check_in(session: Session, *, oneself: bool) -> None:
    if session.cancelled_at is not None:
        raise SessionCancelled
    if not check_in_is_open(session, oneself=oneself):
        raise CheckInClosed


async def session_with_code(code: str) -> Session:
    """The session that a code opens, however it was typed; ``NotFound`` for any other."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())[:12]
    found = await Session.objects().get(Session.code == plain) if plain else None
    if found is None:
        raise NotFound
    return found
