"""Accepted themes for the drafting team: sizes, spread, members and decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.queries.voices import NO_VOICES, Voices, voices_in
from consultations.tables import Deliberation, Reply, Theme
from consultations.vocabulary import Decision, Element

_DECIDED: Any = Deliberation.disposition


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeFacts:
    """An accepted theme. ``version`` goes back with an edit, so that none overwrites another."""

    id: UUID
    name: str
    description: str
    version: int
    accepted_at: datetime
    voices: Voices
    decision: Decision | None
    published_at: datetime | None

    @property
    def by_element(self) -> Mapping[Element, int]:
        return self.voices.by_element

    @property
    def inputs(self) -> int:
        return self.voices.inputs


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
    facts = await _facts("t.consultation = {}", Theme.consultation == consultation, consultation)
    return sorted(facts, key=lambda theme: (-len(theme.by_element), -theme.inputs, theme.name))


async def theme_names_of(consultation: UUID) -> list[tuple[UUID, str]]:
    """The accepted themes by name."""
    rows = (
        await Theme.select(Theme.id, Theme.name)
        .where((Theme.consultation == consultation) & Theme.closed_at.is_null())
        .order_by(Theme.name)
    )
    return [(row["id"], row["name"]) for row in rows]


async def find_theme(consultation: UUID, theme: UUID) -> ThemeFacts | None:
    """One theme of this consultation, or ``None``."""
    here = (Theme.consultation == consultation) & (Theme.id == theme)
    found = await _facts("t.id = {}", here, theme)
    return found[0] if found else None


async def was_theme(consultation: UUID, theme: UUID) -> bool:
    """Whether this consultation has or ever had the theme."""
    here = (Theme.consultation == consultation) & (Theme.id == theme)
    return bool(await Theme.exists().where(here))


async def _facts(narrowing: str, where: Any, value: UUID) -> list[ThemeFacts]:
    rows = await Theme.select().where(where & Theme.closed_at.is_null())
    if not rows:
        return []
    voices = await voices_in(
        "FROM theme_member m JOIN theme t ON t.id = m.theme JOIN input i ON i.id = m.input "
        f"WHERE t.closed_at IS NULL AND {narrowing}",
        value,
        key="m.theme",
        reviewed="m.pinned OR m.assigned_by IS NOT NULL",
    )
    answered: Any = Reply.disposition.theme
    replies = await Reply.select(Reply.published_at, answered, Reply.disposition.decision).where(
        answered.is_in([row["id"] for row in rows])
    )
    answers = {row["disposition.theme"]: row for row in replies}
    return [
        ThemeFacts(
            id=row["id"],
            name=row["name"],
            description=row["description"],
            version=row["version"],
            accepted_at=row["accepted_at"],
            voices=voices.get(row["id"], NO_VOICES),
            decision=Decision(answers[row["id"]]["disposition.decision"])
            if row["id"] in answers
            else None,
            published_at=answers.get(row["id"], {}).get("published_at"),
        )
        for row in rows
    ]


async def disposition_of(theme: UUID) -> DispositionFacts:
    """The decision and reply written for a theme so far, public or not."""
    row = await Deliberation.select().where(_DECIDED.theme == theme).first()
    if row is None:
        return DispositionFacts()
    return DispositionFacts(
        version=row["version"],
        decision=Decision(row["decision"]) if row["decision"] else None,
        reason=row["reason"],
        reply=row["reply"],
        decided_at=row["written_at"],
        published_at=row["published_at"],
    )
