"""From a theme to the clauses whose published words rest on it."""

from dataclasses import dataclass
from uuid import UUID

from consultations.tables import WordingChange
from consultations.vocabulary import UnitKind

# A theme that was merged goes on as the one it was merged into.
_CHANGED = """
WITH RECURSIVE heard(change, theme) AS (
  SELECT s.change, s.theme FROM wording_source s JOIN wording_change c ON c.id = s.change
  WHERE s.theme IS NOT NULL AND c.published_in IS NOT NULL AND c.consultation = {}
  UNION SELECT h.change, t.merged_into FROM heard h JOIN theme t ON t.id = h.theme
  WHERE t.merged_into IS NOT NULL
)
SELECT DISTINCT h.theme AS theme, u.kind AS kind, u.number AS number, u.position AS position,
  v.number AS version FROM heard h
JOIN wording_change c ON c.id = h.change
JOIN unit u ON u.id = c.unit JOIN draft_version v ON v.id = c.published_in
ORDER BY v.number, u.position
"""


@dataclass(frozen=True, slots=True)
class RewordedUnit:
    """A unit as the published version that changed it has it."""

    kind: UnitKind
    number: str
    version: int


async def units_reworded_for(consultation: UUID) -> dict[UUID, list[RewordedUnit]]:
    """By theme, the units that published versions changed because of it, in reading order."""
    found: dict[UUID, list[RewordedUnit]] = {}
    for row in await WordingChange.raw(_CHANGED, consultation):
        unit = RewordedUnit(UnitKind(row["kind"]), row["number"], row["version"])
        found.setdefault(UUID(str(row["theme"])), []).append(unit)
    return found
