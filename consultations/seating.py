"""Who has a seat in a session and who waits: decided one after the other, on both engines."""

from uuid import UUID

from consultations.clock import now
from consultations.errors import NotFound
from consultations.mailing import LetterKind
from consultations.tables import Participant, Session
from consultations.telling_participants import tell
from consultations.vocabulary import RegistrationState


async def hold_door(session: UUID) -> Session:
    """Let nobody else in or out of the session until the transaction ends.

    The update takes the row's lock, so that a count of seats made after it holds.
    """
    rows = (
        await Session.update({Session.last_participant: Session.last_participant + 0})
        .where(Session.id == session)
        .returning(*Session.all_columns())
    )
    if not rows:
        raise NotFound
    return Session(**rows[0])


async def next_position(session: UUID) -> int:
    """The next participant's number; numbers are given once."""
    rows = (
        await Session.update({Session.last_participant: Session.last_participant + 1})
        .where(Session.id == session)
        .returning(Session.last_participant)
    )
    if not rows:
        raise NotFound
    return int(rows[0]["last_participant"])


async def seats_left(session: Session) -> int | None:
    """How many more may register, never below none; ``None`` where as many as want to.

    Call after ``hold_door`` where the answer decides something.
    """
    if session.capacity is None:
        return None
    taken: int = await Participant.count().where(
        (Participant.session == session.id)
        & (Participant.state == RegistrationState.REGISTERED.value)
    )
    return max(0, session.capacity - taken)


async def fill_seats(session: Session) -> int:
    """Give free seats to those who wait, first come first served, and tell them."""
    left = await seats_left(session)
    if left == 0:
        return 0
    query = (
        Participant.select(Participant.id)
        .where(
            (Participant.session == session.id)
            & (Participant.state == RegistrationState.WAITING.value)
        )
        .order_by(Participant.registered_at)
        .order_by(Participant.position)
    )
    waiting = await (query if left is None else query.limit(left))
    for row in waiting:
        await Participant.update(
            {
                Participant.state: RegistrationState.REGISTERED.value,
                Participant.registered_at: now(),
            }
        ).where(Participant.id == row["id"])
        await tell(LetterKind.SEAT_FREE, row["id"])
    return len(waiting)
