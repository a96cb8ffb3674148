"""Looks at the votes again when enough of them have changed, and keeps what they show."""

import asyncio
import hashlib
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import numpy as np

from analysis.opinion_records import Content, Told
from analysis.opinions import Opinions, Votes, find_opinions
from analysis.tables import OpinionRecord
from consultations.clock import now
from consultations.revisions import touch
from consultations.tables import PollStatement, StatementVote
from consultations.transactions import reading, transaction
from consultations.vocabulary import StatementState

LOOK_EVERY = 15.0
# A change is waited for so long, unless many votes came at once.
PATIENCE = timedelta(minutes=10)
AT_LEAST = timedelta(seconds=60)
MANY = 0.02
MOST_PEOPLE = 50_000
MOST_POINTS = 2000
SEED = 0

_last_look = 0.0


@dataclass(frozen=True, slots=True)
class Ballots:
    """Who voted how on what, in an order that does not depend on when; a row a person."""

    statements: list[UUID]
    votes: Votes
    people: int
    cast: int
    fingerprint: str


async def refresh_opinions(*, at_once: bool = False) -> int:
    """Find the groups again wherever votes changed enough; returns in how many consultations."""
    global _last_look  # noqa: PLW0603 - one worker process, one clock
    if not at_once and time.monotonic() - _last_look < LOOK_EVERY:
        return 0
    _last_look = time.monotonic()
    stated = await PollStatement.select(PollStatement.consultation).group_by(
        PollStatement.consultation
    )
    kept = {
        row["consultation"]: row
        for row in await OpinionRecord.select(
            OpinionRecord.consultation, OpinionRecord.votes, OpinionRecord.made_at
        )
    }
    done = 0
    for row in stated:
        consultation = row["consultation"]
        if at_once or await _is_due(consultation, kept.get(consultation)):
            await keep_opinions(consultation)
            done += 1
    return done


async def _is_due(consultation: UUID, known: dict[str, Any] | None) -> bool:
    if known is None:
        return await StatementVote.exists().where(StatementVote.consultation == consultation)
    age: timedelta = now() - known["made_at"]
    if age < AT_LEAST:
        return False
    changed = await StatementVote.count().where(
        (StatementVote.consultation == consultation) & (StatementVote.at > known["made_at"])
    )
    return changed >= max(20, MANY * known["votes"]) or (changed > 0 and age >= PATIENCE)


async def keep_opinions(consultation: UUID) -> None:
    """Find a consultation's groups of opinion and keep them, if the votes are others than then."""
    # Votes that come while this reads or computes are seen the next time.
    moment = now()
    async with reading():
        ballots = await ballots_of(consultation)
        known = (
            await OpinionRecord.select(OpinionRecord.fingerprint)
            .where(OpinionRecord.consultation == consultation)
            .first()
        )
    if known and known["fingerprint"] == ballots.fingerprint:
        await OpinionRecord.update(
            {OpinionRecord.made_at: moment, OpinionRecord.votes: ballots.cast}
        ).where(OpinionRecord.consultation == consultation)
        return
    content = await asyncio.to_thread(describe, ballots)
    row = OpinionRecord(
        consultation=consultation,
        fingerprint=ballots.fingerprint,
        votes=ballots.cast,
        seed=SEED,
        content=msgspec.json.encode(content).decode(),
        made_at=moment,
    )
    async with transaction():
        await OpinionRecord.insert(row).on_conflict(
            target=OpinionRecord.consultation,
            action="DO UPDATE",
            values=[
                OpinionRecord.fingerprint,
                OpinionRecord.votes,
                OpinionRecord.seed,
                OpinionRecord.content,
                OpinionRecord.made_at,
            ],
        )
        await touch(consultation)


async def ballots_of(consultation: UUID) -> Ballots:
    """All votes on statements that are shown, those who voted most first where they are too many.

    People are ordered by their hash, so that nobody's place tells when they came.
    """
    shown = (
        await PollStatement.select(PollStatement.id)
        .where(
            (PollStatement.consultation == consultation)
            & PollStatement.state.is_in([StatementState.OPEN.value, StatementState.CLOSED.value])
        )
        .order_by(PollStatement.number)
    )
    rows = (
        await StatementVote.select(
            StatementVote.voter_hash, StatementVote.statement, StatementVote.vote
        )
        .where(StatementVote.consultation == consultation)
        .order_by(StatementVote.voter_hash)
    )
    columns = {row["id"]: place for place, row in enumerate(shown)}
    own: dict[str, list[tuple[int, int]]] = {}
    for row in rows:
        if row["statement"] in columns:
            own.setdefault(row["voter_hash"], []).append((columns[row["statement"]], row["vote"]))
    chosen = sorted(own, key=lambda voter: (-len(own[voter]), voter))[:MOST_PEOPLE]
    votes = np.full((len(chosen), len(columns)), np.nan)
    for line, voter in enumerate(sorted(chosen)):
        for column, vote in own[voter]:
            votes[line, column] = vote
    digest = hashlib.sha256(repr(sorted(map(str, columns))).encode())
    digest.update(votes.tobytes())
    return Ballots(list(columns), votes, len(own), len(rows), digest.hexdigest())


def describe(ballots: Ballots) -> Content:
    """What the votes show, in the shape in which it is kept."""
    votes = ballots.votes
    if not votes.size:
        return Content(0, 0, [], [], 0.0, 0.0, [], [], [], [])
    found = find_opinions(votes, SEED)
    return Content(
        people=ballots.people,
        grouped=int((found.groups >= 0).sum()),
        statements=ballots.statements,
        sizes=found.sizes,
        stability=round(found.stability, 4),
        silhouette=round(found.silhouette, 4),
        points=_points(found),
        counts=[
            [_counts(votes[found.groups == group, column]) for group in range(found.count)]
            for column in range(votes.shape[1])
        ],
        consensus=[round(float(value), 4) for value in found.consensus],
        told=[
            [Told(ballots.statements[told.statement], told.agrees) for told in group]
            for group in found.told
        ],
        left_out=ballots.people - len(votes),
    )


def _counts(votes: Votes) -> tuple[int, int, int]:
    return int((votes == 1).sum()), int((votes == -1).sum()), int((votes == 0).sum())


def _points(found: Opinions) -> list[tuple[float, float, int]]:
    """People on the plane from 0 to 1, a fair sample where they are many."""
    grouped = np.flatnonzero(found.groups >= 0)
    if len(grouped) > MOST_POINTS:
        chance = np.random.default_rng(SEED)
        grouped = np.sort(chance.choice(grouped, MOST_POINTS, replace=False))
    if not len(grouped):
        return []
    plane = found.plane[grouped]
    low, high = plane.min(axis=0), plane.max(axis=0)
    scaled = (plane - low) / np.maximum(high - low, 1e-9)
    return [
        (round(float(x), 3), round(float(y), 3), int(group))
        for (x, y), group in zip(scaled, found.groups[grouped], strict=True)
    ]
