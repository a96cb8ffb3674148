"""Themes that people have accepted: name them, fill them, move inputs between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from consultations import audit
from consultations.errors import NotFound, Stale
from consultations.revisions import touch
from consultations.tables import Input, Theme, ThemeMember
from consultations.transactions import transaction


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
        consultation=consultation, name=name, description=description, run=run, accepted_by=by
    )
    async with transaction():
        await Theme.insert(theme)
        await place_inputs(theme=theme.id, placements=placements, run=run, by=None if run else by)
        await audit.record("theme.accepted", theme, by=by, consultation=consultation)
        await touch(consultation)
    return theme


async def rename_theme(
    *, theme: UUID, name: str, description: str, version: int, by: UUID | None
) -> None:
    """Give a theme other words. Raises ``Stale`` when ``version`` is no longer the present one."""
    async with transaction():
        rows = (
            await Theme.update(
                {
                    Theme.name: name,
                    Theme.description: description,
                    Theme.version: Theme.version + 1,
                }
            )
            .where((Theme.id == theme) & (Theme.version == version))
            .returning(*Theme.all_columns())
        )
        if not rows:
            if not await Theme.exists().where(Theme.id == theme):
                raise NotFound
            raise Stale
        row = Theme(**rows[0])
        await audit.record("theme.renamed", row, by=by, consultation=row.consultation)
        await touch(row.consultation)


async def place_inputs(
    *,
    theme: UUID,
    placements: Iterable[Placement],
    run: UUID | None = None,
    by: UUID | None,
) -> None:
    """Put inputs in a theme; those already there stay as they were."""
    rows = [
        ThemeMember(
            theme=theme, input=placement.input, score=placement.score, run=run, assigned_by=by
        )
        for placement in placements
    ]
    async with transaction():
        for start in range(0, len(rows), 500):
            await ThemeMember.insert(*rows[start : start + 500]).on_conflict(
                target=(ThemeMember.theme, ThemeMember.input), action="DO NOTHING"
            )


async def move_input(
    *, entry: UUID, to: UUID | None, away_from: UUID | None, by: UUID | None
) -> None:
    """Move an input from one theme to another; ``None`` on either side adds or takes away."""
    async with transaction():
        row = await Input.objects().get(Input.id == entry)
        if row is None:
            raise NotFound
        if away_from is not None:
            await ThemeMember.delete().where(
                (ThemeMember.theme == away_from) & (ThemeMember.input == entry)
            )
        if to is not None:
            await _require_theme_of(row.consultation, to)
            await place_inputs(theme=to, placements=[Placement(entry)], by=by)
        await audit.record(
            "input.moved", row, by=by, consultation=row.consultation, to=to, away_from=away_from
        )
        await touch(row.consultation)


async def _require_theme_of(consultation: UUID, theme: UUID) -> None:
    if not await Theme.exists().where((Theme.id == theme) & (Theme.consultation == consultation)):
        raise NotFound
