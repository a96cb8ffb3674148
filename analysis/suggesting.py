"""Asking a language model for a theme's name or brief, and deciding on what it drafted.

The web server does it, so nothing here loads what drafting needs. A draft changes nothing until a
person takes it.
"""

from typing import Any
from uuid import UUID

import msgspec

from analysis.tables import ThemeSuggestion
from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound, Stale
from consultations.tables import Theme
from consultations.theming import rename_theme
from consultations.transactions import again_after_collision, transaction
from consultations.vocabulary import SuggestionKind, SuggestionState


class Sourced(msgspec.Struct):
    """A drafted sentence with the inputs it rests on, and their text hashes when it was drafted.

    ``edited``: a person has changed its words since.
    """

    words: str
    inputs: list[UUID]
    hashes: list[str]
    edited: bool = False


@again_after_collision
async def request_suggestion(*, theme: UUID, kind: SuggestionKind, by: UUID | None) -> None:
    """Ask for a draft; one that is waiting, being written or undecided already stays the one."""
    async with transaction():
        consultation = await _consultation_of(theme)
        open_as = f"{theme}:{kind.value}"
        if await ThemeSuggestion.exists().where(ThemeSuggestion.open_as == open_as):
            return
        asked = ThemeSuggestion(
            theme=theme,
            kind=kind.value,
            open_as=open_as,
            step="",
            requested_at=now(),
            requested_by=by,
        )
        await ThemeSuggestion.insert(asked)
        await audit.record(
            "suggestion.requested", asked, by=by, consultation=consultation, kind=kind.value
        )


async def accept_name(*, suggestion: UUID, name: str, version: int, by: UUID | None) -> None:
    """Give the theme the drafted name, as it is or changed: an ordinary renaming.

    Raises ``Stale`` when the draft is decided already, or the theme is no longer in ``version``.
    """
    async with transaction():
        row = await _decide(suggestion, SuggestionState.ACCEPTED, by)
        theme = await Theme.objects().get(Theme.id == row["theme"])
        if theme is None:
            raise NotFound
        await rename_theme(
            theme=theme.id, name=name, description=theme.description, version=version, by=by
        )
        drafted = sourced(row["content"])
        await _keep(suggestion, [_worded(drafted[0], name)] if drafted else [])


async def accept_brief(*, suggestion: UUID, sentences: dict[int, str], by: UUID | None) -> None:
    """Keep those of the drafted sentences that are given, by their places, in the words given.

    A brief that was accepted before makes way. Raises ``Stale`` when the draft is decided already.
    """
    async with transaction():
        row = await _decide(suggestion, SuggestionState.ACCEPTED, by)
        drafted = enumerate(sourced(row["content"]))
        await _keep(
            suggestion,
            [_worded(one, sentences[place]) for place, one in drafted if place in sentences],
        )
        await ThemeSuggestion.update(
            {ThemeSuggestion.state: SuggestionState.DISCARDED.value}
        ).where(
            (ThemeSuggestion.theme == row["theme"])
            & (ThemeSuggestion.kind == SuggestionKind.BRIEF.value)
            & (ThemeSuggestion.state == SuggestionState.ACCEPTED.value)
            & (ThemeSuggestion.id != suggestion)
        )


async def discard_suggestion(*, suggestion: UUID, by: UUID | None) -> None:
    """Put a draft away, also a brief that was accepted; ``Stale`` when that was done already."""
    async with transaction():
        await _decide(suggestion, SuggestionState.DISCARDED, by)


def sourced(content: str) -> list[Sourced]:
    """The sentences as they are kept in a row."""
    return msgspec.json.decode(content, type=list[Sourced])


async def _decide(suggestion: UUID, state: SuggestionState, by: UUID | None) -> dict[str, Any]:
    before = [SuggestionState.READY.value]
    if state is SuggestionState.DISCARDED:
        before.append(SuggestionState.ACCEPTED.value)
    rows = (
        await ThemeSuggestion.update(
            {
                ThemeSuggestion.state: state.value,
                ThemeSuggestion.open_as: None,
                ThemeSuggestion.decided_at: now(),
                ThemeSuggestion.decided_by: by,
            }
        )
        .where((ThemeSuggestion.id == suggestion) & ThemeSuggestion.state.is_in(before))
        .returning(*ThemeSuggestion.all_columns())
    )
    if not rows:
        raise Stale
    row: dict[str, Any] = rows[0]
    await audit.record(
        "suggestion.accepted" if state is SuggestionState.ACCEPTED else "suggestion.discarded",
        ThemeSuggestion(**row),
        by=by,
        consultation=await _consultation_of(row["theme"]),
        kind=row["kind"],
        model=row["model"],
    )
    return row


async def _keep(suggestion: UUID, kept: list[Sourced]) -> None:
    await ThemeSuggestion.update({ThemeSuggestion.kept: msgspec.json.encode(kept).decode()}).where(
        ThemeSuggestion.id == suggestion
    )


def _worded(drafted: Sourced, words: str) -> Sourced:
    return msgspec.structs.replace(drafted, words=words, edited=words != drafted.words)


async def _consultation_of(theme: UUID) -> UUID:
    row = (
        await Theme.select(Theme.consultation)
        .where((Theme.id == theme) & Theme.closed_at.is_null())
        .first()
    )
    if row is None:
        raise NotFound
    return UUID(str(row["consultation"]))
