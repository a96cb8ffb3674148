"""A unit's way through the versions, and the inputs that come along with it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations.queries.quotes import quotes_on
from consultations.queries.unit_inputs import UnitInputs, inputs_on
from consultations.tables import UnitSuccession
from consultations.vocabulary import Fate, UnitKind

# A unit merged from more ancestors than this links to the rest instead of showing their inputs.
MOST_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What became of a unit: the unit on the other side, empty where there is none."""

    fate: Fate
    version_number: int
    version: UUID
    unit: UUID | None
    kind: UnitKind | None
    number: str


@dataclass(frozen=True, slots=True)
class CarriedInputs:
    """The inputs that were given on an ancestor of a unit, for an earlier version."""

    step: Step
    inputs: UnitInputs
    # By registration number, where the words an input quotes stand in the present text.
    quotes: dict[str, str]


@dataclass(frozen=True, slots=True)
class Trail:
    """Where a unit comes from and where it went, and what was said on its ancestors."""

    earlier: list[Step]
    later: list[Step]
    carried: list[CarriedInputs]


async def trail_of(unit: UUID, text: str) -> Trail:
    """A unit's trail; its ancestors are followed back to the first version.

    Words that inputs on an ancestor quote are looked for in ``text``, the unit's own.
    """
    later = await _later({unit})
    ancestors: list[Step] = []
    wave = {unit}
    while wave:
        found = await _earlier(wave)
        known = {step.unit for step in ancestors}
        fresh = {step.unit: step for step in found if step.unit and step.unit not in known}
        ancestors += fresh.values()
        wave = {step.unit for step in fresh.values() if step.unit}
    carried = []
    for step in ancestors[:MOST_SHOWN]:
        inputs = await inputs_on(version=step.version, unit=step.unit)
        if inputs.page.total or inputs.confidential:
            places = await quotes_on(step.version, step.unit, text) if step.unit else []
            quotes = {place.registration: text[place.start : place.end] for place in places}
            carried.append(CarriedInputs(step, inputs, quotes))
    return Trail(earlier=ancestors, later=later, carried=carried)


async def _earlier(units: set[UUID]) -> list[Step]:
    there: Any = UnitSuccession.from_unit
    rows = await UnitSuccession.select(
        UnitSuccession.fate,
        there.id,
        there.kind,
        there.number,
        there.version.id,
        there.version.number,
    ).where(UnitSuccession.to_unit.is_in(list(units)) & UnitSuccession.from_unit.is_not_null())
    return [_step(row, "from_unit") for row in rows]


async def _later(units: set[UUID]) -> list[Step]:
    there: Any = UnitSuccession.to_unit
    rows = (
        await UnitSuccession.select(
            UnitSuccession.fate,
            UnitSuccession.version.id,
            UnitSuccession.version.number,
            there.id,
            there.kind,
            there.number,
            there.position,
        )
        .where(UnitSuccession.from_unit.is_in(list(units)))
        .order_by(there.position)
    )
    return [_step(row, "to_unit", version="version") for row in rows]


def _step(row: dict[str, Any], side: str, version: str = "") -> Step:
    version = version or f"{side}.version"
    kind = row[f"{side}.kind"]
    return Step(
        fate=Fate(row["fate"]),
        version=row[f"{version}.id"],
        version_number=row[f"{version}.number"],
        unit=row[f"{side}.id"],
        kind=UnitKind(kind) if kind else None,
        number=row[f"{side}.number"] or "",
    )
