"""What people did to themes, newest first, with the notes they left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from consultations.queries.paging import Page, offset_of
from consultations.tables import Theme, ThemeEvent
from consultations.theme_changes import Changes, Wording
from consultations.vocabulary import ThemeAct

HISTORY_SIZE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class ActFacts:
    """One act: who, when, on which theme (and which other), how many inputs, which words.

    ``renamed`` is a theme's name before and after, where the act changed it.
    """

    id: UUID
    act: ThemeAct
    at: datetime
    person: str
    theme: UUID | None
    theme_name: str
    other: UUID | None
    other_name: str
    inputs: int
    words: str
    version: int
    undone_at: datetime | None
    undone_by: str
    renamed: tuple[str, str] | None = None


async def acts_on(consultation: UUID, theme: UUID | None = None, page: int = 1) -> Page[ActFacts]:
    """The acts in a consultation, or those that touched one theme."""
    where = _touching(consultation, theme)
    rows = (
        await _columns()
        .where(where)
        .order_by(ThemeEvent.at, ascending=False)
        .order_by(ThemeEvent.id)
        .limit(HISTORY_SIZE)
        .offset(offset_of(page, HISTORY_SIZE))
    )
    total = await ThemeEvent.count().where(where)
    return Page(await _acts(rows), max(1, page), total, HISTORY_SIZE)


async def acts_since(theme: UUID, version: int) -> list[ActFacts]:
    """What others did to a theme since somebody read it in this version, newest first."""
    rows = (
        await _columns()
        .where(
            ((ThemeEvent.theme == theme) | (ThemeEvent.other == theme))
            & ThemeEvent.undone_at.is_null()
        )
        .order_by(ThemeEvent.at, ascending=False)
        .limit(HISTORY_SIZE)
    )
    acts = await _acts(rows)
    return [act for act in acts if act.theme != theme or act.version > version]


async def notes_on(theme: UUID) -> list[ActFacts]:
    """The team's notes on a theme, newest first."""
    rows = (
        await _columns()
        .where(
            (ThemeEvent.theme == theme)
            & (ThemeEvent.act == ThemeAct.NOTE.value)
            & ThemeEvent.undone_at.is_null()
        )
        .order_by(ThemeEvent.at, ascending=False)
    )
    return [_act(row) for row in rows]


async def last_act(consultation: UUID, person: UUID | None) -> ActFacts | None:
    """The newest act of a person that still stands."""
    row = (
        await _columns()
        .where(
            (ThemeEvent.consultation == consultation)
            & (ThemeEvent.by == person)
            & ThemeEvent.undone_at.is_null()
        )
        .order_by(ThemeEvent.at, ascending=False)
        .first()
    )
    return _act(row) if row else None


async def merged_into(consultation: UUID, theme: UUID) -> UUID | None:
    """The standing theme that a closed one has become, if it was merged."""
    here: UUID | None = theme
    while here is not None:
        row = (
            await Theme.select(Theme.closed_at, Theme.merged_into)
            .where((Theme.id == here) & (Theme.consultation == consultation))
            .first()
        )
        if row is None or row["closed_at"] is None:
            return here if row else None
        here = row["merged_into"]
    return None


def _touching(consultation: UUID, theme: UUID | None) -> Any:
    where: Any = ThemeEvent.consultation == consultation
    if theme is not None:
        where = where & ((ThemeEvent.theme == theme) | (ThemeEvent.other == theme))
    return where


def _columns() -> Any:
    # Piccolo resolves columns over a foreign key; its types don't.
    of: Any = ThemeEvent
    theme, other, by, undone = of.theme, of.other, of.by, of.undone_by
    return ThemeEvent.select(
        ThemeEvent.id,
        ThemeEvent.act,
        ThemeEvent.at,
        by.name,
        theme,
        theme.name,
        other,
        other.name,
        ThemeEvent.inputs,
        ThemeEvent.words,
        ThemeEvent.version,
        ThemeEvent.undone_at,
        undone.name,
    )


async def _acts(rows: list[dict[str, Any]]) -> list[ActFacts]:
    """The acts, with the names that renaming took away and gave."""
    renaming = [row["id"] for row in rows if row["act"] == ThemeAct.RENAME]
    found = (
        await ThemeEvent.select(ThemeEvent.id, ThemeEvent.changes).where(
            ThemeEvent.id.is_in(renaming)
        )
        if renaming
        else []
    )
    words = {row["id"]: msgspec.json.decode(row["changes"], type=Changes).worded for row in found}
    return [_act(row, words.get(row["id"], [])) for row in rows]


def _act(row: dict[str, Any], worded: Sequence[Wording] = ()) -> ActFacts:
    names = [(one.before[0], one.after[0]) for one in worded]
    return ActFacts(
        id=row["id"],
        act=ThemeAct(row["act"]),
        at=row["at"],
        person=row["by.name"] or "",
        theme=row["theme"],
        theme_name=row["theme.name"] or "",
        other=row["other"],
        other_name=row["other.name"] or "",
        inputs=row["inputs"],
        words=row["words"],
        version=row["version"],
        undone_at=row["undone_at"],
        undone_by=row["undone_by.name"] or "",
        renamed=next((pair for pair in names if pair[0] != pair[1]), None),
    )
