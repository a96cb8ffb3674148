"""Spot checks as they are read: how far each is, the next placement, and what came of it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from consultations.figures.precision import Judged, Share, Verdict, precision_of
from consultations.queries.accounts import PersonFacts
from consultations.queries.inputs import InputFacts, input_columns, team_facts
from consultations.tables import (
    RoleGrant,
    SpotCheck,
    SpotCheckAnswer,
    SpotCheckItem,
    SpotCheckReader,
    Theme,
    ThemeMember,
)
from consultations.vocabulary import Role


@dataclass(frozen=True, slots=True)
class ReaderFacts:
    """Somebody who reads in a spot check, and how much of it is read."""

    id: UUID
    account: UUID
    name: str
    answered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFacts:
    """A spot check."""

    id: UUID
    layered: bool
    seed: int
    placements: int
    drawn_at: datetime
    closed_at: datetime | None
    size: int
    readers: list[ReaderFacts]

    @property
    def answered(self) -> int:
        return sum(reader.answered for reader in self.readers)

    @property
    def wanted(self) -> int:
        return self.size * len(self.readers)

    def reader_of(self, account: UUID | None) -> ReaderFacts | None:
        """The reader that this account is, if it is one."""
        return next((reader for reader in self.readers if reader.account == account), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementFacts:
    """A placement to be judged, without what anybody else thinks of it."""

    item: UUID
    position: int
    theme: str
    description: str
    entry: InputFacts
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class ThemeFigure:
    """A theme's precision in the latest closed spot check that drew from it."""

    theme: UUID
    name: str
    check: UUID
    closed_at: datetime
    share: Share


async def checks_of(consultation: UUID) -> list[CheckFacts]:
    """The spot checks of a consultation, newest first."""
    rows = (
        await SpotCheck.select()
        .where(SpotCheck.consultation == consultation)
        .order_by(SpotCheck.drawn_at, ascending=False)
    )
    here = [row["id"] for row in rows]
    if not here:
        return []
    sizes = (
        await SpotCheckItem.select(SpotCheckItem.spot_check, Count())
        .where(SpotCheckItem.spot_check.is_in(here))
        .group_by(SpotCheckItem.spot_check)
    )
    readers = await SpotCheckReader.select(
        SpotCheckReader.id,
        SpotCheckReader.spot_check,
        SpotCheckReader.account,
        SpotCheckReader.account.name,
    ).where(SpotCheckReader.spot_check.is_in(here))
    answers = (
        await SpotCheckAnswer.select(SpotCheckAnswer.reader, Count())
        .where(SpotCheckAnswer.reader.is_in([row["id"] for row in readers]))
        .group_by(SpotCheckAnswer.reader)
    )
    answered = {row["reader"]: row["count"] for row in answers}
    size = {row["spot_check"]: row["count"] for row in sizes}
    reading: dict[UUID, list[ReaderFacts]] = defaultdict(list)
    for row in sorted(readers, key=lambda row: row["account.name"]):
        reading[row["spot_check"]].append(
            ReaderFacts(row["id"], row["account"], row["account.name"], answered.get(row["id"], 0))
        )
    return [
        CheckFacts(
            id=row["id"],
            layered=bool(row["layered"]),
            seed=row["seed"],
            placements=row["placements"],
            drawn_at=row["drawn_at"],
            closed_at=row["closed_at"],
            size=size.get(row["id"], 0),
            readers=reading[row["id"]],
        )
        for row in rows
    ]


async def find_check(consultation: UUID, check: UUID) -> CheckFacts | None:
    """One spot check of this consultation, or ``None``."""
    return next((facts for facts in await checks_of(consultation) if facts.id == check), None)


async def placement_for(
    check: CheckFacts, reader: ReaderFacts, position: int | None = None
) -> PlacementFacts | None:
    """The placement at a position, or else the first this reader has not judged."""
    if position is None:
        position = await _first_open(check, reader)
    theme: Any = SpotCheckItem.theme
    row = (
        await SpotCheckItem.select(
            SpotCheckItem.id,
            SpotCheckItem.position,
            theme.name,
            theme.description,
            *input_columns(SpotCheckItem.input),
        )
        .where((SpotCheckItem.spot_check == check.id) & (SpotCheckItem.position == position))
        .first()
    )
    if row is None:
        return None
    answer = (
        await SpotCheckAnswer.select(SpotCheckAnswer.verdict)
        .where((SpotCheckAnswer.item == row["id"]) & (SpotCheckAnswer.reader == reader.id))
        .first()
    )
    return PlacementFacts(
        item=row["id"],
        position=row["position"],
        theme=row["theme.name"],
        description=row["theme.description"],
        entry=team_facts({k.removeprefix("input."): v for k, v in row.items() if "input." in k}),
        verdict=Verdict(answer["verdict"]) if answer else None,
    )


async def _first_open(check: CheckFacts, reader: ReaderFacts) -> int:
    judged = SpotCheckAnswer.select(SpotCheckAnswer.item).where(SpotCheckAnswer.reader == reader.id)
    row = (
        await SpotCheckItem.select(SpotCheckItem.position)
        .where((SpotCheckItem.spot_check == check.id) & SpotCheckItem.id.not_in(judged))
        .order_by(SpotCheckItem.position)
        .first()
    )
    return row["position"] if row else check.size


async def judged_in(checks: list[CheckFacts]) -> dict[UUID, list[Judged]]:
    """What was said in each of the spot checks, placement by placement, reader by reader."""
    if not checks:
        return {}
    items = (
        await SpotCheckItem.select()
        .where(SpotCheckItem.spot_check.is_in([check.id for check in checks]))
        .order_by(SpotCheckItem.position)
    )
    readers = [reader.id for check in checks for reader in check.readers]
    answers = await SpotCheckAnswer.select(
        SpotCheckAnswer.item, SpotCheckAnswer.reader, SpotCheckAnswer.verdict
    ).where(SpotCheckAnswer.reader.is_in(readers))
    said = {(row["item"], row["reader"]): Verdict(row["verdict"]) for row in answers}
    found: dict[UUID, list[Judged]] = {check.id: [] for check in checks}
    order = {check.id: [reader.id for reader in check.readers] for check in checks}
    for item in items:
        verdicts = tuple(said.get((item["id"], key)) for key in order[item["spot_check"]])
        found[item["spot_check"]].append(Judged(item["theme"], item["among"], verdicts))
    return found


async def theme_figures(
    consultation: UUID, checks: list[CheckFacts] | None = None
) -> dict[UUID, ThemeFigure]:
    """Each theme's precision by the latest closed spot check that drew from it.

    ``checks`` are the consultation's, where they have been read already.
    """
    every = await checks_of(consultation) if checks is None else checks
    closed = [check for check in every if check.closed_at]
    if not closed:
        return {}
    judged = await judged_in(closed)
    names = await Theme.select(Theme.id, Theme.name).where(Theme.consultation == consultation)
    known = {row["id"]: row["name"] for row in names}
    found: dict[UUID, ThemeFigure] = {}
    for check in closed:
        by_theme: dict[UUID, list[Judged]] = defaultdict(list)
        for item in judged[check.id]:
            by_theme[item.theme].append(item)
        for theme, own in by_theme.items():
            if theme in known and theme not in found and check.closed_at:
                share = precision_of(own)
                found[theme] = ThemeFigure(theme, known[theme], check.id, check.closed_at, share)
    return found


async def placed_by_machine(consultation: UUID) -> int:
    """How many placements by the machine there are to draw from."""
    said: Any = ThemeMember.input
    return int(
        await ThemeMember.count().where(
            (ThemeMember.theme.consultation == consultation)
            & ThemeMember.assigned_by.is_null()
            & said.withdrawn_at.is_null()
        )
    )


async def possible_readers(consultation: UUID) -> list[PersonFacts]:
    """Who may read in a spot check here: the drafting team and administrators, by name."""
    holder: Any = RoleGrant.account
    rows = (
        await RoleGrant.select(RoleGrant.account, holder.name)
        .where(
            (
                (RoleGrant.consultation == consultation)
                & RoleGrant.session.is_null()
                & (RoleGrant.role == Role.DRAFTER.value)
            )
            | (RoleGrant.consultation.is_null() & (RoleGrant.role == Role.ADMINISTRATOR.value))
        )
        .where(holder.active.eq(value=True))
        .order_by(holder.name)
    )
    return list(dict.fromkeys(PersonFacts(row["account"], row["account.name"]) for row in rows))
