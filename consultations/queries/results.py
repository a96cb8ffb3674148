"""The public results: every theme with a published answer, and who stands behind it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.queries.bilingual import Bilingual
from consultations.queries.dispositions import published_outcomes
from consultations.queries.listed import READABLE, STANDING
from consultations.reply_templates import EVERYBODY, fill
from consultations.tables import Reply, ThemeMember
from consultations.vocabulary import Decision

# Piccolo resolves columns over two foreign keys; its types don't.
_THEME: Any = Reply.disposition.theme


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFacts:
    """A theme as the public sees it after its answer.

    ``inputs`` are those that everyone may read, ``hidden`` the others that stand. ``separately``
    counts its inputs that were given a decision of their own instead; ``elements`` is how many
    spoke.
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
    hidden: int
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
    counts = await _counts(themes)
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
            inputs=counts[theme]["inputs"],
            hidden=counts[theme]["standing"] - counts[theme]["inputs"],
            separately=counts[theme]["separately"],
            manuscripts=counts[theme]["manuscripts"],
            elements=counts[theme]["elements"],
        )
        for theme, outcome in outcomes.items()
        if outcome.published_at is not None
    ]
    return sorted(results, key=lambda result: (-result.inputs, result.name))


async def _counts(themes: list[UUID]) -> dict[UUID, dict[str, int]]:
    """By theme its standing inputs, and what can be said of those that everyone may read."""
    if not themes:
        return {}
    places = ", ".join("{}" for _ in themes)
    rows = await ThemeMember.raw(
        f"WITH member AS (SELECT m.theme, i.element, i.campaign, {READABLE} AS readable, "
        "o.id AS apart FROM theme_member m JOIN input i ON i.id = m.input "
        "LEFT JOIN input_disposition o ON o.input = i.id "
        f"WHERE {STANDING} AND m.theme IN ({places})) "
        "SELECT theme, COUNT(*) AS standing, COUNT(CASE WHEN readable THEN 1 END) AS inputs, "
        "COUNT(CASE WHEN readable AND apart IS NOT NULL THEN 1 END) AS separately, "
        "COUNT(CASE WHEN readable AND campaign IS NULL THEN 1 END) "
        "+ COUNT(DISTINCT CASE WHEN readable THEN campaign END) AS manuscripts, "
        "COUNT(DISTINCT CASE WHEN readable THEN element END) AS elements "
        "FROM member GROUP BY theme",
        *themes,
    )
    found: dict[UUID, dict[str, int]] = {theme: Counter() for theme in themes}
    return found | {UUID(str(row["theme"])): row for row in rows}
