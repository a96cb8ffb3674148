"""Themes that people have accepted: name them, fill them, write notes on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from consultations.clock import now
from consultations.errors import NotFound
from consultations.tables import Theme, ThemeMember
from consultations.theme_changes import Changes, Wording, hold, note_act
from consultations.transactions import transaction
from consultations.vocabulary import ThemeAct


@dataclass(frozen=True, slots=True)
class Placement:
    """An input for a theme; ``score`` is the machine's similarity where it proposed it."""

    input: UUID
    score: float | None = None


async def accept_theme(
    *,
    consultation: UUID,
    name: str,
    placements: Iterable[Placement] = (),
    run: UUID | None = None,
    description: str = "",
    by: UUID | None,
) -> Theme:
    """Make a theme that a person stands behind, with its first members."""
    theme = Theme(
        consultation=consultation,
        name=name,
        description=description,
        run=run,
        accepted_at=now(),
        accepted_by=by,
    )
    first = list(placements)
    async with transaction():
        await Theme.insert(theme)
        await place_inputs(theme=theme.id, placements=first, run=run, by=None if run else by)
        await note_act(
            act=ThemeAct.ACCEPT,
            consultation=consultation,
            theme=theme.id,
            changes=Changes(
                added=[(theme.id, placement.input) for placement in first], opened=[theme.id]
            ),
            by=by,
        )
    return theme


async def rename_theme(
    *, theme: UUID, name: str, description: str, version: int, by: UUID | None
) -> None:
    """Give a theme other words. Raises ``Stale`` when ``version`` is no longer the present one.

    Words that it has already change nothing, and nothing is noted.
    """
    async with transaction():
        before = await _find(theme)
        if (before.name, before.description) == (name, description):
            return
        await hold(theme, consultation=before.consultation, version=version)
        await Theme.update({Theme.name: name, Theme.description: description}).where(
            Theme.id == theme
        )
        await note_act(
            act=ThemeAct.RENAME,
            consultation=before.consultation,
            theme=theme,
            changes=Changes(
                worded=[
                    Wording(theme, (before.name, before.description), (name, description)),
                ]
            ),
            by=by,
        )


async def note_on_theme(*, theme: UUID, text: str, by: UUID | None) -> None:
    """Leave a note that only the team reads. Notes stand side by side, so none overwrites."""
    async with transaction():
        row = await _find(theme)
        await note_act(
            act=ThemeAct.NOTE,
            consultation=row.consultation,
            theme=theme,
            changes=Changes(),
            words=text,
            by=by,
        )


async def place_inputs(
    *,
    theme: UUID,
    placements: Iterable[Placement],
    run: UUID | None = None,
    by: UUID | None,
) -> None:
    """Put inputs in a theme; those already there stay as they were."""
    moment = now()
    rows = [
        ThemeMember(
            theme=theme,
            input=placement.input,
            score=placement.score,
            run=run,
            assigned_at=moment,
            assigned_by=by,
        )
        for placement in placements
    ]
    async with transaction():
        for start in range(0, len(rows), 500):
            await ThemeMember.insert(*rows[start : start + 500]).on_conflict(
                target=(ThemeMember.theme, ThemeMember.input), action="DO NOTHING"
            )


async def standing_themes(themes: Iterable[UUID]) -> dict[UUID, UUID | None]:
    """Which theme each has become by merging; ``None`` where it is closed for good."""
    found: dict[UUID, UUID | None] = {}
    for theme in themes:
        here: UUID | None = theme
        while here is not None:
            row = (
                await Theme.select(Theme.closed_at, Theme.merged_into)
                .where(Theme.id == here)
                .first()
            )
            if row is not None and row["closed_at"] is None:
                break
            here = row["merged_into"] if row else None
        found[theme] = here
    return found


async def _find(theme: UUID) -> Theme:
    row = await Theme.objects().get((Theme.id == theme) & Theme.closed_at.is_null())
    if row is None:
        raise NotFound
    return row
