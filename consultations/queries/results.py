"""The public results: every theme with a published answer, and who stands behind it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from consultations.tables import Reply, ThemeMember
from consultations.vocabulary import Channel, Decision, Element

# Piccolo resolves columns over two foreign keys; its types don't.
_THEME: Any = Reply.disposition.theme


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFacts:
    """A theme as the public sees it after its answer."""

    theme: UUID
    name: str
    description: str
    decision: Decision
    reason: str
    reply: str
    published_at: datetime
    inputs: int
    manuscripts: int
    by_element: dict[Element, int]
    by_channel: dict[Channel, int]

    @property
    def bar(self) -> tuple[str, int]:
        """The theme as one bar of a chart."""
        return self.name, self.inputs


async def published_results(consultation: UUID) -> list[ResultFacts]:
    """Published answers, the theme with most inputs first."""
    rows = await Reply.select(
        Reply.text,
        Reply.published_at,
        Reply.disposition.decision,
        Reply.disposition.reason,
        _THEME,
        _THEME.name,
        _THEME.description,
    ).where((_THEME.consultation == consultation) & Reply.published_at.is_not_null())
    themes = [row["disposition.theme"] for row in rows]
    members, different = await _members(themes), await manuscripts_in(themes)
    results = [
        ResultFacts(
            theme=row["disposition.theme"],
            name=row["disposition.theme.name"],
            description=row["disposition.theme.description"],
            decision=Decision(row["disposition.decision"]),
            reason=row["disposition.reason"],
            reply=row["text"],
            published_at=row["published_at"],
            manuscripts=different.get(row["disposition.theme"], 0),
            **members.get(row["disposition.theme"], _Tally()).facts,
        )
        for row in rows
    ]
    return sorted(results, key=lambda result: (-result.inputs, result.name))


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
