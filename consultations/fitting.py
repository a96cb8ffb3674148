"""Holds approved wording against the next version as it stands, before it is taken over.

What hands have changed there is never overwritten: such a unit is shown, and takes over only the
source if a person says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from consultations.beginning import published_units, working_units_of
from consultations.carrying import carry_over
from consultations.queries.wordings import WordingFacts, approved_wordings
from consultations.tables import DraftVersion, Unit, WorkingCopy
from consultations.vocabulary import WordingAct
from consultations.working_units import WorkingUnit, loaded

# By identity, a published unit's heading and text, and the keys of what it has become.
Places = dict[UUID, tuple[tuple[str, str], tuple[str, ...]]]


class Fit(StrEnum):
    """How an approved wording fits the working copy as it stands."""

    READY = "siap"
    TAKEN = "masuk"
    EDITED = "berbeda"
    GONE = "hilang"


@dataclass(frozen=True, slots=True)
class Line:
    """An approved wording held against the working copy; ``unit`` is where it belongs there."""

    change: WordingFacts
    fit: Fit
    unit: WorkingUnit | None

    @property
    def may_be_linked(self) -> bool:
        """Whether the words there, written by hand, can at least be given the source."""
        return self.fit is Fit.EDITED and self.change.act is WordingAct.REVISE


@dataclass(frozen=True, slots=True)
class Assembly:
    """What can be taken over; without a ``version`` the next one is begun from the published."""

    version: DraftVersion | None
    edition: int
    lines: list[Line]

    @property
    def ready(self) -> list[Line]:
        return [line for line in self.lines if line.fit is Fit.READY]


async def assembly_of(consultation: UUID) -> Assembly:
    """Every approved wording that is not published yet, as it fits the next version."""
    changes = await approved_wordings(consultation)
    held = await _held(consultation)
    return Assembly(held.draft, held.edition, [_line(change, held) for change in changes])


@dataclass(frozen=True, slots=True)
class _Held:
    """The next version as it stands: where each published unit is in it, and what is taken."""

    draft: DraftVersion | None
    edition: int
    units: dict[str, WorkingUnit]
    places: Places
    taken: frozenset[str]


async def _held(consultation: UUID) -> _Held:
    last = (
        await DraftVersion.objects()
        .where(DraftVersion.consultation == consultation)
        .order_by(DraftVersion.number, ascending=False)
        .first()
    )
    if last is None or last.published_at is not None:
        rows = await published_units(last.id) if last else []
        units = working_units_of(rows)
        keys: dict[UUID, tuple[str, ...]] = {
            row.id: (unit.key,) for row, unit in zip(rows, units, strict=True)
        }
        return _Held(None, 0, {u.key: u for u in units}, _places(rows, keys), frozenset())
    carried = await carry_over(last.id)
    copy = await WorkingCopy.objects().get(WorkingCopy.version == last.id)
    units = loaded(copy.units) if copy else []
    before: Any = Unit.version
    rows = await Unit.objects().where(
        (before.consultation == consultation) & (before.number == last.number - 1)
    )
    taken = {change for unit in units for change in unit.changes} | {
        choice.change for choice in carried.choices.values() if choice.change
    }
    return _Held(
        last,
        carried.edition,
        {unit.key: unit for unit in units},
        _places(rows, {row.id: carried.outcome(str(row.id)) for row in rows}),
        frozenset(taken),
    )


def _places(rows: Sequence[Unit], keys: dict[UUID, tuple[str, ...]]) -> Places:
    return {row.identity: ((row.heading, row.text), keys[row.id]) for row in rows}


def _line(change: WordingFacts, held: _Held) -> Line:
    if str(change.id) in held.taken:
        return Line(change, Fit.TAKEN, None)
    if change.identity not in held.places:
        return Line(change, Fit.GONE, None)
    published, keys = held.places[change.identity]
    unit = held.units.get(keys[0]) if keys else None
    if change.act is WordingAct.ADD or unit is None:
        ready = unit is not None or change.act is WordingAct.REMOVE
        return Line(change, Fit.READY if ready else Fit.GONE, unit)
    words = (unit.heading, unit.text)
    untouched = words == published == (change.base_heading, change.base_text)
    ready = untouched or (
        change.act is WordingAct.REVISE and words == (change.heading, change.text)
    )
    return Line(change, Fit.READY if ready else Fit.EDITED, unit)
