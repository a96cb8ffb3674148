"""The register of all inputs, for the drafting team: filtered, sorted, in pages or in batches."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from consultations.queries.inputs import InputFacts, input_columns, team_facts
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.queries.search import inputs_holding
from consultations.tables import Deliberation, Input, ThemeMember


class Order(StrEnum):
    """How the register is sorted."""

    NEWEST = "terbaru"
    OLDEST = "terlama"
    UNIT = "butir"
    ELEMENT = "unsur"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFilter:
    """What the register is narrowed to; empty values narrow nothing.

    ``unit`` is a unit's identity, which it keeps in later versions; ``decision`` is the decision
    that holds for the input: its own, or else that of a theme it is in.
    """

    words: str = ""
    kind: str = ""
    element: str = ""
    channel: str = ""
    region: str = ""
    unit: str = ""
    theme: str = ""
    decision: str = ""
    session: str = ""
    survey: str = ""


async def registered_inputs(
    consultation: UUID, only: RegisterFilter, page: int = 1, order: Order = Order.NEWEST
) -> Page[InputFacts]:
    """Inputs of a consultation, newest first unless asked otherwise."""
    where = narrowed(consultation, only)
    query = Input.select(*input_columns()).where(where)
    for column, ascending in _COLUMNS[order]:
        query = query.order_by(column, ascending=ascending)
    rows = await query.limit(PAGE_SIZE).offset(offset_of(page))
    total = await Input.count().where(where)
    return Page([team_facts(row) for row in rows], max(1, page), total)


def narrowed(consultation: UUID, only: RegisterFilter) -> Any:
    """The condition for a consultation's inputs that a filter leaves; withdrawn ones never."""
    return filtered(consultation, only) & Input.withdrawn_at.is_null()


def filtered(consultation: UUID, only: RegisterFilter) -> Any:
    """The same with withdrawn inputs, for lists that keep their tombstones."""
    where: Any = Input.consultation == consultation
    unit: Any = Input.unit
    question: Any = Input.question
    for column, value in (
        (Input.kind, only.kind),
        (Input.element, only.element),
        (Input.channel, only.channel),
        (Input.region, only.region),
        (unit.identity, only.unit),
        (Input.session, only.session),
        (question.survey, only.survey),
    ):
        if value:
            where = where & (column == value)
    if only.theme:
        members = ThemeMember.select(ThemeMember.input).where(ThemeMember.theme == only.theme)
        where = where & Input.id.is_in(members)
    if only.decision:
        where = where & decided_on(Deliberation.decision == only.decision)
    if only.words:
        where = where & inputs_holding(only.words)
    return where


def decided_on(which: Any) -> Any:
    """The condition for inputs whose disposition is one of these deliberations.

    Its own first; where nothing is decided on the input itself, those of its themes.
    """
    decided = Deliberation.input.is_not_null() & (Deliberation.decision != "")
    own = Deliberation.select(Deliberation.input).where(decided)
    of: Any = Deliberation.disposition.theme
    themes = Deliberation.select(of).where(Deliberation.disposition.is_not_null() & which)
    members = ThemeMember.select(ThemeMember.input).where(ThemeMember.theme.is_in(themes))
    chosen = Deliberation.select(Deliberation.input).where(decided & which)
    return Input.id.is_in(chosen) | (Input.id.is_in(members) & Input.id.not_in(own))


async def every_input(
    consultation: UUID, only: RegisterFilter | None = None, *, at_once: int = PAGE_SIZE
) -> AsyncIterator[list[InputFacts]]:
    """All inputs of the narrowed register in the order of their numbers, so many at once."""
    where, last = narrowed(consultation, only or RegisterFilter()), 0
    while True:
        rows = (
            await Input.select(*input_columns(), Input.number)
            .where(where & (Input.number > last))
            .order_by(Input.number)
            .limit(at_once)
        )
        if not rows:
            return
        yield [team_facts(row) for row in rows]
        last = rows[-1]["number"]


_UNIT: Any = Input.unit
# Each ends with the number, so that pages never share or skip an input.
_COLUMNS: dict[Order, list[tuple[Any, bool]]] = {
    Order.NEWEST: [(Input.number, False)],
    Order.OLDEST: [(Input.number, True)],
    Order.UNIT: [(_UNIT.position, True), (Input.number, True)],
    Order.ELEMENT: [(Input.element, True), (Input.number, True)],
}
