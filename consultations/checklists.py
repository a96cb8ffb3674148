"""The checklist of a session: what rule and custom ask for before, during and after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound
from consultations.seating import hold_door
from consultations.tables import ChecklistItem, Session
from consultations.transactions import transaction
from consultations.vocabulary import SessionStep

LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class Tick:
    """Whether something is done, and what is worth noting about it.

    ``shown`` is what stood there when it was written; without it all of it is meant.
    """

    done: bool
    note: str = ""
    shown: Self | None = None

    def on(self, present: "Tick") -> "Tick":
        """What becomes of an item that is as ``present``: only what was changed here changes."""
        if self.shown is None:
            return Tick(self.done, self.note)
        done = present.done if self.done == self.shown.done else self.done
        if self.note == self.shown.note:
            return Tick(done, present.note)
        if present.note in ("", self.shown.note):
            return Tick(done, self.note)
        if self.note in present.note:
            return Tick(done, present.note)
        # Two wrote in one field: both notes are kept.
        return Tick(done, f"{self.note} · {present.note}"[:LONGEST_NOTE])


async def begin_checklist(
    *, session: UUID, texts: Mapping[SessionStep, Sequence[str]], by: UUID | None
) -> None:
    """Give a session that has no checklist yet these items; one that has keeps its own."""
    async with transaction():
        row = await _require(session)
        if await ChecklistItem.exists().where(ChecklistItem.session == session):
            return
        items = [
            ChecklistItem(session=session, step=step.value, position=position, text=text)
            for step, listed in texts.items()
            for position, text in enumerate(listed, start=1)
        ]
        if items:
            await ChecklistItem.insert(*items)
        await audit.record("session.checklist_begun", row, by=by, consultation=row.consultation)


async def tick_items(*, session: UUID, ticks: Mapping[UUID, Tick], by: UUID | None) -> int:
    """Tick items off, or not, with their notes; returns how many changed.

    Only what somebody changed is written, to what stands there now, so that two people ticking
    at once lose nothing of each other.
    """
    async with transaction():
        row = await hold_door(session)
        items = await ChecklistItem.objects().where(ChecklistItem.session == session)
        changed = 0
        for item in items:
            tick = ticks.get(item.id)
            before = Tick(item.done_at is not None, item.note)
            if tick is None or (after := tick.on(before)) == before:
                continue
            if after.done != before.done:
                item.done_at = now() if after.done else None
                item.done_by = by if after.done else None
            item.note = after.note
            await item.save([ChecklistItem.done_at, ChecklistItem.done_by, ChecklistItem.note])
            changed += 1
        if changed:
            await audit.record(
                "session.checklist_ticked",
                row,
                by=by,
                consultation=row.consultation,
                items=changed,
            )
    return changed


async def add_item(*, session: UUID, step: SessionStep, text: str, by: UUID | None) -> None:
    """Put something of the team's own on the list."""
    async with transaction():
        row = await _require(session)
        last: int = await ChecklistItem.count().where(
            (ChecklistItem.session == session) & (ChecklistItem.step == step.value)
        )
        await ChecklistItem.insert(
            ChecklistItem(session=session, step=step.value, position=last + 1, text=text)
        )
        await audit.record("session.checklist_added", row, by=by, consultation=row.consultation)


async def _require(session: UUID) -> Session:
    row = await Session.objects().get(Session.id == session)
    if row is None:
        raise NotFound
    return row
