"""The last import of follow-up items, for as long as it can be taken back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from consultations.follow_up_imports import touched_in
from consultations.tables import FollowUpImport, FollowUpItem


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpImportFacts:
    """An import: its file, how many items it changed or added, when and by whom."""

    id: UUID
    file_name: str
    items: int
    imported_at: datetime
    imported_by: str


async def undoable_import(consultation: UUID) -> FollowUpImportFacts | None:
    """The last import that stands, or ``None`` once anything of it was changed."""
    row = (
        await FollowUpImport.select(*FollowUpImport.all_columns(), FollowUpImport.imported_by.name)
        .where((FollowUpImport.consultation == consultation) & FollowUpImport.undone_at.is_null())
        .order_by(FollowUpImport.imported_at, ascending=False)
        .first()
    )
    if row is None:
        return None
    touched = touched_in(row["changes"])
    now_at = {
        item["id"]: item["changed_at"]
        for item in await FollowUpItem.select(FollowUpItem.id, FollowUpItem.changed_at).where(
            FollowUpItem.id.is_in([one.item for one in touched])
        )
    }
    if any(now_at.get(one.item) != one.changed_at for one in touched):
        return None
    return FollowUpImportFacts(
        id=row["id"],
        file_name=row["file_name"],
        items=row["items"],
        imported_at=row["imported_at"],
        imported_by=row["imported_by.name"] or "",
    )
