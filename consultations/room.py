"""The room of a session: who may take part in it, and telling its screens of a change."""

from typing import Any
from uuid import UUID

from consultations.attending import check_in_is_open
from consultations.errors import NotFound, Refusal
from consultations.tables import Session
from consultations.transactions import tell
from consultations.vocabulary import N_


class RoomClosed(Refusal):
    """The room is open from some hours before a session until it is closed."""

    message = N_("Ruang sesi ini sedang tidak dibuka.")


async def require_room(session: UUID) -> Session:
    """The session, if its room is open. Raises ``RoomClosed`` or ``NotFound``."""
    row = await Session.objects().get(Session.id == session)
    if row is None:
        raise NotFound
    if not check_in_is_open(row, oneself=True):
        raise RoomClosed
    return row


async def mark_room(session: UUID, changes: dict[Any, Any] | None = None) -> UUID:
    """Let every screen of the room know of a change, inside its transaction; whose room it is.

    A question's or a round's row is taken before the session's, a statement's after it, so that no
    two wait for each other. Returns the session's consultation, or raises ``NotFound``.
    """
    return await _mark(session, {**(changes or {}), Session.room_change: Session.room_change + 1})


async def count_vote(session: UUID) -> None:
    """Let the board and the projector know of a vote; a hall of telephones need not read again."""
    await _mark(session, {Session.room_votes: Session.room_votes + 1})


async def _mark(session: UUID, changes: dict[Any, Any]) -> UUID:
    rows = (
        await Session.update(changes).where(Session.id == session).returning(Session.consultation)
    )
    if not rows:
        raise NotFound
    await tell(session)
    return UUID(str(rows[0]["consultation"]))
