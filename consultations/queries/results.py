"""The public results: every theme with a published answer, and who stands behind it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from consultations.queries.dispositions import published_outcomes
from consultations.queries.inputs import Bilingual
from consultations.reply_templates import EVERYBODY, fill
from consultations.tables import InputDisposition, Reply, ThemeMember
from consultations.vocabulary import Decision

# Piccolo resolves columns over two foreign keys; its types don't.
_THEME: Any = Reply.disposition.theme


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFacts:
    """A theme as the public sees it after its answer.

    ``separately`` counts its inputs that were given a decision of their own instead; ``elements``
    is how many spoke.
    """

    theme: UUID
    name: str
    description: str
    decision: Decision
    label: Bilingual | None
    reason: str
    reply: str
    published_at: datetime
    inputs: int
    separately: int
    manuscripts: int
    elements: int

    @property
    def bar(self) -> tuple[str, int]:
        """The theme as one bar of a chart."""
        return self.name, self.inputs


async def published_results(consultation: UUID) -> list[ResultFacts]:
    """Published answers, the theme with most inputs first."""
    rows = await Reply.select(_THEME.id, _THEME.description).where(
        (_THEME.consultation == consultation) & Reply.published_at.is_not_null()
    )
    described = {row["disposition.theme.id"]: row["disposition.theme.description"] for row in rows}
    themes = list(described)
    outcomes = await published_outcomes(set(themes))
    members, different = await _members(themes), await manuscripts_in(themes)
    separately = await _answered_separately(themes)
    results = [
        ResultFacts(
            theme=theme,
            name=outcome.name,
            description=described[theme],
            decision=outcome.decision,
            label=outcome.label,
            reason=outcome.reason,
            reply=fill(outcome.reply, EVERYBODY),
            published_at=outcome.published_at,
            separately=separately.get(theme, 0),
            manuscripts=different.get(theme, 0),
            inputs=sum(members.get(theme, ())),
            elements=len(members.get(theme, ())),
        )
        for theme, outcome in outcomes.items()
        if outcome.published_at is not None
    ]
    return sorted(results, key=lambda result: (-result.inputs, result.name))


async def _answered_separately(themes: list[UUID]) -> dict[UUID, int]:
    if not themes:
        return {}
    decided = InputDisposition.select(InputDisposition.input)
    rows = (
        await ThemeMember.select(ThemeMember.theme, Count())
        .where(ThemeMember.theme.is_in(themes) & ThemeMember.input.is_in(decided))
        .group_by(ThemeMember.theme)
    )
    return {row["theme"]: row["count"] for row in rows}


async def manuscripts_in(themes: list[UUID]) -> dict[UUID, int]:
    """How many different manuscripts the inputs of each theme are: a campaign counts as one."""
    if not themes:
        return {}
    said: Any = ThemeMember.input
    rows = (
        await ThemeMember.select(ThemeMember.theme, said.campaign, Count())
        .where(ThemeMember.theme.is_in(themes))
        .group_by(ThemeMember.theme, said.campaign)
    )
    different: dict[UUID, int] = {}
    for row in rows:
        own = row["count"] if row["input.campaign"] is None else 1
        different[row["theme"]] = different.get(row["theme"], 0) + own
    return different


async def _members(themes: list[UUID]) -> dict[UUID, list[int]]:
    """By theme how many inputs each element that spoke gave."""
    if not themes:
        return {}
    rows = (
        await ThemeMember.select(ThemeMember.theme, ThemeMember.input.element, Count())
        .where(ThemeMember.theme.is_in(themes))
        .group_by(ThemeMember.theme, ThemeMember.input.element)
    )
    members: dict[UUID, list[int]] = {}
    for row in rows:
        members.setdefault(row["theme"], []).append(row["count"])
    return members
