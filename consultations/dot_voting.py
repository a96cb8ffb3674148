"""Dot-voting (suara titik): a few dots each, results hidden until the round is closed."""

import json
from collections import Counter
from collections.abc import Collection, Sequence
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound, Refusal
from consultations.room import count_vote, mark_room, require_room
from consultations.supporting import Supporter
from consultations.tables import DotBallot, DotItem, DotRound
from consultations.transactions import transaction
from consultations.vocabulary import N_

# With fewer there is nothing to choose: everybody has three dots.
FEWEST_ITEMS, MOST_ITEMS = 4, 40


class RoundClosed(Refusal):
    """A closed round has its result."""

    message = N_("Pemungutan suara titik ini sudah ditutup.")


class RoundRunning(Refusal):
    """One round at a time, so that a phone shows one."""

    message = N_("Masih ada suara titik yang berjalan. Tutup dahulu.")


class ItemCount(Refusal):
    """A round needs a choice, and a list that a phone can show."""

    message = N_("Suara titik memerlukan 4 sampai 40 pilihan yang berbeda.")


class TooManyDots(Refusal):
    """No more dots than everybody has."""

    message = N_("Titik yang Anda bagikan lebih banyak dari yang tersedia.")


def dots_for(items: int) -> int:
    """How many dots everybody has: a quarter of the items, rounded up, at least three."""
    return max(3, -(-items // 4))


async def open_round(*, session: UUID, title: str, items: Sequence[str], by: UUID | None) -> UUID:
    """Begin a round. Raises ``RoundRunning``, ``ItemCount``, ``RoomClosed`` or ``NotFound``."""
    if len(set(items)) != len(items) or not FEWEST_ITEMS <= len(items) <= MOST_ITEMS:
        raise ItemCount
    async with transaction():
        # Takes the session's row first: of two who press at once, one round is opened.
        await mark_room(session)
        meeting = await require_room(session)
        if await DotRound.exists().where(
            (DotRound.session == session) & DotRound.closed_at.is_null()
        ):
            raise RoundRunning
        row = DotRound(
            session=session,
            title=title,
            dots=dots_for(len(items)),
            opened_at=now(),
            opened_by=by,
        )
        await DotRound.insert(row)
        await DotItem.insert(
            *(
                DotItem(round=row.id, position=position, text=text)
                for position, text in enumerate(items, start=1)
            )
        )
        await audit.record("dots.opened", row, by=by, consultation=meeting.consultation)
    return UUID(str(row.id))


async def cast_dots(
    *, session: UUID, round_id: UUID, voter: Supporter, choices: Collection[int]
) -> None:
    """Give one's dots, each to another item, instead of those given before.

    None at all takes the ballot back. Raises ``TooManyDots``, ``RoundClosed``, ``RoomClosed`` or
    ``NotFound``.
    """
    chosen = sorted(set(choices))
    async with transaction():
        row = await _hold_open(session, round_id)
        await require_room(session)
        if len(chosen) > row.dots:
            raise TooManyDots
        known = await DotItem.count().where(
            (DotItem.round == round_id) & DotItem.position.is_in(chosen or [0])
        )
        if known != len(chosen):
            raise NotFound
        if not chosen:
            await DotBallot.delete().where(
                (DotBallot.round == round_id) & (DotBallot.voter_hash == voter.hash)
            )
        else:
            await DotBallot.insert(
                DotBallot(
                    round=round_id,
                    voter_hash=voter.hash,
                    choices=json.dumps(chosen),
                    at=now(),
                )
            ).on_conflict(
                target=(DotBallot.round, DotBallot.voter_hash),
                action="DO UPDATE",
                values=[DotBallot.choices, DotBallot.at],
            )
        voters = await DotBallot.count().where(DotBallot.round == round_id)
        await DotRound.update({DotRound.voters: voters}).where(DotRound.id == round_id)
        await count_vote(session)


async def close_round(*, session: UUID, round_id: UUID, by: UUID | None) -> None:
    """End a round and count it; from then on everybody sees the result. Closing twice is once."""
    async with transaction():
        try:
            row = await _hold_open(session, round_id)
        except RoundClosed:
            return
        ballots = await DotBallot.select(DotBallot.choices).where(DotBallot.round == round_id)
        given = Counter(place for ballot in ballots for place in json.loads(ballot["choices"]))
        for position, count in given.items():
            await DotItem.update({DotItem.dots: count}).where(
                (DotItem.round == round_id) & (DotItem.position == position)
            )
        await DotRound.update({DotRound.closed_at: now(), DotRound.voters: len(ballots)}).where(
            DotRound.id == round_id
        )
        await audit.record(
            "dots.closed",
            row,
            by=by,
            consultation=await mark_room(session),
            people=len(ballots),
        )


async def _hold_open(session: UUID, round_id: UUID) -> DotRound:
    # The update takes the round's row: nobody votes while it is being counted.
    rows = (
        await DotRound.update({DotRound.voters: DotRound.voters + 0})
        .where((DotRound.id == round_id) & (DotRound.session == session))
        .returning(DotRound.id)
    )
    row = await DotRound.objects().get(DotRound.id == round_id) if rows else None
    if row is None:
        raise NotFound
    if row.closed_at is not None:
        raise RoundClosed
    return row
