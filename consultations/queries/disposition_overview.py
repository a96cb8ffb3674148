"""All themes or all inputs with what is decided on them, narrowed, sorted and in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from consultations.publishing_decisions import on_standing_theme
from consultations.queries.decision_options import labels_of
from consultations.queries.deliberations import DeliberationFacts, deliberation_facts
from consultations.queries.dispositions import Effective, working_dispositions
from consultations.queries.inputs import InputFacts, input_columns, team_facts
from consultations.queries.narrowing import holds
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.queries.register import RegisterFilter, decided_on, filtered
from consultations.tables import Deliberation, Input, Theme, ThemeMember
from consultations.vocabulary import DeliberationState

NOTHING_YET = "belum"
PUBLIC = "terbit"
CHANGED = "berubah"


class OverviewOrder(StrEnum):
    """How the overview is sorted; the value is the address's."""

    NUMBER = "nomor"
    DUE = "tenggat"
    LATEST = "terakhir"
    SIZE = "terbanyak"


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewFilter:
    """What the overview is narrowed to; empty values narrow nothing."""

    words: str = ""
    theme: str = ""
    decision: str = ""
    state: str = ""
    assignee: str = ""
    overdue: str = ""
    unit: str = ""
    element: str = ""


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme with what is decided on it."""

    theme: UUID
    name: str
    inputs: int
    facts: DeliberationFacts


@dataclass(frozen=True, slots=True)
class InputRow:
    """An input with what holds for it, and what is decided on it alone."""

    entry: InputFacts
    effective: Effective
    facts: DeliberationFacts


async def themes_to_decide(
    consultation: UUID,
    only: OverviewFilter,
    today: date,
    page: int = 1,
    order: OverviewOrder = OverviewOrder.NUMBER,
) -> Page[ThemeRow]:
    """The themes that the filter leaves."""
    where = _themes_left(consultation, only, today)
    rows = await Theme.select(Theme.id, Theme.name).where(where)
    # Themes are few: they are sorted by what other tables say of them.
    ids = [row["id"] for row in rows]
    sizes, facts = await _sizes(ids), await _on_themes(ids)
    found = [
        ThemeRow(
            row["id"],
            row["name"],
            sizes.get(row["id"], 0),
            facts.get(row["id"], DeliberationFacts()),
        )
        for row in rows
    ]
    found.sort(key=_theme_order(order))
    start = offset_of(page)
    return Page(found[start : start + PAGE_SIZE], max(1, page), len(found))


async def inputs_to_decide(
    consultation: UUID,
    only: OverviewFilter,
    today: date,
    page: int = 1,
    order: OverviewOrder = OverviewOrder.NUMBER,
) -> Page[InputRow]:
    """The inputs that the filter leaves, with what holds for each."""
    where = inputs_left(consultation, only, today)
    query = Input.select(*input_columns()).where(where)
    if order is OverviewOrder.SIZE:
        query = query.order_by(Input.supports, ascending=False)
    ascending = order is not OverviewOrder.LATEST
    rows = (
        await query.order_by(Input.number, ascending=ascending)
        .limit(PAGE_SIZE)
        .offset(offset_of(page))
    )
    ids = [row["id"] for row in rows]
    effective, facts = await working_dispositions(ids), await _on_inputs(consultation, ids)
    return Page(
        [
            InputRow(
                team_facts(row), effective[row["id"]], facts.get(row["id"], DeliberationFacts())
            )
            for row in rows
        ],
        max(1, page),
        await Input.count().where(where),
    )


def undecided(consultation: UUID) -> Any:
    """The condition for standing inputs on which nothing is decided, by themselves or by theme."""
    decided = Deliberation.decision != ""
    return _standing(consultation) & Input.id.not_in(_held_by(consultation, decided))


def own_decision(consultation: UUID) -> Any:
    """The ids of inputs that were decided on by themselves, as a query."""
    return _own_of((Deliberation.consultation == consultation) & (Deliberation.decision != ""))


def _own_of(which: Any) -> Any:
    return Deliberation.select(Deliberation.input).where(Deliberation.input.is_not_null() & which)


def _standing(consultation: UUID) -> Any:
    return (Input.consultation == consultation) & Input.withdrawn_at.is_null()


def _held_by(consultation: UUID, which: Any) -> Any:
    """Inputs that such a deliberation concerns, by themselves or by theme."""
    of: Any = Deliberation.disposition.theme
    here = Deliberation.consultation == consultation
    themes = Deliberation.select(of).where(here & Deliberation.disposition.is_not_null() & which)
    own = _own_of(here & which)
    members = ThemeMember.select(ThemeMember.input).where(ThemeMember.theme.is_in(themes))
    return Input.select(Input.id).where(
        (Input.consultation == consultation) & (Input.id.is_in(own) | Input.id.is_in(members))
    )


def inputs_left(
    consultation: UUID, only: OverviewFilter, today: date, *, withdrawn: bool = False
) -> Any:
    """The condition for the inputs that the filter leaves; withdrawn ones only where asked for."""
    where = filtered(
        consultation,
        RegisterFilter(words=only.words, theme=only.theme, unit=only.unit, element=only.element),
    )
    if not withdrawn:
        where = where & Input.withdrawn_at.is_null()
    if only.state == NOTHING_YET:
        where = where & undecided(consultation)
    elif only.state:
        where = where & decided_on(_in_state(only.state))
    if only.decision:
        where = where & decided_on(Deliberation.decision == only.decision)
    for condition in _of_work(only, today):
        where = where & Input.id.is_in(_held_by(consultation, condition))
    return where


def _themes_left(consultation: UUID, only: OverviewFilter, today: date) -> Any:
    where: Any = (Theme.consultation == consultation) & Theme.closed_at.is_null()
    of: Any = Deliberation.disposition.theme
    decided = Deliberation.disposition.is_not_null()
    if only.words:
        where = where & holds(only.words, Theme.name)
    if only.theme:
        where = where & (Theme.id == only.theme)
    if only.state == NOTHING_YET:
        done = Deliberation.select(of).where(decided & (Deliberation.decision != ""))
        where = where & Theme.id.not_in(done)
    conditions = _of_work(only, today)
    if only.state and only.state != NOTHING_YET:
        conditions.append(_in_state(only.state))
    if only.decision:
        conditions.append(Deliberation.decision == only.decision)
    for condition in conditions:
        where = where & Theme.id.is_in(Deliberation.select(of).where(decided & condition))
    said: Any = ThemeMember.input
    for column, value in ((said.unit.identity, only.unit), (said.element, only.element)):
        if value:
            where = where & Theme.id.is_in(
                ThemeMember.select(ThemeMember.theme).where(column == value)
            )
    return where


def _of_work(only: OverviewFilter, today: date) -> list[Any]:
    found: list[Any] = []
    if only.assignee:
        found.append(Deliberation.assignee == only.assignee)
    if only.overdue:
        found.append(is_open() & (Deliberation.due_on < today))
    return found


def is_open() -> Any:
    """Work that is left for whoever it was given to."""
    done = (Deliberation.state == DeliberationState.APPROVED.value) | (
        Deliberation.published_at.is_not_null() & Deliberation.pending.eq(value=False)
    )
    written = (Deliberation.decision != "") & (done)
    finished = Deliberation.select(Deliberation.id).where(written)
    given = Deliberation.assignee.is_not_null() & Deliberation.id.not_in(finished)
    return given & on_standing_theme()


def _in_state(state: str) -> Any:
    if state == PUBLIC:
        return Deliberation.published_at.is_not_null() & Deliberation.pending.eq(value=False)
    if state == CHANGED:
        return Deliberation.published_at.is_not_null() & Deliberation.pending.eq(value=True)
    return Deliberation.pending.eq(value=True) & (Deliberation.state == state)


def _theme_order(order: OverviewOrder) -> Any:
    if order is OverviewOrder.DUE:
        return lambda row: (row.facts.due_on or date.max, row.name)
    if order is OverviewOrder.LATEST:
        return lambda row: (
            -(row.facts.written_at.timestamp() if row.facts.written_at else 0),
            row.name,
        )
    if order is OverviewOrder.SIZE:
        return lambda row: (-row.inputs, row.name)
    return lambda row: row.name


async def _sizes(themes: Sequence[UUID]) -> dict[UUID, int]:
    if not themes:
        return {}
    rows = (
        await ThemeMember.select(ThemeMember.theme, Count())
        .where(ThemeMember.theme.is_in(list(themes)))
        .group_by(ThemeMember.theme)
    )
    return {row["theme"]: row["count"] for row in rows}


async def _on_themes(themes: Sequence[UUID]) -> dict[UUID, DeliberationFacts]:
    if not themes:
        return {}
    of: Any = Deliberation.disposition.theme
    rows = await _selected(of.id).where(of.id.is_in(list(themes)))
    labels = await labels_of(row["consultation"] for row in rows)
    return {row["disposition.theme.id"]: deliberation_facts(row, labels) for row in rows}


async def _on_inputs(consultation: UUID, inputs: Sequence[UUID]) -> dict[UUID, DeliberationFacts]:
    if not inputs:
        return {}
    rows = await _selected().where(Deliberation.input.is_in(list(inputs)))
    labels = await labels_of([consultation])
    return {row["input"]: deliberation_facts(row, labels) for row in rows}


def _selected(*more: Any) -> Any:
    return Deliberation.select(
        *Deliberation.all_columns(), Deliberation.assignee.name, Deliberation.written_by.name, *more
    )
