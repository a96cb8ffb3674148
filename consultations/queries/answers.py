"""Published decisions on what was said about units: why their words changed, or did not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from consultations.queries.dispositions import published_outcomes
from consultations.queries.inputs import Bilingual
from consultations.tables import InputDisposition, ThemeMember
from consultations.vocabulary import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitAnswer:
    """A theme with a published decision, and how many of its inputs are about the unit."""

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
    about: Any = ThemeMember.input.unit
    standing: Any = ThemeMember.input.withdrawn_at
    # Whose input has a decision of its own isn't answered by the theme.
    apart = InputDisposition.select(InputDisposition.input)
    rows = (
        await ThemeMember.select(about, ThemeMember.theme, Count())
        .where(about.is_in(list(units)) & standing.is_null() & ThemeMember.input.not_in(apart))
        .group_by(about, ThemeMember.theme)
    )
    published = await published_outcomes({row["theme"] for row in rows})
    found: dict[UUID, list[UnitAnswer]] = {}
    for row in sorted(rows, key=lambda row: -row["count"]):
        if outcome := published.get(row["theme"]):
            found.setdefault(row["input.unit"], []).append(
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
