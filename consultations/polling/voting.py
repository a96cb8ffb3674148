"""Vote on a statement: once a person, the last vote counts."""

from uuid import UUID

from consultations.clock import now
from consultations.commenting import require_open
from consultations.errors import NotFound, Refusal
from consultations.supporting import Supporter
from consultations.tables import PollStatement, StatementVote
from consultations.transactions import transaction
from consultations.vocabulary import N_, StatementState, Vote


class StatementClosed(Refusal):
    """The drafting team closed this statement to votes."""

    message = N_("Pernyataan ini sudah ditutup. Suara yang sudah diberikan tetap dihitung.")


async def vote_on(*, consultation: UUID, statement: UUID, vote: Vote, voter: Supporter) -> None:
    """Note what a person says of a statement.

    Raises ``NotFound``, ``StatementClosed`` and what ``require_open`` raises.
    """
    async with transaction():
        row = (
            await PollStatement.select(PollStatement.state)
            .where((PollStatement.id == statement) & (PollStatement.consultation == consultation))
            .first()
        )
        if row is None or row["state"] not in (StatementState.OPEN, StatementState.CLOSED):
            raise NotFound
        if row["state"] == StatementState.CLOSED:
            raise StatementClosed
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
