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
from consultations.vocabulary import Channel, Decision, Element

# Piccolo resolves columns over two foreign keys; its types don't.
_THEME: Any = Reply.disposition.theme


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFacts:
    """A theme as the public sees it after its answer.

    ``separately`` counts its inputs that were given a decision of their own instead.
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
    by_element: dict[Element, int]
    by_channel: dict[Channel, int]

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
            **members.get(theme, _Tally()).facts,
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


class _Tally:
    def __init__(self) -> None:
        self.by_element: dict[Element, int] = {}
        self.by_channel: dict[Channel, int] = {}

    def add(self, element: Element, channel: Channel, count: int) -> None:
        self.by_element[element] = self.by_element.get(element, 0) + count
        self.by_channel[channel] = self.by_channel.get(channel, 0) + count

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "inputs": sum(self.by_element.values()),
            "by_element": self.by_element,
            "by_channel": self.by_channel,
        }


async def _members(themes: list[UUID]) -> dict[UUID, _Tally]:
    tallies: dict[UUID, _Tally] = {}
    if not themes:
        return tallies
    rows = (
        await ThemeMember.select(
            ThemeMember.theme, ThemeMember.input.element, ThemeMember.input.channel, Count()
        )
        .where(ThemeMember.theme.is_in(themes))
        .group_by(ThemeMember.theme, ThemeMember.input.element, ThemeMember.input.channel)
    )
    for row in rows:
        tally = tallies.setdefault(row["theme"], _Tally())
        tally.add(Element(row["input.element"]), Channel(row["input.channel"]), row["count"])
    return tallies
