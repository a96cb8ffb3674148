"""Make one theme of two, or several of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from consultations.clock import now
from consultations.errors import AnsweredMustStay, BothAnswered, Refusal, Stale
from consultations.queries.answering import AnswerState, answer_states
from consultations.tables import Disposition, Theme, ThemeMember
from consultations.theme_changes import (
    Changes,
    Marking,
    Member,
    apply_markings,
    hold,
    insert_members,
    members_among,
    note_act,
    remove_members,
)
from consultations.transactions import transaction
from consultations.vocabulary import N_, ThemeAct


@dataclass(frozen=True, slots=True)
class Part:
    """What becomes a theme of its own when a theme is split."""

    name: str
    inputs: Sequence[UUID]


class NothingStays(Refusal):
    """A theme would be split into others with nothing left in it."""

    message = N_(
        "Sisakan paling sedikit satu masukan di tema ini. Untuk memberi semuanya nama lain, ubah "
        "nama temanya."
    )


async def merge_themes(
    *,
    consultation: UUID,
    theme: UUID,
    into: UUID,
    versions: tuple[int, int],
    by: UUID | None,
) -> UUID:
    """Let everything in ``theme`` go on in ``into``, and its address lead there.

    ``versions`` are those read, of the one and the other. Two themes with published answers stay
    two (``BothAnswered``), and of one answered and one not, the answered one stays
    (``AnsweredMustStay``). A draft answer goes along if the other theme has none.
    """
    if theme == into:
        raise Stale
    async with transaction():
        states = await answer_states([theme, into])
        _require_mergeable(states.get(theme), states.get(into))
        expected = {theme: versions[0], into: versions[1]}
        for key in sorted(expected, key=str):
            await hold(key, consultation=consultation, version=expected[key])
        changes = await _pour(theme, into)
        if theme in states and into not in states:
            answer = states[theme].disposition
            await Disposition.update({Disposition.theme: into}).where(Disposition.id == answer)
            changes.moved_answer = (answer, theme, into)
        changes.closed = [theme]
        await Theme.update({Theme.closed_at: now(), Theme.merged_into: into}).where(
            Theme.id == theme
        )
        return await note_act(
            act=ThemeAct.MERGE,
            consultation=consultation,
            theme=into,
            other=theme,
            changes=changes,
            by=by,
        )


async def split_theme(
    *, consultation: UUID, theme: UUID, parts: Sequence[Part], version: int, by: UUID | None
) -> list[UUID]:
    """Make themes of parts of a theme; what is in no part stays. Returns the new ones.

    Raises ``Stale`` when the theme or its members are no longer as they were read, and
    ``NothingStays`` when the parts are all of it.
    """
    async with transaction():
        await hold(theme, consultation=consultation, version=version)
        changes = Changes()
        for part in parts:
            made = Theme(consultation=consultation, name=part.name, accepted_by=by)
            await Theme.insert(made)
            members, moment = await members_among(theme, part.inputs), now()
            if {member.input for member in members} != {*part.inputs}:
                raise Stale
            await remove_members(members)
            await insert_members(
                [
                    Member(made.id, entry, None, None, by, moment, pinned=False)
                    for entry in part.inputs
                ]
            )
            changes.opened.append(made.id)
            changes.removed += members
            changes.added += [(made.id, entry) for entry in part.inputs]
        if not await ThemeMember.exists().where(ThemeMember.theme == theme):
            raise NothingStays
        await note_act(
            act=ThemeAct.SPLIT,
            consultation=consultation,
            theme=theme,
            other=changes.opened[0] if changes.opened else None,
            changes=changes,
            by=by,
        )
    return changes.opened


def _require_mergeable(source: AnswerState | None, target: AnswerState | None) -> None:
    if source is not None and source.published_at is not None:
        if target is not None and target.published_at is not None:
            raise BothAnswered
        raise AnsweredMustStay


async def _pour(theme: UUID, into: UUID) -> Changes:
    """Move the members; where both themes have one, what a person decided in either holds."""
    leaving = await members_among(theme)
    there = {member.input: member for member in await members_among(into)}
    moment = now()
    fresh = [
        Member(into, row.input, row.score, row.run, row.assigned_by, moment, pinned=row.pinned)
        for row in leaving
        if row.input not in there
    ]
    shared = [(row, there[row.input]) for row in leaving if row.input in there]
    marked = [
        Marking(
            theme=into,
            input=row.input,
            before=(other.assigned_by, other.pinned),
            after=(other.assigned_by or row.assigned_by, other.pinned or row.pinned),
        )
        for row, other in shared
    ]
    marked = [row for row in marked if row.before != row.after]
    await remove_members(leaving)
    await insert_members(fresh)
    await apply_markings(marked)
    return Changes(added=[(into, member.input) for member in fresh], removed=leaving, marked=marked)
