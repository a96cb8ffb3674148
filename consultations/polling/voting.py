"""Vote on a statement, anywhere or in a session's room: once a person, the last vote counts."""

from uuid import UUID

from consultations.clock import now
from consultations.commenting import require_open
from consultations.errors import NotFound, Refusal
from consultations.room import count_vote, require_room
from consultations.supporting import Supporter
from consultations.tables import PollStatement, StatementVote
from consultations.transactions import transaction
from consultations.vocabulary import N_, StatementState, Vote


class StatementClosed(Refusal):
    """The drafting team closed this statement to votes."""

    message = N_("Pernyataan ini sudah ditutup. Suara yang sudah diberikan tetap dihitung.")


async def vote_on(
    *,
    consultation: UUID,
    statement: UUID,
    vote: Vote,
    voter: Supporter,
    room: UUID | None = None,
) -> None:
    """Note what a person says of a statement; in the ``room`` of a session, of one asked there.

    A room's votes count like all others, but its being open decides instead of the window. Raises
    ``NotFound``, ``StatementClosed`` and what ``require_open`` or ``require_room`` raises.
    """
    async with transaction():
        if room is not None:
            # The session's row before the statement's, as whoever closes a statement takes them.
            await count_vote(room)
            await require_room(room)
        await _hold_open(consultation, statement, room)
        if room is None:
            await require_open(consultation, voter.account)
        # One statement decides between two votes of one person that arrive together.
        await StatementVote.insert(
            StatementVote(
                consultation=consultation,
                statement=statement,
                voter_hash=voter.hash,
                vote=vote.score,
                at=now(),
            )
        ).on_conflict(
            target=(StatementVote.statement, StatementVote.voter_hash),
            action="DO UPDATE",
            values=[StatementVote.vote, StatementVote.at],
        )


async def _hold_open(consultation: UUID, statement: UUID, room: UUID | None) -> None:
    where = (PollStatement.id == statement) & (PollStatement.consultation == consultation)
    if room is not None:
        where &= PollStatement.session == room
    # The update takes the row: nobody votes on a statement while it is being closed.
    rows = (
        await PollStatement.update({PollStatement.number: PollStatement.number + 0})
        .where(where)
        .returning(PollStatement.state)
    )
    state = rows[0]["state"] if rows else None
    if state == StatementState.CLOSED:
        raise StatementClosed
    if state != StatementState.OPEN:
        raise NotFound
