"""Drafts of a language model as people read them, each sentence with the inputs it rests on.

A sentence is left out as soon as one of its inputs is withdrawn, withheld or says something else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from analysis.normalising import analysed_text, text_hash
from analysis.suggesting import Sourced, sourced
from analysis.tables import ThemeSuggestion
from consultations.queries.inputs import InputFacts
from consultations.queries.theme_members import inputs_by_id
from consultations.vocabulary import (
    SuggestionFault,
    SuggestionKind,
    SuggestionState,
    SuggestionTrouble,
)

_OPEN = (SuggestionState.QUEUED, SuggestionState.WRITING)


@dataclass(frozen=True, slots=True)
class Drafted:
    """A sentence at its place in the draft, with the inputs it rests on; ``edited`` by a person."""

    place: int
    words: str
    sources: list[InputFacts]
    edited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One draft: where it stands, its sentences, what was dropped, who decided when."""

    id: UUID
    kind: SuggestionKind
    state: SuggestionState
    step: str
    trouble: SuggestionTrouble | None
    model: str
    sentences: list[Drafted]
    gone: int
    dropped: dict[SuggestionFault, int]
    sent: int
    requested_at: datetime
    finished_at: datetime | None
    decided_at: datetime | None
    decided_by: str

    @property
    def is_open(self) -> bool:
        """Whether the worker has still to do with it."""
        return self.state in _OPEN


async def newest_suggestion(theme: UUID, kind: SuggestionKind) -> Suggestion | None:
    """The draft of this kind that was asked for last, unless it was discarded."""
    row = (
        await _columns()
        .where((ThemeSuggestion.theme == theme) & (ThemeSuggestion.kind == kind.value))
        .order_by(ThemeSuggestion.requested_at, ascending=False)
        .first()
    )
    if row is None or row["state"] == SuggestionState.DISCARDED.value:
        return None
    return await _suggestion(row)


async def accepted_brief(theme: UUID) -> Suggestion | None:
    """The brief that somebody has taken for the theme, if it still says something."""
    row = (
        await _columns()
        .where(
            (ThemeSuggestion.theme == theme)
            & (ThemeSuggestion.kind == SuggestionKind.BRIEF.value)
            & (ThemeSuggestion.state == SuggestionState.ACCEPTED.value)
        )
        .first()
    )
    return await _suggestion(row) if row else None


async def states_of(theme: UUID) -> dict[SuggestionKind, SuggestionState]:
    """Where the draft of each kind stands that the team has still to do with."""
    undecided = (*_OPEN, SuggestionState.READY)
    rows = await ThemeSuggestion.select(ThemeSuggestion.kind, ThemeSuggestion.state).where(
        (ThemeSuggestion.theme == theme)
        & ThemeSuggestion.state.is_in([state.value for state in undecided])
    )
    return {SuggestionKind(row["kind"]): SuggestionState(row["state"]) for row in rows}


def _columns() -> Any:
    by: Any = ThemeSuggestion.decided_by
    return ThemeSuggestion.select(*ThemeSuggestion.all_columns(), by.name.as_alias("person"))


async def _suggestion(row: dict[str, Any]) -> Suggestion:
    decided = row["state"] == SuggestionState.ACCEPTED.value
    sentences = sourced(row["kept"] if decided else row["content"])
    entries = await inputs_by_id(list(_inputs(sentences)))
    standing = [
        Drafted(place, one.words, [entries[key] for key in one.inputs], one.edited)
        for place, one in enumerate(sentences)
        if _still_stands(one, entries)
    ]
    return Suggestion(
        id=row["id"],
        kind=SuggestionKind(row["kind"]),
        state=SuggestionState(row["state"]),
        step=row["step"],
        trouble=SuggestionTrouble(row["trouble"]) if row["trouble"] else None,
        model=row["model"],
        sentences=standing,
        gone=len(sentences) - len(standing),
        dropped={
            SuggestionFault(name): count
            for name, count in msgspec.json.decode(row["dropped"], type=dict[str, int]).items()
        },
        sent=len(msgspec.json.decode(row["sent"], type=list[UUID])),
        requested_at=row["requested_at"],
        finished_at=row["finished_at"],
        decided_at=row["decided_at"],
        decided_by=row["person"] or "",
    )


def _inputs(sentences: Iterable[Sourced]) -> dict[UUID, None]:
    return dict.fromkeys(key for one in sentences for key in one.inputs)


def _still_stands(one: Sourced, entries: dict[UUID, InputFacts]) -> bool:
    return all(
        key in entries
        and entries[key].withheld_at is None
        and text_hash(analysed_text(entries[key].text, entries[key].proposed_wording)) == said
        for key, said in zip(one.inputs, one.hashes, strict=True)
    )
