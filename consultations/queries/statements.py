"""Statements and votes as pages need them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from consultations.queries.listed import is_readable
from consultations.tables import Input, PollStatement, PollTerms, StatementVote, ThemeMember
from consultations.vocabulary import StatementOrigin, StatementState, Vote

MOST_OFFERED = 50

# One person's votes by statement.
Ballot = dict[UUID, int]
_said: Any = ThemeMember.input


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFacts:
    """A statement with how often each vote was given."""

    id: UUID
    number: int
    text: str
    origin: StatementOrigin
    state: StatementState
    session: UUID | None
    agree: int = 0
    disagree: int = 0
    passed: int = 0

    @property
    def votes(self) -> int:
        return self.agree + self.disagree + self.passed


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A statement as one voter meets it; ``vote`` is what they said before."""

    id: UUID
    number: int
    text: str
    is_open: bool
    vote: Vote | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsFacts:
    """How statements are voted on here."""

    participants_propose: bool = False
    groups_shown_at: datetime | None = None


async def statements_of(consultation: UUID, session: UUID | None = None) -> list[StatementFacts]:
    """All statements, or a session's, in the order of asking, with their votes."""
    where: Any = PollStatement.consultation == consultation
    if session is not None:
        where = where & (PollStatement.session == session)
    rows = await PollStatement.select().where(where).order_by(PollStatement.position)
    voted: Any = StatementVote.consultation == consultation
    if session is not None:
        voted = voted & StatementVote.statement.is_in([row["id"] for row in rows] or [None])
    counted = (
        await StatementVote.select(
            StatementVote.statement, StatementVote.vote, Count(alias="count")
        )
        .where(voted)
        .group_by(StatementVote.statement, StatementVote.vote)
    )
    counts = {(row["statement"], row["vote"]): row["count"] for row in counted}
    return [
        StatementFacts(
            id=row["id"],
            number=row["number"],
            text=row["text"],
            origin=StatementOrigin(row["origin"]),
            state=StatementState(row["state"]),
            session=row["session"],
            agree=counts.get((row["id"], 1), 0),
            disagree=counts.get((row["id"], -1), 0),
            passed=counts.get((row["id"], 0), 0),
        )
        for row in rows
    ]


async def asked_of(
    consultation: UUID, voter_hash: str | None, session: UUID | None = None
) -> list[Asked]:
    """What the public is asked, in order, with what this voter said."""
    where = (PollStatement.consultation == consultation) & PollStatement.state.is_in(
        [StatementState.OPEN.value, StatementState.CLOSED.value]
    )
    if session is not None:
        where &= PollStatement.session == session
    rows = (
        await PollStatement.select(
            PollStatement.id, PollStatement.number, PollStatement.text, PollStatement.state
        )
        .where(where)
        .order_by(PollStatement.position)
    )
    votes = await votes_by(consultation, voter_hash)
    return [
        Asked(
            id=row["id"],
            number=row["number"],
            text=row["text"],
            is_open=row["state"] == StatementState.OPEN.value,
            vote=votes.get(row["id"]),
        )
        for row in rows
    ]


async def voters_of(session: UUID) -> int:
    """How many people have said something of the statements of a session."""
    rows = await StatementVote.raw(
        "SELECT COUNT(DISTINCT voter_hash) AS voters FROM statement_vote WHERE statement IN"
        " (SELECT id FROM statement WHERE session = {})",
        session,
    )
    return int(rows[0]["voters"])


async def open_elsewhere(consultation: UUID) -> list[tuple[UUID, str]]:
    """Id and words of the open statements that are asked in no session's room."""
    rows = (
        await PollStatement.select(PollStatement.id, PollStatement.text)
        .where(
            (PollStatement.consultation == consultation)
            & (PollStatement.state == StatementState.OPEN.value)
            & PollStatement.session.is_null()
        )
        .order_by(PollStatement.position)
    )
    return [(row["id"], row["text"]) for row in rows]


async def votes_by(consultation: UUID, voter_hash: str | None) -> dict[UUID, Vote]:
    """What one voter said, by statement."""
    if not voter_hash:
        return {}
    rows = await StatementVote.select(StatementVote.statement, StatementVote.vote).where(
        (StatementVote.consultation == consultation) & (StatementVote.voter_hash == voter_hash)
    )
    return {row["statement"]: Vote.of(row["vote"]) for row in rows}


async def has_statements(consultation: UUID, session: UUID | None = None) -> bool:
    """Whether there is anything to vote on."""
    where = (PollStatement.consultation == consultation) & (
        PollStatement.state == StatementState.OPEN.value
    )
    if session is not None:
        where &= PollStatement.session == session
    return await PollStatement.exists().where(where)


async def terms_of(consultation: UUID) -> TermsFacts:
    """How statements are voted on in this consultation."""
    row = await PollTerms.select().where(PollTerms.consultation == consultation).first()
    if row is None:
        return TermsFacts()
    return TermsFacts(
        participants_propose=row["participants_propose"], groups_shown_at=row["groups_shown_at"]
    )


async def inputs_to_state(theme: UUID) -> list[tuple[UUID, str, str]]:
    """Id, registration number and words of a theme's public inputs, the nearest first."""
    rows = (
        await Input.select(Input.id, Input.registration, Input.text)
        .where(
            Input.id.is_in(ThemeMember.select(_said).where(ThemeMember.theme == theme))
            & is_readable()
        )
        .order_by(Input.received_at)
        .limit(MOST_OFFERED)
    )
    return [(row["id"], row["registration"], row["text"]) for row in rows]


async def ballots_of(consultation: UUID) -> list[Ballot]:
    """Everyone's votes, without who they are, in an order that does not tell who came when."""
    rows = (
        await StatementVote.select(
            StatementVote.voter_hash, StatementVote.statement, StatementVote.vote
        )
        .where(StatementVote.consultation == consultation)
        .order_by(StatementVote.voter_hash)
    )
    found: dict[str, Ballot] = {}
    for row in rows:
        found.setdefault(row["voter_hash"], {})[row["statement"]] = row["vote"]
    return list(found.values())
