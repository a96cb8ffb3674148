"""Rounds of dot-voting, and one's own dots."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.tables import DotBallot, DotItem, DotRound


@dataclass(frozen=True, slots=True, kw_only=True)
class DotItemFacts:
    """What can be given a dot; ``dots`` is ``None`` for as long as the round runs."""

    position: int
    text: str
    dots: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DotRoundFacts:
    """A round of dot-voting; the items of a closed one lie by their dots."""

    id: UUID
    title: str
    dots: int
    opened_at: datetime
    closed_at: datetime | None
    voters: int
    items: list[DotItemFacts]


async def rounds_of(session: UUID) -> list[DotRoundFacts]:
    """The rounds, the latest first."""
    rounds = (
        await DotRound.select()
        .where(DotRound.session == session)
        .order_by(DotRound.opened_at, ascending=False)
    )
    items = (
        await DotItem.select()
        .where(DotItem.round.is_in([row["id"] for row in rounds]))
        .order_by(DotItem.position)
        if rounds
        else []
    )
    return [_round(row, [item for item in items if item["round"] == row["id"]]) for row in rounds]


async def dots_given(round_id: UUID, voter_hash: str) -> frozenset[int]:
    """To which items one has given one's dots."""
    row = (
        await DotBallot.select(DotBallot.choices)
        .where((DotBallot.round == round_id) & (DotBallot.voter_hash == voter_hash))
        .first()
    )
    return frozenset(json.loads(row["choices"])) if row else frozenset()


def _round(row: dict[str, Any], items: list[dict[str, Any]]) -> DotRoundFacts:
    closed = row["closed_at"] is not None
    listed = [
        DotItemFacts(
            position=item["position"], text=item["text"], dots=item["dots"] if closed else None
        )
        for item in items
    ]
    return DotRoundFacts(
        id=row["id"],
        title=row["title"],
        dots=row["dots"],
        opened_at=row["opened_at"],
        closed_at=row["closed_at"],
        voters=row["voters"],
        items=sorted(listed, key=lambda item: -(item.dots or 0)),
    )
