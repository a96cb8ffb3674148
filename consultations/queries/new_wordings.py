"""What became of the words of each unit, up to the newest published version."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations.queries.drafts import UnitFacts, unit_facts, versions_of
from consultations.tables import Unit, UnitSuccession
from consultations.vocabulary import Fate


@dataclass(frozen=True, slots=True)
class NewWording:
    """Words that a unit has now, and the version that brought them; no unit where it is gone."""

    version: int
    unit: UnitFacts | None = None


class NewWordings:
    """The way of every unit to the newest version, read once and asked for many."""

    def __init__(
        self,
        steps: dict[UUID, list[tuple[UUID | None, Fate, int]]],
        newest: dict[UUID, UnitFacts],
        version: int,
    ) -> None:
        self._steps, self._newest, self.version = steps, newest, version

    def of(self, unit: UUID | None) -> tuple[NewWording, ...]:
        """What changed in a unit since its version; empty where it stands as it was."""
        if unit is None:
            return ()
        found: list[NewWording] = []
        waiting, seen = [(unit, 0)], {unit}
        while waiting:
            one, changed = waiting.pop(0)
            if one in self._newest and changed:
                found.append(NewWording(changed, self._newest[one]))
            for other, fate, number in self._steps.get(one, ()):
                at = changed if fate is Fate.UNCHANGED else number
                if other is None:
                    found.append(NewWording(number))
                elif other not in seen:
                    seen.add(other)
                    waiting.append((other, at))
        return tuple(found)


async def new_wordings_of(consultation: UUID) -> NewWordings:
    """The new words of all units of a consultation; run inside ``reading()``."""
    versions = await versions_of(consultation)
    if not versions:
        return NewWordings({}, {}, 0)
    step: Any = UnitSuccession.version
    rows = await UnitSuccession.select(
        UnitSuccession.from_unit, UnitSuccession.to_unit, UnitSuccession.fate, step.number
    ).where(
        (step.consultation == consultation)
        & step.published_at.is_not_null()
        & UnitSuccession.from_unit.is_not_null()
    )
    steps: dict[UUID, list[tuple[UUID | None, Fate, int]]] = defaultdict(list)
    for row in rows:
        steps[row["from_unit"]].append((row["to_unit"], Fate(row["fate"]), row["version.number"]))
    units = await Unit.select().where(Unit.version == versions[0].id).order_by(Unit.position)
    newest = {row["id"]: unit_facts(row) for row in units}
    return NewWordings(steps, newest, versions[0].number)
