"""Published decisions on what was said about units: why their words changed, or did not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from consultations.queries.bilingual import Bilingual
from consultations.queries.dispositions import published_outcomes
from consultations.queries.listed import READABLE, STANDING
from consultations.tables import ThemeMember
from consultations.vocabulary import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitAnswer:
    """A theme with a published decision.

    ``inputs`` is how many about the unit everyone may read; there may be none.
    """

    theme: UUID
    name: str
    decision: Decision
    label: Bilingual | None
    reason: str
    inputs: int


async def answers_about(units: Sequence[UUID]) -> dict[UUID, list[UnitAnswer]]:
    """By unit the published decisions on themes that hold inputs about it, most inputs first."""
    if not units:
        return {}
    places = ", ".join("{}" for _ in units)
    # Whose input has a decision of its own isn't answered by the theme.
    rows = await ThemeMember.raw(
        f"SELECT i.unit, m.theme, COUNT(CASE WHEN {READABLE} THEN 1 END) AS count "
        "FROM theme_member m JOIN input i ON i.id = m.input "
        "LEFT JOIN input_disposition o ON o.input = i.id "
        f"WHERE {STANDING} AND o.id IS NULL AND i.unit IN ({places}) GROUP BY i.unit, m.theme",
        *units,
    )
    rows = [
        {**row, "unit": UUID(str(row["unit"])), "theme": UUID(str(row["theme"]))} for row in rows
    ]
    published = await published_outcomes({row["theme"] for row in rows})
    found: dict[UUID, list[UnitAnswer]] = {}
    for row in sorted(rows, key=lambda row: -row["count"]):
        if outcome := published.get(row["theme"]):
            found.setdefault(row["unit"], []).append(
                UnitAnswer(
                    theme=row["theme"],
                    name=outcome.name,
                    decision=outcome.decision,
                    label=outcome.label,
                    reason=outcome.reason,
                    inputs=row["count"],
                )
            )
    return found


def answered_together(answers: Sequence[UnitAnswer]) -> list[UnitAnswer]:
    """Decisions on the inputs about several units, each theme once, with all its inputs."""
    found: dict[UUID, UnitAnswer] = {}
    for one in answers:
        before = found.get(one.theme)
        found[one.theme] = replace(one, inputs=one.inputs + before.inputs) if before else one
    return sorted(found.values(), key=lambda one: -one.inputs)
