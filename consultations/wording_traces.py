"""Keeps, when a version is published, which of its units an approved wording has become."""

from collections.abc import Sequence
from uuid import UUID

from consultations.carrying import CarryOver
from consultations.tables import Unit, WordingChange
from consultations.vocabulary import Fate
from consultations.working_units import WorkingUnit


async def publish_wordings(
    version: UUID, units: Sequence[WorkingUnit], carried: CarryOver, made: dict[str, Unit]
) -> None:
    """Tie the wordings that were taken over to the version; inside its transaction.

    A unit whose words are what they were before took none over, whatever it once did.
    """
    lines = carried.ledger if carried.old else []
    changed = {line.new for line in lines if line.new and line.fate is not Fate.UNCHANGED}
    gone = {line.old for line in lines if line.fate is Fate.REMOVED}
    became: dict[str, UUID | None] = {
        change: made[unit.key].id
        for unit in units
        if unit.key in changed
        for change in unit.changes
    } | {
        choice.change: None
        for old, choice in carried.choices.items()
        if choice.change and old in gone
    }
    for change, unit in became.items():
        await WordingChange.update(
            {WordingChange.unit: unit, WordingChange.published_in: version}
        ).where(WordingChange.id == UUID(change))
