"""What an act on themes changes, written down so that it can be put back."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound, Stale
from consultations.revisions import touch
from consultations.tables import Theme, ThemeEvent, ThemeMember
from consultations.vocabulary import ThemeAct

AT_ONCE = 500
# What the trail calls each act.
_TRAIL = {
    ThemeAct.ACCEPT: "theme.accepted",
    ThemeAct.RENAME: "theme.renamed",
    ThemeAct.MERGE: "theme.merged",
    ThemeAct.SPLIT: "theme.split",
    ThemeAct.MOVE: "input.moved",
    ThemeAct.ADD: "input.added_to_theme",
    ThemeAct.TAKE_OUT: "input.taken_out_of_theme",
    ThemeAct.PIN: "input.pinned",
    ThemeAct.UNPIN: "input.unpinned",
    ThemeAct.OFF_TOPIC: "input.set_aside",
    ThemeAct.TAKE_OVER: "theme.taken_over",
    ThemeAct.NOTE: "theme.noted",
}


class Member(msgspec.Struct):
    """A row of ``theme_member`` as it was."""

    theme: UUID
    input: UUID
    score: float | None
    run: UUID | None
    assigned_by: UUID | None
    assigned_at: datetime
    pinned: bool


class Marking(msgspec.Struct):
    """Who stands behind a member that stays where it is: before the act and after it."""

    theme: UUID
    input: UUID
    before: tuple[UUID | None, bool]
    after: tuple[UUID | None, bool]


class Wording(msgspec.Struct):
    """A theme's name and description, before and after."""

    theme: UUID
    before: tuple[str, str]
    after: tuple[str, str]


class Aside(msgspec.Struct):
    """A row of ``off_topic`` as it was."""

    input: UUID
    reason: str
    marked_at: datetime
    marked_by: UUID | None


class Changes(msgspec.Struct):
    """Everything an act did. ``moved_answer`` is a disposition with its old and new theme."""

    added: list[tuple[UUID, UUID]] = msgspec.field(default_factory=list)
    removed: list[Member] = msgspec.field(default_factory=list)
    marked: list[Marking] = msgspec.field(default_factory=list)
    worded: list[Wording] = msgspec.field(default_factory=list)
    opened: list[UUID] = msgspec.field(default_factory=list)
    closed: list[UUID] = msgspec.field(default_factory=list)
    set_aside: list[UUID] = msgspec.field(default_factory=list)
    taken_back: list[Aside] = msgspec.field(default_factory=list)
    moved_answer: tuple[UUID, UUID, UUID] | None = None

    def themes(self) -> set[UUID]:
        """Every theme the act touched."""
        found = {theme for theme, _ in self.added} | {row.theme for row in self.removed}
        found |= {row.theme for row in self.marked} | {row.theme for row in self.worded}
        return found | {*self.opened, *self.closed}

    def inputs(self) -> set[UUID]:
        """Every input the act touched."""
        found = {entry for _, entry in self.added} | {row.input for row in self.removed}
        return found | {row.input for row in self.marked} | {*self.set_aside}


async def hold(theme: UUID, *, consultation: UUID, version: int | None = None) -> dict[str, Any]:
    """Take a standing theme for changing: its version goes up, and others wait for us.

    Raises ``Stale`` when ``version`` is given and is no longer the present one.
    """
    found: Any = (
        (Theme.id == theme) & (Theme.consultation == consultation) & Theme.closed_at.is_null()
    )
    rows = (
        await Theme.update({Theme.version: Theme.version + 1})
        .where(found if version is None else found & (Theme.version == version))
        .returning(*Theme.all_columns())
    )
    if rows:
        return dict(rows[0])
    if await Theme.exists().where((Theme.id == theme) & (Theme.consultation == consultation)):
        raise Stale
    raise NotFound


async def hold_all(themes: Iterable[UUID], *, consultation: UUID) -> None:
    """The same for several; always in one order, so that two acts never wait for each other."""
    for theme in sorted(themes, key=str):
        await hold(theme, consultation=consultation)


async def members_among(theme: UUID, entries: Sequence[UUID] | None = None) -> list[Member]:
    """A theme's members, or those of them that are named."""
    rows: list[dict[str, Any]] = []
    query = ThemeMember.select(
        *(getattr(ThemeMember, name) for name in Member.__struct_fields__)
    ).where(ThemeMember.theme == theme)
    if entries is None:
        rows = await query
    for start in range(0, len(entries or ()), AT_ONCE):
        part = list(entries or ())[start : start + AT_ONCE]
        rows += await ThemeMember.select(
            *(getattr(ThemeMember, name) for name in Member.__struct_fields__)
        ).where((ThemeMember.theme == theme) & ThemeMember.input.is_in(part))
    return [Member(**{**row, "pinned": bool(row["pinned"])}) for row in rows]


async def remove_members(members: Sequence[Member]) -> None:
    """Take members out of the one theme they are in."""
    for start in range(0, len(members), AT_ONCE):
        part = members[start : start + AT_ONCE]
        await ThemeMember.delete().where(
            (ThemeMember.theme == part[0].theme)
            & ThemeMember.input.is_in([member.input for member in part])
        )


async def insert_members(members: Sequence[Member]) -> None:
    """Put members in; those already there stay as they are."""
    rows = [ThemeMember(**msgspec.structs.asdict(member)) for member in members]
    for start in range(0, len(rows), AT_ONCE):
        await ThemeMember.insert(*rows[start : start + AT_ONCE]).on_conflict(
            target=(ThemeMember.theme, ThemeMember.input), action="DO NOTHING"
        )


async def apply_markings(markings: Sequence[Marking], *, backwards: bool = False) -> None:
    """Write who stands behind members, as after the act or as before it."""
    groups: dict[tuple[UUID, UUID | None, bool], list[UUID]] = {}
    for marking in markings:
        person, pinned = marking.before if backwards else marking.after
        groups.setdefault((marking.theme, person, pinned), []).append(marking.input)
    for (theme, person, pinned), entries in groups.items():
        for start in range(0, len(entries), AT_ONCE):
            await ThemeMember.update(
                {ThemeMember.assigned_by: person, ThemeMember.pinned: pinned}
            ).where(
                (ThemeMember.theme == theme)
                & ThemeMember.input.is_in(entries[start : start + AT_ONCE])
            )


async def note_act(
    *,
    act: ThemeAct,
    consultation: UUID,
    changes: Changes,
    by: UUID | None,
    theme: UUID | None = None,
    other: UUID | None = None,
    words: str = "",
) -> UUID:
    """Write the act down, in the history and in the trail, within the caller's transaction."""
    found = await Theme.select(Theme.version).where(Theme.id == theme).first() if theme else None
    event = ThemeEvent(
        consultation=consultation,
        theme=theme,
        other=other,
        act=act.value,
        inputs=len(changes.inputs()),
        words=words,
        version=found["version"] if found else 0,
        changes=msgspec.json.encode(changes).decode(),
        at=now(),
        by=by,
    )
    await ThemeEvent.insert(event)
    subject = Theme(id=theme, consultation=consultation) if theme else event
    facts = {"other": other} if other else {}
    await audit.record(
        _TRAIL[act],
        subject,
        by=by,
        consultation=consultation,
        inputs=event.inputs,
        **facts,
    )
    await touch(consultation)
    return event.id
