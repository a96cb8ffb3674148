"""Assemble: take approved wording over into the working copy of the next version, in one act."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

import msgspec

from consultations import audit
from consultations.beginning import begin
from consultations.carrying import Choice, read_choices
from consultations.clock import now
from consultations.errors import Stale
from consultations.fitting import Fit, Line, assembly_of
from consultations.rounds import require_open_round
from consultations.tables import DraftVersion, Unit, WorkingCopy
from consultations.tokens import new_token
from consultations.transactions import transaction
from consultations.vocabulary import Edit, UnitKind, WordingAct
from consultations.wording_notes import note_of
from consultations.working_units import WorkingUnit, find, loaded, remove, revise, stored


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
        draft = assembly.version or await begin(consultation, by)
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


async def _published_ids(draft: DraftVersion) -> dict[UUID, UUID]:
    """By identity, the units of the version before."""
    before: Any = Unit.version
    rows = await Unit.select(Unit.id, Unit.identity).where(
        (before.consultation == draft.consultation) & (before.number == draft.number - 1)
    )
    return {row["identity"]: row["id"] for row in rows}


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
