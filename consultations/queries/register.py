"""The register of all inputs, for the drafting team: filtered, in pages."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from piccolo.columns.combination import WhereRaw

from consultations.queries.inputs import InputFacts, input_columns, team_facts
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.tables import Input


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFilter:
    """What the register is narrowed to; empty values narrow nothing."""

    words: str = ""
    kind: str = ""
    element: str = ""
    channel: str = ""
    region: str = ""


async def registered_inputs(
    consultation: UUID, only: RegisterFilter, page: int = 1
) -> Page[InputFacts]:
    """Inputs of a consultation, newest first."""
    where: Any = Input.consultation == consultation
    for column, value in (
        (Input.kind, only.kind),
        (Input.element, only.element),
        (Input.channel, only.channel),
        (Input.region, only.region),
    ):
        if value:
            where = where & (column == value)
    if only.words:
        where = where & (
            _contains(Input.text, only.words) | (Input.registration == only.words.upper())
        )
    rows = (
        await Input.select(*input_columns())
        .where(where)
        .order_by(Input.number, ascending=False)
        .limit(PAGE_SIZE)
        .offset(offset_of(page))
    )
    total = await Input.count().where(where)
    return Page([team_facts(row) for row in rows], max(1, page), total)


async def every_input(
    consultation: UUID, *, at_once: int = PAGE_SIZE
) -> AsyncIterator[list[InputFacts]]:
    """All inputs of a consultation in the order of their numbers, so many at once."""
    last = 0
    while True:
        rows = (
            await Input.select(*input_columns(), Input.number)
            .where((Input.consultation == consultation) & (Input.number > last))
            .order_by(Input.number)
            .limit(at_once)
        )
        if not rows:
            return
        yield [team_facts(row) for row in rows]
        last = rows[-1]["number"]


def _contains(column: Any, words: str) -> Any:
    # One form for both engines; SQLite's LIKE knows no case-folding operator of its own.
    escaped = words.lower().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return WhereRaw("LOWER({}) LIKE {} ESCAPE '!'", column, f"%{escaped}%")
