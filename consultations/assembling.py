"""Assemble: take approved wording over into the working copy of the next version, in one act.

What hands have changed there is never overwritten: such a unit is shown, and takes over only the
source if a person says so.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from consultations import audit
from consultations.carrying import Choice, carry_over, read_choices
from consultations.clock import now
from consultations.drafting import next_version
from consultations.errors import Stale
from consultations.queries.wordings import WordingFacts, approved_wordings
from consultations.rounds import require_open_round
from consultations.tables import DraftVersion, Unit, WorkingCopy
from consultations.tokens import new_token
from consultations.transactions import transaction
from consultations.vocabulary import Edit, UnitKind, WordingAct
from consultations.wording_notes import note_of
from consultations.working_units import (
    WorkingUnit,
    find,
    loaded,
    remove,
    revise,
    stored,
)

# By identity, a published unit's heading and text, and the keys of what it has become.
Places = dict[UUID, tuple[tuple[str, str], tuple[str, ...]]]


class Fit(StrEnum):
    """How an approved wording fits the working copy as it stands."""

    READY = "siap"
    TAKEN = "masuk"
    EDITED = "berbeda"
    GONE = "hilang"


@dataclass(frozen=True, slots=True)
class Line:
    """An approved wording held against the working copy; ``unit`` is where it belongs there."""

    change: WordingFacts
    fit: Fit
    unit: WorkingUnit | None

    @property
    def may_be_linked(self) -> bool:
        """Whether the words there, written by hand, can at least be given the source."""
        return self.fit is Fit.EDITED and self.change.act is WordingAct.REVISE


@dataclass(frozen=True, slots=True)
class Assembly:
    """What can be taken over; without a ``version`` the next one is begun from the published."""

    version: DraftVersion | None
    edition: int
    lines: list[Line]

    @property
    def ready(self) -> list[Line]:
        return [line for line in self.lines if line.fit is Fit.READY]


async def assembly_of(consultation: UUID) -> Assembly:
    """Every approved wording that is not published yet, as it fits the next version."""
    changes = await approved_wordings(consultation)
    held = await _held(consultation)
    return Assembly(held.draft, held.edition, [_line(change, held) for change in changes])


async def assemble(
    *,
    consultation: UUID,
    edition: int,
    take: Collection[UUID],
    link: Collection[UUID] = (),
    by: UUID | None,
) -> DraftVersion:
    """Take wordings over; of those in ``link`` only the source, the words stay as they are.

    ``edition`` is that of the working copy as it was read, 0 where there was none; raises
    ``Stale`` when it has changed since.
    """
    assembly = await assembly_of(consultation)
    if assembly.edition != edition:
        raise Stale
    await require_open_round(consultation)
    lines = [
        line
        for line in assembly.lines
        if (line.fit is Fit.READY and line.change.id in take)
        or (line.may_be_linked and line.change.id in link)
    ]
    async with transaction():
        draft = assembly.version or await _begin(consultation, by)
        copy = await WorkingCopy.objects().get(WorkingCopy.version == draft.id)
        if copy is None or (assembly.version and copy.edition != edition):
            raise Stale
        units, choices = loaded(copy.units), read_choices(copy.choices)
        published = await _published_ids(draft)
        for line in lines:
            units = _applied(units, line)
            _settle(choices, line, published, by)
        rows = (
            await WorkingCopy.update(
                {
                    WorkingCopy.units: stored(units),
                    WorkingCopy.units_before: copy.units,
                    WorkingCopy.last_change: Edit.ASSEMBLED.value,
                    WorkingCopy.choices: msgspec.json.encode(choices).decode(),
                    WorkingCopy.edition: WorkingCopy.edition + 1,
                    WorkingCopy.saved_at: now(),
                }
            )
            .where((WorkingCopy.version == draft.id) & (WorkingCopy.edition == copy.edition))
            .returning(WorkingCopy.id)
        )
        if not rows:
            raise Stale
        await audit.record(
            "draft.assembled", draft, by=by, consultation=consultation, wordings=len(lines)
        )
    return draft


@dataclass(frozen=True, slots=True)
class _Held:
    """The next version as it stands: where each published unit is in it, and what is taken."""

    draft: DraftVersion | None
    edition: int
    units: dict[str, WorkingUnit]
    places: Places
    taken: frozenset[str]


async def _held(consultation: UUID) -> _Held:
    last = (
        await DraftVersion.objects()
        .where(DraftVersion.consultation == consultation)
        .order_by(DraftVersion.number, ascending=False)
        .first()
    )
    if last is None or last.published_at is not None:
        rows = await _published(last.id) if last else []
        units = working_units_of(rows)
        keys: dict[UUID, tuple[str, ...]] = {
            row.id: (unit.key,) for row, unit in zip(rows, units, strict=True)
        }
        return _Held(None, 0, {u.key: u for u in units}, _places(rows, keys), frozenset())
    carried = await carry_over(last.id)
    copy = await WorkingCopy.objects().get(WorkingCopy.version == last.id)
    units = loaded(copy.units) if copy else []
    before: Any = Unit.version
    rows = await Unit.objects().where(
        (before.consultation == consultation) & (before.number == last.number - 1)
    )
    taken = {change for unit in units for change in unit.changes} | {
        choice.change for choice in carried.choices.values() if choice.change
    }
    return _Held(
        last,
        carried.edition,
        {unit.key: unit for unit in units},
        _places(rows, {row.id: carried.outcome(str(row.id)) for row in rows}),
        frozenset(taken),
    )


async def _published_ids(draft: DraftVersion) -> dict[UUID, UUID]:
    """By identity, the units of the version before."""
    before: Any = Unit.version
    rows = await Unit.select(Unit.id, Unit.identity).where(
        (before.consultation == draft.consultation) & (before.number == draft.number - 1)
    )
    return {row["identity"]: row["id"] for row in rows}


def _places(rows: Sequence[Unit], keys: dict[UUID, tuple[str, ...]]) -> Places:
    return {row.identity: ((row.heading, row.text), keys[row.id]) for row in rows}


async def _published(version: UUID) -> list[Unit]:
    return await Unit.objects().where(Unit.version == version).order_by(Unit.position)


def working_units_of(rows: Sequence[Unit]) -> list[WorkingUnit]:
    """Published units as the working copy of a next version begins with them."""
    return [
        WorkingUnit(
            key=row.id.hex[:12],
            kind=UnitKind(row.kind),
            number=row.number,
            heading=row.heading,
            text=row.text,
            open_to_input=row.open_to_input,
        )
        for row in rows
    ]


def _line(change: WordingFacts, held: _Held) -> Line:
    if str(change.id) in held.taken:
        return Line(change, Fit.TAKEN, None)
    if change.identity not in held.places:
        return Line(change, Fit.GONE, None)
    published, keys = held.places[change.identity]
    unit = held.units.get(keys[0]) if keys else None
    if change.act is WordingAct.ADD or unit is None:
        ready = unit is not None or change.act is WordingAct.REMOVE
        return Line(change, Fit.READY if ready else Fit.GONE, unit)
    words = (unit.heading, unit.text)
    untouched = words == published == (change.base_heading, change.base_text)
    ready = untouched or (
        change.act is WordingAct.REVISE and words == (change.heading, change.text)
    )
    return Line(change, Fit.READY if ready else Fit.EDITED, unit)


async def _begin(consultation: UUID, by: UUID | None) -> DraftVersion:
    draft = await next_version(consultation, by)
    last = await DraftVersion.objects().get(
        (DraftVersion.consultation == consultation) & (DraftVersion.number == draft.number - 1)
    )
    units = stored(working_units_of(await _published(last.id) if last else []))
    await draft.save()
    await WorkingCopy.insert(WorkingCopy(version=draft.id, units=units, saved_at=now()))
    return draft


def _applied(units: list[WorkingUnit], line: Line) -> list[WorkingUnit]:
    change, at = line.change, line.unit
    if at is None:
        return units
    if change.act is WordingAct.REMOVE:
        return remove(units, at.key)
    place = find(units, at.key)
    note, own = note_of(change), (str(change.id),)
    if change.act is WordingAct.ADD:
        added = WorkingUnit(
            key=new_token()[:12],
            kind=UnitKind.CLAUSE,
            number=change.number,
            heading=change.heading,
            text=change.text,
            change_kind=change.kind,
            change_note=note,
            changes=own,
        )
        return [*units[: place + 1], added, *units[place + 1 :]]
    there = units[place]
    taken_over = line.fit is Fit.READY
    return revise(
        units,
        replace(
            there,
            heading=change.heading if taken_over else there.heading,
            text=change.text if taken_over else there.text,
            # What hands have written there stays.
            change_kind=there.change_kind or change.kind,
            change_note=there.change_note or note,
            changes=there.changes + own,
        ),
    )


def _settle(
    choices: dict[str, Choice], line: Line, published: dict[UUID, UUID], by: UUID | None
) -> None:
    """Say what became of the old unit, so that nobody has to confirm it again."""
    change, key = line.change, line.unit.key if line.unit else ""
    old = published.get(change.identity)
    if old is None or change.act is WordingAct.ADD:
        return
    author = str(by) if by else None
    if change.act is WordingAct.REMOVE:
        choices[str(old)] = Choice(
            (), author, now(), note_of(change), absent=key, change=str(change.id)
        )
    elif str(old) not in choices:
        choices[str(old)] = Choice((key,), author, now())
