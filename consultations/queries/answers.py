"""Published decisions on what was said about units: why their words changed, or did not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from consultations.tables import Reply, ThemeMember
from consultations.vocabulary import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitAnswer:
    """A theme with a published decision, and how many of its inputs are about the unit."""

    theme: UUID
    name: str
    decision: Decision
    reason: str
    inputs: int


async def answers_about(units: Sequence[UUID]) -> dict[UUID, list[UnitAnswer]]:
    """By unit the published decisions on themes that hold inputs about it, most inputs first."""
    if not units:
        return {}
    about: Any = ThemeMember.input.unit
    standing: Any = ThemeMember.input.withdrawn_at
    rows = (
        await ThemeMember.select(about, ThemeMember.theme, Count())
        .where(about.is_in(list(units)) & standing.is_null())
        .group_by(about, ThemeMember.theme)
    )
    decided: Any = Reply.disposition.theme
    replies = await Reply.select(
        decided.id, decided.name, Reply.disposition.decision, Reply.disposition.reason
    ).where(
        decided.is_in(list({row["theme"] for row in rows}) or [UUID(int=0)])
        & Reply.published_at.is_not_null()
    )
    published = {row["disposition.theme.id"]: row for row in replies}
    found: dict[UUID, list[UnitAnswer]] = {}
    for row in sorted(rows, key=lambda row: -row["count"]):
        if reply := published.get(row["theme"]):
            found.setdefault(row["input.unit"], []).append(
                UnitAnswer(
                    theme=row["theme"],
                    name=reply["disposition.theme.name"],
                    decision=Decision(reply["disposition.decision"]),
                    reason=reply["disposition.reason"],
                    inputs=row["count"],
                )
            )
    return found
