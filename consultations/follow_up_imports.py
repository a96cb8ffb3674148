"""What an import of follow-up items changed, kept so that it can be taken back as a whole."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import msgspec

from consultations.clock import now
from consultations.follow_ups import FollowUpWords
from consultations.tables import (
    FollowUpImport,
    FollowUpInput,
    FollowUpItem,
    FollowUpStep,
    FollowUpUnit,
)

_PLAIN = [name for name in FollowUpWords.__slots__ if name != "units"]


class Before(msgspec.Struct, frozen=True, kw_only=True):
    """An item as it was before an import touched it, with the steps it had by then."""

    words: FollowUpWords
    inputs: tuple[UUID, ...]
    steps: tuple[UUID, ...]
    status: str
    changed_at: datetime


class Touched(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did to one item; ``before`` is empty where the item is new.

    ``changed_at`` is the item's after the import: whoever changes it later moves it on.
    """

    item: UUID
    before: Before | None
    changed_at: datetime


def touched_in(changes: str) -> list[Touched]:
    """What an import's row holds."""
    return msgspec.json.decode(changes, type=list[Touched])


async def as_they_are(items: Collection[UUID]) -> dict[UUID, Before]:
    """What would have to be put back, by item. Run inside the transaction that changes them."""
    wanted: list[UUID | None] = [*items] or [None]
    rows = await FollowUpItem.select().where(FollowUpItem.id.is_in(wanted))
    behind = await FollowUpInput.select().where(FollowUpInput.item.is_in(wanted))
    units = await FollowUpUnit.select().where(FollowUpUnit.item.is_in(wanted))
    steps = await FollowUpStep.select(FollowUpStep.id, FollowUpStep.item).where(
        FollowUpStep.item.is_in(wanted)
    )
    return {
        row["id"]: Before(
            words=replace(
                FollowUpWords(**{name: row[name] for name in _PLAIN}),
                units=tuple(one["identity"] for one in units if one["item"] == row["id"]),
            ),
            inputs=tuple(one["input"] for one in behind if one["item"] == row["id"]),
            steps=tuple(one["id"] for one in steps if one["item"] == row["id"]),
            status=row["status"],
            changed_at=row["changed_at"],
        )
        for row in rows
    }


async def keep_import(
    *,
    consultation: UUID,
    file_name: str,
    items: Collection[UUID],
    before: Mapping[UUID, Before],
    by: UUID | None,
) -> FollowUpImport:
    """Note an import of ``items``, once they are changed; ``before`` says what they were."""
    rows = await FollowUpItem.select(FollowUpItem.id, FollowUpItem.changed_at).where(
        FollowUpItem.id.is_in([*items])
    )
    touched = [
        Touched(item=row["id"], before=before.get(row["id"]), changed_at=row["changed_at"])
        for row in rows
    ]
    made = FollowUpImport(
        consultation=consultation,
        file_name=file_name[-120:],
        items=len(touched),
        changes=msgspec.json.encode(touched).decode(),
        imported_at=now(),
        imported_by=by,
    )
    await FollowUpImport.insert(made)
    return made
