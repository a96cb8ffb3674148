"""Take an import of follow-up items back as a whole, while nothing of it was changed since."""

from typing import Any
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import CannotUndo, NotFound, Stale
from consultations.follow_up_imports import Before, Touched, touched_in
from consultations.follow_ups import tie
from consultations.revisions import touch
from consultations.tables import (
    FollowUpImport,
    FollowUpInput,
    FollowUpItem,
    FollowUpStep,
    FollowUpUnit,
)
from consultations.transactions import transaction
from consultations.vocabulary import N_


class ChangedSince(CannotUndo):
    """Somebody changed the items with these numbers after the import."""

    message = N_(
        "Impor tidak dapat dibatalkan: tindak lanjut nomor %(numbers)s sudah diubah sesudahnya. "
        "Tidak ada yang dikembalikan."
    )

    def __init__(self, numbers: list[int]) -> None:
        super().__init__()
        self.numbers = ", ".join(str(number) for number in numbers)


async def undo_follow_up_import(*, consultation: UUID, made: UUID, by: UUID | None) -> int:
    """Put every item back as it was and take the new ones out; returns how many that were.

    Raises ``ChangedSince`` when one of them was changed later, and ``Stale`` when the import is
    undone already; nothing is put back then.
    """
    async with transaction():
        here = (FollowUpImport.id == made) & (FollowUpImport.consultation == consultation)
        # What the items were is in the items again, and is kept nowhere else.
        rows = (
            await FollowUpImport.update(
                {FollowUpImport.undone_at: now(), FollowUpImport.undone_by: by}
            )
            .where(here & FollowUpImport.undone_at.is_null())
            .returning(*FollowUpImport.all_columns())
        )
        if not rows:
            raise Stale if await FollowUpImport.exists().where(here) else NotFound
        row = FollowUpImport(**rows[0])
        touched = touched_in(row.changes)
        await _hold(touched)
        for one in touched:
            await (_take_out(one.item) if one.before is None else _put_back(one.item, one.before))
        await FollowUpImport.update({FollowUpImport.changes: "[]"}).where(here)
        await audit.record(
            "follow_ups.import_undone", row, by=by, consultation=consultation, rows=len(touched)
        )
        await touch(consultation)
    return len(touched)


async def _hold(touched: list[Touched]) -> None:
    """Move every item on, so that nobody's older look at it counts; refuse what has moved."""
    moved = []
    for one in sorted(touched, key=lambda one: str(one.item)):
        held = (
            await FollowUpItem.update({FollowUpItem.version: FollowUpItem.version + 1})
            .where((FollowUpItem.id == one.item) & (FollowUpItem.changed_at == one.changed_at))
            .returning(FollowUpItem.id)
        )
        if not held:
            moved.append(one.item)
    if moved:
        rows = await FollowUpItem.select(FollowUpItem.number).where(FollowUpItem.id.is_in(moved))
        raise ChangedSince(sorted(row["number"] for row in rows))


async def _take_out(item: UUID) -> None:
    for table in (FollowUpStep, FollowUpInput, FollowUpUnit):
        of: Any = table.item
        await table.delete().where(of == item)
    await FollowUpItem.delete().where(FollowUpItem.id == item)


async def _put_back(item: UUID, before: Before) -> None:
    later = [one for one in await _steps(item) if one not in before.steps]
    await FollowUpStep.delete().where(FollowUpStep.id.is_in(later or [None]))
    words: dict[Any, Any] = before.words.columns()
    await FollowUpItem.update(
        words | {"status": before.status, "changed_at": before.changed_at}
    ).where(FollowUpItem.id == item)
    await FollowUpInput.delete().where(FollowUpInput.item == item)
    await FollowUpUnit.delete().where(FollowUpUnit.item == item)
    await tie(item, before.inputs, before.words.units)


async def _steps(item: UUID) -> list[UUID]:
    rows = await FollowUpStep.select(FollowUpStep.id).where(FollowUpStep.item == item)
    return [row["id"] for row in rows]
