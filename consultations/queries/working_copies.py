"""The working copy of an unpublished version, as the drafting team reads it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from consultations.tables import WorkingCopy
from consultations.vocabulary import Edit, UnitKind
from consultations.working_units import WorkingUnit, flaws, loaded


@dataclass(frozen=True)
class WorkingFacts:
    """The units in order; ``last_change`` can be undone."""

    version: UUID
    edition: int
    units: list[WorkingUnit]
    last_change: Edit | None
    saved_at: datetime

    @cached_property
    def flaws(self) -> dict[str, str]:
        return flaws(self.units)

    @property
    def clauses(self) -> int:
        return sum(1 for unit in self.units if unit.kind is UnitKind.CLAUSE)


async def working_copy_of(version: UUID) -> WorkingFacts | None:
    """The working copy, or nothing for a published version."""
    row = await WorkingCopy.select().where(WorkingCopy.version == version).first()
    if row is None:
        return None
    undoable = row["last_change"] if row["units_before"] is not None else None
    return WorkingFacts(
        version=version,
        edition=row["edition"],
        units=loaded(row["units"]),
        last_change=Edit(undoable) if undoable else None,
        saved_at=row["saved_at"],
    )
