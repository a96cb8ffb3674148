"""Decide where inputs belong: move, add to several themes, pin, take out, set aside."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from consultations.clock import now
from consultations.errors import AnsweredInput, Stale
from consultations.placeable import (
    AllPinned,
    AllThere,
    NonePinned,
    members_still_there,
    require_inputs,
    require_waiting,
)
from consultations.queries.answering import answered_among
from consultations.tables import OffTopic, Theme, ThemeMember
from consultations.theme_changes import (
    AT_ONCE,
    Aside,
    Changes,
    Marking,
    Member,
    apply_markings,
    hold,
    hold_all,
    insert_members,
    members_among,
    note_act,
    remove_members,
)
from consultations.transactions import transaction
from consultations.vocabulary import ThemeAct


async def move_inputs(
    *,
    consultation: UUID,
    entries: Sequence[UUID],
    to: UUID | None,
    away_from: UUID | None,
    by: UUID | None,
    waiting: bool = False,
) -> UUID:
    """Move inputs from a theme to another, or add, or take out; returns the act.

    ``waiting`` ones were read in the unthemed queue: ``NoLongerWaiting`` if that is no longer so.

    Raises ``Stale`` when one of them is no longer in the theme it is to leave, and ``AllThere``
    when nothing would change.
    """
    async with transaction():
        if waiting:
            await require_waiting(entries)
        await require_inputs(consultation, entries)
        await hold_all({theme for theme in (to, away_from) if theme}, consultation=consultation)
        changes = Changes()
        if away_from is not None:
            changes.removed = await members_still_there(away_from, entries)
            await remove_members(changes.removed)
        if to is not None:
            await _put(to, entries, changes, by)
        if not (changes.added or changes.removed or changes.marked or changes.taken_back):
            raise AllThere
        act = ThemeAct.TAKE_OUT if to is None else ThemeAct.MOVE if away_from else ThemeAct.ADD
        return await note_act(
            act=act,
            consultation=consultation,
            theme=to or away_from,
            other=away_from if to else None,
            changes=changes,
            by=by,
        )


async def open_theme(
    *,
    consultation: UUID,
    name: str,
    entries: Sequence[UUID],
    by: UUID | None,
    waiting: bool = False,
) -> Theme:
    """Make a theme of inputs that a person has read and put together."""
    theme = Theme(consultation=consultation, name=name, accepted_by=by)
    async with transaction():
        if waiting:
            await require_waiting(entries)
        await require_inputs(consultation, entries)
        await Theme.insert(theme)
        changes = Changes(opened=[theme.id])
        await _put(theme.id, entries, changes, by)
        await note_act(
            act=ThemeAct.ACCEPT, consultation=consultation, theme=theme.id, changes=changes, by=by
        )
    return theme


async def pin_inputs(
    *, consultation: UUID, theme: UUID, entries: Sequence[UUID], pinned: bool, by: UUID | None
) -> UUID:
    """Say that inputs belong in a theme whatever a later run finds; or no longer say so.

    Raises ``NothingChanges`` when it is said of all of them already, or of none.
    """
    async with transaction():
        await hold(theme, consultation=consultation)
        members = await members_still_there(theme, entries)
        changes = Changes(
            marked=[
                Marking(
                    theme=theme,
                    input=member.input,
                    before=(member.assigned_by, member.pinned),
                    after=(member.assigned_by, pinned),
                )
                for member in members
                if member.pinned is not pinned
            ]
        )
        if not changes.marked:
            raise AllPinned if pinned else NonePinned
        await apply_markings(changes.marked)
        return await note_act(
            act=ThemeAct.PIN if pinned else ThemeAct.UNPIN,
            consultation=consultation,
            theme=theme,
            changes=changes,
            by=by,
        )


async def set_aside(
    *,
    consultation: UUID,
    entries: Sequence[UUID],
    reason: str,
    theme: UUID | None = None,
    by: UUID | None,
    waiting: bool = False,
) -> UUID:
    """Find inputs to be about something else: out of the themes, in the register, with a reason.

    Their authors read the reason. ``theme`` is the one they were found in. Raises
    ``AnsweredInput`` for inputs that have an answer already.
    """
    async with transaction():
        if waiting:
            await require_waiting(entries)
        await require_inputs(consultation, entries)
        if await answered_among(entries):
            raise AnsweredInput
        homes = await _themes_of(entries)
        if theme is not None and theme not in homes:
            raise Stale
        await hold_all(homes, consultation=consultation)
        changes = Changes()
        for home in homes:
            members = await members_among(home, entries)
            await remove_members(members)
            changes.removed += members
        known = await _aside_among(entries)
        changes.set_aside = [entry for entry in entries if entry not in known]
        if changes.set_aside:
            await OffTopic.insert(
                *(
                    OffTopic(input=entry, reason=reason, marked_at=now(), marked_by=by)
                    for entry in changes.set_aside
                )
            )
        return await note_act(
            act=ThemeAct.OFF_TOPIC,
            consultation=consultation,
            theme=theme,
            changes=changes,
            words=reason,
            by=by,
        )


async def take_over(
    *,
    consultation: UUID,
    theme: UUID,
    joins: Sequence[UUID],
    leaves: Sequence[UUID],
    by: UUID | None,
) -> UUID:
    """Let inputs join and leave a theme as a later run has it: now a person has decided so."""
    async with transaction():
        await require_inputs(consultation, [*joins, *leaves])
        await hold(theme, consultation=consultation)
        changes = Changes(removed=await members_still_there(theme, leaves) if leaves else [])
        await remove_members(changes.removed)
        await _put(theme, joins, changes, by)
        return await note_act(
            act=ThemeAct.TAKE_OVER,
            consultation=consultation,
            theme=theme,
            changes=changes,
            by=by,
        )


async def take_over_all(
    *,
    consultation: UUID,
    joins: Mapping[UUID, Sequence[UUID]],
    leaves: Mapping[UUID, Sequence[UUID]],
    by: UUID | None,
) -> None:
    """The same for several themes: all of it or nothing."""
    async with transaction():
        for theme in sorted({*joins, *leaves}, key=str):
            await take_over(
                consultation=consultation,
                theme=theme,
                joins=joins.get(theme, ()),
                leaves=leaves.get(theme, ()),
                by=by,
            )


async def _put(theme: UUID, entries: Sequence[UUID], changes: Changes, by: UUID | None) -> None:
    """Put inputs in by a person's decision; what the machine had put there becomes theirs."""
    there = {member.input: member for member in await members_among(theme, entries)}
    moment = now()
    await insert_members(
        [
            Member(theme, entry, None, None, by, moment, pinned=False)
            for entry in entries
            if entry not in there
        ]
    )
    changes.added += [(theme, entry) for entry in entries if entry not in there]
    changes.marked += [
        Marking(theme, entry, (None, member.pinned), (by, member.pinned))
        for entry, member in there.items()
        if member.assigned_by is None
    ]
    await apply_markings([row for row in changes.marked if row.theme == theme])
    known = await _aside_among(entries)
    if known:
        await OffTopic.delete().where(OffTopic.input.is_in([*known]))
        changes.taken_back += known.values()


async def _aside_among(entries: Sequence[UUID]) -> dict[UUID, Aside]:
    found: dict[UUID, Aside] = {}
    for start in range(0, len(entries), AT_ONCE):
        rows = await OffTopic.select(
            OffTopic.input, OffTopic.reason, OffTopic.marked_at, OffTopic.marked_by
        ).where(OffTopic.input.is_in(list(entries[start : start + AT_ONCE])))
        found |= {row["input"]: Aside(**row) for row in rows}
    return found


async def _themes_of(entries: Sequence[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for start in range(0, len(entries), AT_ONCE):
        rows = await ThemeMember.select(ThemeMember.theme).where(
            ThemeMember.input.is_in(list(entries[start : start + AT_ONCE]))
        )
        found |= {row["theme"] for row in rows}
    return found
