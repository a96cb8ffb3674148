"""Carries units over to the next version: what is certain, and what a person says."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from consultations import audit
from consultations.clock import now
from consultations.errors import Malformed, NotFound, Published, Stale
from consultations.fates import Pair, Succession, successions
from consultations.passages import Passage
from consultations.tables import DraftVersion, Unit, WorkingCopy
from consultations.transactions import transaction
from consultations.vocabulary import N_, UnitKind
from consultations.working_units import LONGEST_NOTE, WorkingUnit, key_of, loaded

if TYPE_CHECKING:
    from consultations.matching import Verdict


class Choice(msgspec.Struct, frozen=True):
    """What a person said became of an old unit: the keys of new units, none for removed.

    Where an approved removal was taken over, ``change`` names it; it holds for as long as the unit
    ``absent`` is not back in the copy.
    """

    to: tuple[str, ...]
    by: str | None
    at: datetime
    note: str = ""
    absent: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True)
class CarryOver:
    """An unpublished version held against the published one before it."""

    version: UUID
    edition: int
    old: list[Passage]
    new: list[Passage]
    verdicts: dict[str, "Verdict"]
    choices: dict[str, Choice]

    @property
    def unsettled(self) -> list[str]:
        """The old units that wait for a person's word."""
        return [
            passage.id
            for passage in self.old
            if passage.id not in self.choices and not self.verdicts[passage.id].certain
        ]

    def outcome(self, old: str) -> tuple[str, ...]:
        """What the old unit becomes as things stand: a person's word first."""
        choice = self.choices.get(old)
        return choice.to if choice else self.verdicts[old].to

    @property
    def pairs(self) -> list[Pair]:
        return [(p.id, new) for p in self.old for new in self.outcome(p.id)]

    @property
    def ledger(self) -> list[Succession]:
        """What becomes of every unit as things stand."""
        return successions(self.old, self.new, self.pairs)


async def carry_over(version: UUID) -> CarryOver:
    """Match the working copy of a version with the version published before it."""
    draft = await DraftVersion.objects().get(DraftVersion.id == version)
    copy = await WorkingCopy.objects().get(WorkingCopy.version == version)
    if draft is None or copy is None:
        raise NotFound if draft is None else Published
    old = await published_passages(draft.consultation, draft.number - 1)
    units = loaded(copy.units)
    new = [passage_of(unit) for unit in units]
    # Only drafters compare: nobody else's pages need what comparing needs.
    from consultations.matching import match_units  # noqa: PLC0415 - see above

    verdicts = await asyncio.to_thread(match_units, old, new) if old else {}
    known = {unit.key for unit in units}
    # What the copy began with is still the same unit, however its words were changed.
    verdicts |= {
        old_unit: replace(verdict, to=(key,), certain=True)
        for old_unit, verdict in verdicts.items()
        if (key := key_of(UUID(old_unit))) in known and not (verdict.certain and key in verdict.to)
    }
    choices = {
        old_unit: choice
        for old_unit, choice in read_choices(copy.choices).items()
        if old_unit in verdicts and known.issuperset(choice.to) and choice.absent not in known
    }
    return CarryOver(version, copy.edition, old, new, verdicts, choices)


async def choose_fates(
    *, version: UUID, edition: int, fates: dict[str, Sequence[str]], note: str = "", by: UUID | None
) -> None:
    """Record what a person says became of old units, by id: keys of new units, none for removed.

    Raises ``Stale`` when the working copy was changed since it was read.
    """
    if len(note) > LONGEST_NOTE:
        raise Malformed(N_("Alasannya terlalu panjang."))
    async with transaction():
        draft = await DraftVersion.objects().get(DraftVersion.id == version)
        copy = await WorkingCopy.objects().get(WorkingCopy.version == version)
        if draft is None or copy is None:
            raise NotFound if draft is None else Published
        await _check(draft, copy, fates)
        said = read_choices(copy.choices)
        author = str(by) if by else None
        for old, to in fates.items():
            said[old] = Choice(to=tuple(dict.fromkeys(to)), by=author, at=now(), note=note)
        rows = (
            await WorkingCopy.update(
                {
                    WorkingCopy.choices: msgspec.json.encode(said).decode(),
                    WorkingCopy.edition: WorkingCopy.edition + 1,
                }
            )
            .where((WorkingCopy.version == version) & (WorkingCopy.edition == edition))
            .returning(WorkingCopy.id)
        )
        if not rows:
            raise Stale
        await audit.record(
            "draft.carry_over_confirmed",
            draft,
            by=by,
            consultation=draft.consultation,
            units=len(fates),
        )


async def _check(draft: DraftVersion, copy: WorkingCopy, fates: dict[str, Sequence[str]]) -> None:
    old = {p.id for p in await published_passages(draft.consultation, draft.number - 1)}
    keys = {unit.key for unit in loaded(copy.units)}
    if not old.issuperset(fates) or not keys.issuperset(key for to in fates.values() for key in to):
        raise NotFound


def read_choices(text: str) -> dict[str, Choice]:
    """The choices from their JSON."""
    return msgspec.json.decode(text, type=dict[str, Choice])


def passage_of(unit: WorkingUnit) -> Passage:
    """A unit of the working copy for matching, under its key."""
    return Passage(unit.key, unit.kind, unit.number, unit.heading, unit.text)


async def published_passages(consultation: UUID, number: int) -> list[Passage]:
    """The units of a published version for matching, under their ids."""
    rows = (
        await Unit.select(Unit.id, Unit.kind, Unit.number, Unit.heading, Unit.text)
        .where((Unit.version.consultation == consultation) & (Unit.version.number == number))
        .order_by(Unit.position)
    )
    return [
        Passage(str(row["id"]), UnitKind(row["kind"]), row["number"], row["heading"], row["text"])
        for row in rows
    ]
