"""What the public finds: inputs by words and by meaning together, narrowed and in pages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from consultations.queries.inputs import InputFacts, input_columns, public_entries, public_facts
from consultations.queries.listed import is_readable
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.queries.register import RegisterFilter, narrowed
from consultations.queries.results import ResultFacts
from consultations.queries.search import inputs_with_words
from consultations.tables import Input, InputDisposition, ThemeMember

# Reciprocal rank fusion (Cormack 2009): how slowly a lower place loses weight.
_FUSION = 60
_NO_THEME = UUID(int=0)


class FoundOrder(StrEnum):
    """How found inputs are sorted; the value is the address's."""

    BEST = "sesuai"
    NEWEST = "terbaru"
    OLDEST = "terlama"
    MOST_SUPPORTED = "terdukung"


@dataclass(frozen=True, slots=True)
class Found:
    """An input that was found, and whether only its meaning is near and not its words."""

    entry: InputFacts
    by_meaning: bool


async def find_inputs(
    consultation: UUID,
    only: RegisterFilter,
    *,
    alike: Sequence[UUID],
    results: Sequence[ResultFacts],
    order: FoundOrder,
    page: int = 1,
) -> Page[Found]:
    """Inputs everyone may read. ``alike`` are those near the words in meaning, nearest first.

    Themes and decisions narrow only as far as they are published, in ``results``.
    """
    with_words = await inputs_with_words(consultation, only.words) if only.words else []
    where: Any = narrowed(consultation, replace(only, words="", theme="", decision=""))
    where = where & is_readable() & await _in_published(only, results)
    if only.words:
        ranked = _fused(with_words, alike)
        where = where & Input.id.is_in(ranked or [_NO_THEME])
        if order is FoundOrder.BEST:
            return await _best_first(where, ranked, frozenset(with_words), page)
    query = Input.select(*input_columns()).where(where)
    if order is FoundOrder.MOST_SUPPORTED:
        query = query.order_by(Input.supports, ascending=False)
    query = query.order_by(Input.number, ascending=order is FoundOrder.OLDEST)
    rows = await query.limit(PAGE_SIZE).offset(offset_of(page))
    found = await _found(rows, frozenset(with_words), asked=bool(only.words))
    return Page(found, max(1, page), await Input.count().where(where))


async def find_public_inputs(consultation: UUID, wanted: Sequence[UUID]) -> list[InputFacts]:
    """Those of the wanted inputs that everyone may read, in the order wanted."""
    rows = await Input.select(*input_columns()).where(
        (Input.consultation == consultation)
        & Input.id.is_in(list(wanted) or [_NO_THEME])
        & is_readable()
    )
    found = {row["id"]: public_facts(row) for row in rows}
    return [found[entry] for entry in wanted if entry in found]


async def _best_first(
    where: Any, ranked: list[UUID], with_words: frozenset[UUID], page: int
) -> Page[Found]:
    kept = {row["id"] for row in await Input.select(Input.id).where(where)}
    order = [entry for entry in ranked if entry in kept]
    shown = order[offset_of(page) : offset_of(page) + PAGE_SIZE]
    rows = await Input.select(*input_columns()).where(Input.id.is_in(shown or [_NO_THEME]))
    found = {one.entry.id: one for one in await _found(rows, with_words, asked=True)}
    return Page([found[entry] for entry in shown], max(1, page), len(order))


async def _found(
    rows: list[dict[str, Any]], with_words: frozenset[UUID], *, asked: bool
) -> list[Found]:
    return [
        Found(entry, by_meaning=asked and entry.id not in with_words)
        for entry in await public_entries(rows)
    ]


async def _in_published(only: RegisterFilter, results: Sequence[ResultFacts]) -> Any:
    if not only.theme and not only.decision:
        return Input.id.is_not_null()
    themes = [
        result.theme
        for result in results
        if only.theme in ("", str(result.theme)) and only.decision in ("", result.decision.value)
    ]
    members: Any = Input.id.is_in(
        ThemeMember.select(ThemeMember.input).where(ThemeMember.theme.is_in(themes or [_NO_THEME]))
    )
    if not only.decision:
        return members
    # An input's own decision holds instead of those of its themes.
    own = InputDisposition.select(InputDisposition.input)
    decided: Any = Input.id.is_in(own.where(InputDisposition.decision == only.decision))
    if only.theme:
        decided = decided & Input.id.is_in(
            ThemeMember.select(ThemeMember.input).where(ThemeMember.theme == only.theme)
        )
    apart = InputDisposition.select(InputDisposition.input)
    return decided | (members & Input.id.not_in(apart))


def _fused(*rankings: Sequence[UUID]) -> list[UUID]:
    worth: dict[UUID, float] = {}
    for ranking in rankings:
        for place, entry in enumerate(ranking):
            worth[entry] = worth.get(entry, 0.0) + 1 / (_FUSION + place)
    return sorted(worth, key=lambda entry: (-worth[entry], entry.int))
