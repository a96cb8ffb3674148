"""The checklist of a session: what rule and custom ask for before, during and after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound
from consultations.tables import ChecklistItem, Session
from consultations.transactions import transaction
from consultations.vocabulary import SessionStep


@dataclass(frozen=True, slots=True)
class Tick:
    """Whether something is done, and what is worth noting about it."""

    done: bool
    note: str = ""


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

    Only what differs is written, so that two people ticking at once lose nothing of each other.
    """
    async with transaction():
        row = await _require(session)
        items = await ChecklistItem.objects().where(ChecklistItem.session == session)
        changed = 0
        for item in items:
            tick = ticks.get(item.id)
            if tick is None or (tick.done, tick.note) == (item.done_at is not None, item.note):
                continue
            if tick.done != (item.done_at is not None):
                item.done_at = now() if tick.done else None
                item.done_by = by if tick.done else None
            item.note = tick.note
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
