"""The public inputs on one unit, listed in the order and of the kind a reader chooses."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from consultations.queries.inputs import InputFacts, input_columns, public_entries
from consultations.queries.listed import is_listed
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.tables import Input
from consultations.vocabulary import Channel, InputKind, Visibility


class InputOrder(StrEnum):
    """In which order a list of inputs is read; the value is the address's."""

    NEWEST = "terbaru"
    OLDEST = "terlama"
    MOST_SUPPORTED = "terdukung"


@dataclass(frozen=True, slots=True)
class InputChoice:
    """How a unit's inputs are listed: in which order, and of which kind only."""

    order: InputOrder = InputOrder.NEWEST
    kind: InputKind | None = None


@dataclass(frozen=True, slots=True)
class UnitInputs:
    """The public inputs of a unit, a campaign's as one, and what the public can't read of them.

    ``total`` counts every public input, ``manuscripts`` the different ones among them, and
    ``page.total`` those that are listed: of the chosen kind, with what is left of withdrawn ones.
    """

    page: Page[InputFacts]
    total: int
    manuscripts: int
    confidential: int
    withheld: int


NO_CHOICE = InputChoice()


async def inputs_on(
    *, version: UUID, unit: UUID | None, page: int = 1, choice: InputChoice = NO_CHOICE
) -> UnitInputs:
    """Inputs on a unit (or, without one, on the whole draft)."""
    public = public_inputs_on(version, unit)
    listed = public & (Input.kind == choice.kind.value) if choice.kind else public
    query = Input.select(*input_columns()).where(listed)
    if choice.order is InputOrder.MOST_SUPPORTED:
        query = query.order_by(Input.supports, ascending=False)
    query = query.order_by(Input.number, ascending=choice.order is InputOrder.OLDEST)
    rows = await query.limit(PAGE_SIZE).offset(offset_of(page))
    counts = await _counts(version, unit, choice.kind)
    return UnitInputs(
        page=Page(await public_entries(rows), max(1, page), counts["shown"]),
        total=counts["public"],
        manuscripts=counts["manuscripts"],
        confidential=counts["standing"] - counts["public"],
        withheld=counts["withheld"],
    )


def public_inputs_on(version: UUID, unit: UUID | None) -> Any:
    """The condition for the inputs that everyone may read on a unit, or on the whole draft."""
    here = (Input.version == version) & (
        Input.unit.is_null() if unit is None else Input.unit == unit
    )
    return here & is_listed() & Input.folded.eq(value=False)


async def _counts(version: UUID, unit: UUID | None, kind: InputKind | None) -> dict[str, int]:
    public = f"visibility <> '{Visibility.CONFIDENTIAL.value}'"
    standing = "withdrawn_at IS NULL"
    listed = f"{public} AND ({standing} OR channel = '{Channel.ONLINE.value}') AND NOT folded"
    here, values = ("unit = {}", [version, unit]) if unit else ("unit IS NULL", [version])
    chosen, kinds = ("AND kind = {}", [kind.value]) if kind else ("", [])
    rows = await Input.raw(
        f"SELECT COUNT(CASE WHEN {standing} THEN 1 END) AS standing, "
        f"COUNT(CASE WHEN {public} AND {standing} THEN 1 END) AS public, "
        f"COUNT(CASE WHEN {public} AND {standing} AND NOT folded THEN 1 END) AS manuscripts, "
        f"COUNT(CASE WHEN {listed} {chosen} THEN 1 END) AS shown, "
        f"COUNT(CASE WHEN {public} AND {standing} AND withheld_at IS NOT NULL THEN 1 END) "
        f"AS withheld FROM input WHERE version = {{}} AND {here}",
        *kinds,
        *values,
    )
    return {name: int(count) for name, count in rows[0].items()}
