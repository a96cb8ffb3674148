"""Undo an act on themes, for as long as nothing later builds on it."""

from collections.abc import Iterator
from uuid import UUID

import msgspec

from consultations import audit
from consultations.clock import now
from consultations.errors import CannotUndo, NotFound, Stale
from consultations.queries.answering import answer_states
from consultations.revisions import touch
from consultations.tables import Disposition, Input, OffTopic, Theme, ThemeEvent
from consultations.theme_changes import (
    AT_ONCE,
    Changes,
    apply_markings,
    insert_members,
    members_among,
    remove_members,
)
from consultations.transactions import transaction
from consultations.vocabulary import N_, ThemeAct

ANSWERED_SINCE = N_("Tidak dapat dibatalkan: temanya sudah diputuskan atau dijawab sesudahnya.")
# What a later act may have laid hands on: a member, a theme's words, or an input set aside.
_Key = tuple[str, UUID, UUID | None]


class BuiltOn(CannotUndo):
    """A later act, named in ``act``, touches the same."""

    message = N_("Tidak dapat dibatalkan sebelum tindakan yang lebih baru atasnya dibatalkan.")

    def __init__(self, act: ThemeAct) -> None:
        super().__init__()
        self.act = act


class AlreadyUndone(Stale):
    """Somebody has undone the act already."""

    message = N_("Tindakan ini sudah dibatalkan.")


async def undo_theme_act(*, consultation: UUID, event: UUID, by: UUID | None) -> Changes:
    """Put everything back as it was before the act; returns what the act had changed.

    Raises ``CannotUndo`` when something later builds on it, and ``AlreadyUndone`` when it is undone
    already. Inputs that were withdrawn since stay out.
    """
    async with transaction():
        rows = (
            await ThemeEvent.update({ThemeEvent.undone_at: now(), ThemeEvent.undone_by: by})
            .where(
                (ThemeEvent.id == event)
                & (ThemeEvent.consultation == consultation)
                & ThemeEvent.undone_at.is_null()
            )
            .returning(*ThemeEvent.all_columns())
        )
        if not rows:
            known = (ThemeEvent.id == event) & (ThemeEvent.consultation == consultation)
            raise AlreadyUndone if await ThemeEvent.exists().where(known) else NotFound
        act = ThemeEvent(**rows[0])
        changes = msgspec.json.decode(act.changes, type=Changes)
        await _hold(changes)
        await _require_nothing_later(act, changes)
        await _require_no_answer_since(act, changes)
        await _put_back(changes)
        await audit.record("theme.act_undone", act, by=by, consultation=consultation, act=act.act)
        await touch(consultation)
    return changes


async def _hold(changes: Changes) -> None:
    for theme in sorted(changes.themes(), key=str):
        await Theme.update({Theme.version: Theme.version + 1}).where(Theme.id == theme)


async def _require_nothing_later(act: ThemeEvent, changes: Changes) -> None:
    ours = {*_keys(changes)}
    opened, out = {*changes.opened}, {row.input for row in changes.removed}
    later = (
        await ThemeEvent.select(ThemeEvent.act, ThemeEvent.changes)
        .where(
            (ThemeEvent.consultation == act.consultation)
            & (ThemeEvent.at >= act.at)
            & (ThemeEvent.id != act.id)
            & ThemeEvent.undone_at.is_null()
        )
        .order_by(ThemeEvent.at, ascending=False)
    )
    for row in later:
        theirs = msgspec.json.decode(row["changes"], type=Changes)
        if (
            not opened.isdisjoint(theirs.themes())
            or not ours.isdisjoint(_keys(theirs))
            or not out.isdisjoint(theirs.set_aside)
        ):
            raise BuiltOn(ThemeAct(row["act"]))


async def _require_no_answer_since(act: ThemeEvent, changes: Changes) -> None:
    if not (changes.added or changes.removed or changes.opened or changes.closed):
        return
    for state in (await answer_states([*changes.themes()])).values():
        if state.decided_at > act.at or (state.published_at and state.published_at > act.at):
            raise CannotUndo(ANSWERED_SINCE)


async def _put_back(changes: Changes) -> None:
    if changes.moved_answer:
        answer, before, _ = changes.moved_answer
        await Disposition.update({Disposition.theme: before}).where(Disposition.id == answer)
    for theme in changes.closed:
        await Theme.update({Theme.closed_at: None, Theme.merged_into: None}).where(
            Theme.id == theme
        )
    for wording in changes.worded:
        name, description = wording.before
        await Theme.update({Theme.name: name, Theme.description: description}).where(
            Theme.id == wording.theme
        )
    await _take_out_again(changes)
    await apply_markings(changes.marked, backwards=True)
    standing = await _standing(
        {row.input for row in changes.removed} | {row.input for row in changes.taken_back}
    )
    await insert_members([row for row in changes.removed if row.input in standing])
    await _set_aside_as_before(changes, standing)
    for theme in changes.opened:
        # What the analysis has added since goes back to the queue or to its proposal.
        await remove_members(await members_among(theme))
        await Theme.update({Theme.closed_at: now()}).where(Theme.id == theme)


async def _take_out_again(changes: Changes) -> None:
    by_theme: dict[UUID, list[UUID]] = {}
    for theme, entry in changes.added:
        by_theme.setdefault(theme, []).append(entry)
    for theme, entries in by_theme.items():
        await remove_members(await members_among(theme, entries))


async def _set_aside_as_before(changes: Changes, standing: set[UUID]) -> None:
    for start in range(0, len(changes.set_aside), AT_ONCE):
        await OffTopic.delete().where(
            OffTopic.input.is_in(changes.set_aside[start : start + AT_ONCE])
        )
    back = [row for row in changes.taken_back if row.input in standing]
    if back:
        await OffTopic.insert(*(OffTopic(**msgspec.structs.asdict(row)) for row in back))


async def _standing(entries: set[UUID]) -> set[UUID]:
    wanted, found = sorted(entries, key=str), set[UUID]()
    for start in range(0, len(wanted), AT_ONCE):
        rows = await Input.select(Input.id).where(
            Input.id.is_in(wanted[start : start + AT_ONCE]) & Input.withdrawn_at.is_null()
        )
        found |= {row["id"] for row in rows}
    return found


def _keys(changes: Changes) -> Iterator[_Key]:
    for theme, entry in changes.added:
        yield "member", theme, entry
    for row in changes.removed:
        yield "member", row.theme, row.input
    for mark in changes.marked:
        yield "member", mark.theme, mark.input
    for wording in changes.worded:
        yield "words", wording.theme, None
    for theme in (*changes.opened, *changes.closed):
        yield "theme", theme, None
    for entry in (*changes.set_aside, *(row.input for row in changes.taken_back)):
        yield "aside", entry, None
