"""The inputs in a theme: the most central first, narrowed and sorted as asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count
from piccolo.query.mixins import OrderByRaw

from consultations.queries.inputs import InputFacts, input_columns, team_facts
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.queries.search import inputs_holding
from consultations.tables import Input, ThemeMember

CENTRAL = 3
# Anchors first, then what people placed, then what lies nearest the centre.
_CENTRAL_FIRST = (
    "CASE WHEN theme_member.pinned THEN 0 WHEN theme_member.assigned_by IS NOT NULL THEN 1 "
    "ELSE 2 END, COALESCE(theme_member.score, 1) DESC, theme_member.input"
)
_NEAREST_FIRST = "COALESCE(theme_member.score, 0) DESC, theme_member.input"
_SAID: Any = ThemeMember.input


class MemberOrder(StrEnum):
    """In which order a theme's inputs are read; the value is the address's."""

    CENTRAL = "mewakili"
    NEWEST = "terbaru"
    OLDEST = "terlama"
    ELEMENT = "unsur"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberChoice:
    """What a theme's inputs are narrowed to; empty values narrow nothing."""

    element: str = ""
    region: str = ""
    channel: str = ""
    unit: str = ""
    words: str = ""
    order: MemberOrder = MemberOrder.CENTRAL


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """An input in a theme; ``score`` is empty where a person placed it."""

    entry: InputFacts
    score: float | None
    placed_by_person: bool
    pinned: bool


ANY_MEMBER = MemberChoice()


async def manuscripts_in(theme: UUID) -> int:
    """How many different manuscripts the theme's inputs are: a campaign counts as one."""
    rows = (
        await ThemeMember.select(_SAID.campaign, Count())
        .where(ThemeMember.theme == theme)
        .group_by(_SAID.campaign)
    )
    return sum(row["count"] if row["input.campaign"] is None else 1 for row in rows)


async def members_of(
    theme: UUID, page: int = 1, choice: MemberChoice = ANY_MEMBER
) -> Page[MemberFacts]:
    """The inputs of a theme."""
    where = _narrowed(theme, choice)
    total = await ThemeMember.count().where(where)
    # What was moved away may have been the last page.
    number = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    query = _columns().where(where)
    if choice.order is MemberOrder.CENTRAL:
        query = query.order_by(OrderByRaw(_CENTRAL_FIRST))
    elif choice.order is MemberOrder.ELEMENT:
        query = query.order_by(_SAID.element).order_by(_SAID.number)
    else:
        query = query.order_by(_SAID.number, ascending=choice.order is MemberOrder.OLDEST)
    rows = await query.limit(PAGE_SIZE).offset(offset_of(number))
    return Page([_member(row) for row in rows], number, total)


async def every_member(theme: UUID, choice: MemberChoice = ANY_MEMBER) -> list[UUID]:
    """All inputs of a theme that a choice leaves, whichever page they are on."""
    rows = (
        await ThemeMember.select(ThemeMember.input)
        .where(_narrowed(theme, choice))
        .order_by(ThemeMember.input)
    )
    return [row["input"] for row in rows]


async def central_members(theme: UUID) -> list[MemberFacts]:
    """The few inputs that stand nearest a theme's centre, one for each campaign."""
    rows = (
        await _columns()
        .where((ThemeMember.theme == theme) & _SAID.folded.eq(value=False))
        .order_by(OrderByRaw(_NEAREST_FIRST))
        .limit(CENTRAL)
    )
    return [_member(row) for row in rows]


async def inputs_by_id(entries: Sequence[UUID]) -> dict[UUID, InputFacts]:
    """These inputs as the team sees them; what was withdrawn is left out."""
    if not entries:
        return {}
    rows = await Input.select(*input_columns()).where(
        Input.id.is_in(list(entries)) & Input.withdrawn_at.is_null()
    )
    return {row["id"]: team_facts(row) for row in rows}


def _narrowed(theme: UUID, choice: MemberChoice) -> Any:
    where: Any = ThemeMember.theme == theme
    for column, value in (
        (_SAID.element, choice.element),
        (_SAID.region, choice.region),
        (_SAID.channel, choice.channel),
        (_SAID.unit.identity, choice.unit),
    ):
        if value:
            where = where & (column == value)
    if choice.words:
        where = where & ThemeMember.input.is_in(
            Input.select(Input.id).where(inputs_holding(choice.words))
        )
    return where


def _columns() -> Any:
    return ThemeMember.select(
        *input_columns(ThemeMember.input),
        ThemeMember.score,
        ThemeMember.assigned_by,
        ThemeMember.pinned,
    )


def _member(row: dict[str, Any]) -> MemberFacts:
    return MemberFacts(
        entry=team_facts({k.removeprefix("input."): v for k, v in row.items()}),
        score=row["score"],
        placed_by_person=row["assigned_by"] is not None,
        pinned=bool(row["pinned"]),
    )
