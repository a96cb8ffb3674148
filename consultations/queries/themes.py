"""Accepted themes for the drafting team: sizes, spread, members and decisions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from consultations.queries.inputs import InputFacts, input_columns, team_facts
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.tables import Reply, Theme, ThemeMember
from consultations.vocabulary import Decision, Element


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeFacts:
    """An accepted theme. ``version`` goes back with an edit, so that none overwrites another."""

    id: UUID
    name: str
    description: str
    version: int
    accepted_at: datetime
    by_element: dict[Element, int]
    decision: Decision | None
    published_at: datetime | None

    @property
    def inputs(self) -> int:
        return sum(self.by_element.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """An input in a theme; ``score`` is empty where a person placed it."""

    entry: InputFacts
    score: float | None
    placed_by_person: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DispositionFacts:
    """The decision on a theme as written so far; version 0 when there is none."""

    version: int = 0
    decision: Decision | None = None
    reason: str = ""
    reply: str = ""
    decided_at: datetime | None = None
    published_at: datetime | None = None


async def themes_of(consultation: UUID) -> list[ThemeFacts]:
    """All accepted themes: most elements first, then most inputs, so that breadth comes up."""
    rows = await Theme.select().where(Theme.consultation == consultation)
    spread = (
        await ThemeMember.select(ThemeMember.theme, ThemeMember.input.element, Count())
        .where(ThemeMember.theme.consultation == consultation)
        .group_by(ThemeMember.theme, ThemeMember.input.element)
    )
    answered: Any = Reply.disposition.theme
    replies = await Reply.select(Reply.published_at, answered, Reply.disposition.decision).where(
        answered.consultation == consultation
    )
    by_theme: dict[UUID, dict[Element, int]] = {}
    for row in spread:
        by_theme.setdefault(row["theme"], {})[Element(row["input.element"])] = row["count"]
    answers = {row["disposition.theme"]: row for row in replies}
    facts = [
        ThemeFacts(
            id=row["id"],
            name=row["name"],
            description=row["description"],
            version=row["version"],
            accepted_at=row["accepted_at"],
            by_element=by_theme.get(row["id"], {}),
            decision=Decision(answers[row["id"]]["disposition.decision"])
            if row["id"] in answers
            else None,
            published_at=answers.get(row["id"], {}).get("published_at"),
        )
        for row in rows
    ]
    return sorted(facts, key=lambda theme: (-len(theme.by_element), -theme.inputs, theme.name))


async def theme_names_of(consultation: UUID) -> list[tuple[UUID, str]]:
    """The accepted themes by name."""
    rows = (
        await Theme.select(Theme.id, Theme.name)
        .where(Theme.consultation == consultation)
        .order_by(Theme.name)
    )
    return [(row["id"], row["name"]) for row in rows]


async def find_theme(consultation: UUID, theme: UUID) -> ThemeFacts | None:
    """One theme of this consultation, or ``None``."""
    return next((facts for facts in await themes_of(consultation) if facts.id == theme), None)


async def members_of(theme: UUID, page: int = 1) -> Page[MemberFacts]:
    """The inputs of a theme, those nearest its centre first."""
    rows = (
        await ThemeMember.select(
            *input_columns(ThemeMember.input), ThemeMember.score, ThemeMember.assigned_by
        )
        .where(ThemeMember.theme == theme)
        .order_by(ThemeMember.score, ascending=False)
        .limit(PAGE_SIZE)
        .offset(offset_of(page))
    )
    return Page(
        [
            MemberFacts(
                entry=team_facts({k.removeprefix("input."): v for k, v in row.items()}),
                score=row["score"],
                placed_by_person=row["assigned_by"] is not None,
            )
            for row in rows
        ],
        max(1, page),
        await ThemeMember.count().where(ThemeMember.theme == theme),
    )


async def disposition_of(theme: UUID) -> DispositionFacts:
    """The decision and reply written for a theme so far."""
    row = (
        await Reply.select(
            Reply.text,
            Reply.published_at,
            Reply.disposition.decision,
            Reply.disposition.reason,
            Reply.disposition.version,
            Reply.disposition.decided_at,
        )
        .where(Reply.disposition.theme == theme)
        .first()
    )
    if row is None:
        return DispositionFacts()
    return DispositionFacts(
        version=row["disposition.version"],
        decision=Decision(row["disposition.decision"]),
        reason=row["disposition.reason"],
        reply=row["text"],
        decided_at=row["disposition.decided_at"],
        published_at=row["published_at"],
    )
