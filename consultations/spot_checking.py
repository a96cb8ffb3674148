"""Spot checks: draw a sample of the machine's placements, let people judge it blind, close it."""

import random
import secrets
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound, Refusal
from consultations.figures.precision import FEWEST_ANSWERS, Verdict
from consultations.tables import (
    SpotCheck,
    SpotCheckAnswer,
    SpotCheckItem,
    SpotCheckReader,
    ThemeMember,
)
from consultations.transactions import transaction
from consultations.vocabulary import N_

MOST_READERS = 2
_AT_ONCE = 500
_SEEDS = 2**31

# A theme, an input in it, and how many placements the theme has.
Placed = tuple[UUID, UUID, int]


class TooFewPlacements(Refusal):
    """No share of so few would mean anything."""

    message = N_("Baru sedikit penempatan oleh mesin; uji petik memerlukan paling sedikit 30.")


class CheckClosed(Refusal):
    """The figures are out, so the answers stay."""

    message = N_("Uji petik ini sudah ditutup; jawabannya tidak dapat diubah lagi.")


async def draw_spot_check(
    *,
    consultation: UUID,
    size: int,
    layered: bool,
    readers: Sequence[UUID],
    seed: int | None = None,
    by: UUID | None,
) -> SpotCheck:
    """Draw ``size`` placements by the seed, for one or two readers. ``TooFewPlacements``."""
    seed = secrets.randbelow(_SEEDS) if seed is None else seed
    async with transaction():
        placed = await _machine_placements(consultation)
        if sum(map(len, placed.values())) < FEWEST_ANSWERS:
            raise TooFewPlacements
        sample = draw(placed, size, seed, layered=layered)
        row = SpotCheck(
            consultation=consultation,
            layered=layered,
            seed=seed,
            placements=sum(map(len, placed.values())),
            drawn_by=by,
        )
        await SpotCheck.insert(row)
        items = [
            SpotCheckItem(spot_check=row.id, position=place, theme=theme, input=entry, among=among)
            for place, (theme, entry, among) in enumerate(sample, 1)
        ]
        for start in range(0, len(items), _AT_ONCE):
            await SpotCheckItem.insert(*items[start : start + _AT_ONCE])
        await SpotCheckReader.insert(
            *[
                SpotCheckReader(spot_check=row.id, account=account)
                for account in dict.fromkeys(readers[:MOST_READERS])
            ]
        )
        await audit.record(
            "spot_check.drawn",
            row,
            by=by,
            consultation=consultation,
            size=len(items),
            seed=seed,
            layered=layered,
        )
    return row


def draw(placed: dict[UUID, list[UUID]], size: int, seed: int, *, layered: bool) -> list[Placed]:
    """The sample in the order in which it is read; equal placements and seeds give equal ones."""
    chance = random.Random(seed)  # noqa: S311 - to be repeated by its seed
    among = {theme: len(entries) for theme, entries in placed.items()}
    if layered:
        chosen = [
            (theme, entry, among[theme])
            for theme, wanted in _shares(among, size).items()
            for entry in chance.sample(sorted(placed[theme]), wanted)
        ]
        chance.shuffle(chosen)
        return chosen
    every = [
        (theme, entry, among[theme]) for theme in sorted(placed) for entry in sorted(placed[theme])
    ]
    return chance.sample(every, min(size, len(every)))


def _shares(among: dict[UUID, int], size: int) -> dict[UUID, int]:
    """Equally many of each theme; what a small one can't give the larger ones do."""
    left, shares = size, {}
    waiting = sorted(among, key=lambda theme: (among[theme], theme))
    for place, theme in enumerate(waiting):
        shares[theme] = min(among[theme], -(-left // (len(waiting) - place)))
        left -= shares[theme]
    return dict(sorted(shares.items()))


async def judge(*, item: UUID, account: UUID, verdict: Verdict) -> None:
    """A reader says whether a placement fits; saying it again changes the answer."""
    async with transaction():
        check: Any = SpotCheckItem.spot_check
        row = (
            await SpotCheckItem.select(SpotCheckItem.spot_check, check.closed_at)
            .where(SpotCheckItem.id == item)
            .first()
        )
        reader = row and (
            await SpotCheckReader.select(SpotCheckReader.id)
            .where(
                (SpotCheckReader.spot_check == row["spot_check"])
                & (SpotCheckReader.account == account)
            )
            .first()
        )
        if not row or not reader:
            raise NotFound
        if row["spot_check.closed_at"] is not None:
            raise CheckClosed
        answer = SpotCheckAnswer(
            item=item, reader=reader["id"], verdict=verdict.value, given_at=now()
        )
        await SpotCheckAnswer.insert(answer).on_conflict(
            target=(SpotCheckAnswer.item, SpotCheckAnswer.reader),
            action="DO UPDATE",
            values=[SpotCheckAnswer.verdict, SpotCheckAnswer.given_at],
        )


async def close_spot_check(*, spot_check: UUID, by: UUID | None) -> None:
    """Let the figures be seen; from then on no answer changes."""
    async with transaction():
        row = await SpotCheck.objects().get(SpotCheck.id == spot_check)
        if row is None:
            raise NotFound
        if row.closed_at is not None:
            return
        row.closed_at = now()
        await row.save([SpotCheck.closed_at])
        await audit.record("spot_check.closed", row, by=by, consultation=row.consultation)


async def _machine_placements(consultation: UUID) -> dict[UUID, list[UUID]]:
    said: Any = ThemeMember.input
    rows = await ThemeMember.select(ThemeMember.theme, ThemeMember.input).where(
        (ThemeMember.theme.consultation == consultation)
        & ThemeMember.assigned_by.is_null()
        & said.withdrawn_at.is_null()
    )
    placed: dict[UUID, list[UUID]] = defaultdict(list)
    for row in rows:
        placed[row["theme"]].append(row["input"])
    return placed
