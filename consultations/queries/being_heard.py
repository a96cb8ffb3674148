"""How far each element and each unit got: heard, considered and given an explanation.

Counted are the inputs that everyone may read: whoever wants to can count them again.
"""

from dataclasses import dataclass
from uuid import UUID

from consultations.figures.hiding import shown_counts
from consultations.queries.drafts import UnitFacts, units_of, versions_of
from consultations.queries.listed import READABLE
from consultations.queries.own_results import HOLDING
from consultations.tables import Input
from consultations.vocabulary import Element

# Considered: in a theme, or decided on; explained: with a decision and a reason that are public.
_REACHED = f"""
WITH holding AS ({HOLDING})
SELECT COLUMN AS place, COUNT(*) AS heard,
  COUNT(CASE WHEN i.id IN (SELECT input FROM theme_member)
    OR i.id IN (SELECT id FROM holding) THEN 1 END) AS considered,
  COUNT(CASE WHEN i.id IN (SELECT id FROM holding) THEN 1 END) AS explained
FROM input i JOINED
WHERE i.consultation = {{}} AND {READABLE} GROUP BY COLUMN
"""
_BY_ELEMENT = _REACHED.replace("COLUMN", "i.element").replace("JOINED", "")
_BY_UNIT = _REACHED.replace("COLUMN", "u.identity").replace(
    "JOINED", "JOIN unit u ON u.id = i.unit"
)

_NOBODY = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Reached:
    """Of some inputs: how many came, are in a theme or decided on, and have a public answer.

    ``None`` stays hidden.
    """

    heard: int | None = 0
    considered: int | None = 0
    explained: int | None = 0


async def reached_by_element(consultation: UUID) -> tuple[Reached, dict[Element, Reached]]:
    """All together, and the six elements, also those that nobody was heard of."""
    found = await _reached(_BY_ELEMENT, consultation)
    columns = list(zip(*(found.get(element.value, _NOBODY) for element in Element), strict=True))
    # Each column as the consultation's front page hides its own, which is the first of these.
    shown = [shown_counts(dict(zip(Element, column, strict=True))) for column in columns]
    return Reached(*map(sum, columns)), {
        element: Reached(*(column[element] for column in shown)) for element in Element
    }


async def reached_by_unit(consultation: UUID) -> list[tuple[UnitFacts, Reached]]:
    """The units of the newest version on which something was said, in reading order."""
    versions = await versions_of(consultation)
    if not versions:
        return []
    found = await _reached(_BY_UNIT, consultation)
    units = await units_of(versions[0].id)
    return [(u, Reached(*found[str(u.identity)])) for u in units if str(u.identity) in found]


async def _reached(statement: str, consultation: UUID) -> dict[str, tuple[int, int, int]]:
    rows = await Input.raw(statement, consultation, consultation, consultation)
    return {str(row["place"]): (row["heard"], row["considered"], row["explained"]) for row in rows}
