"""The imports that were made in a consultation."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.tables import InputImport


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFacts:
    """An import with who made it and, where it was undone, when."""

    id: UUID
    file_name: str
    rows: int
    imported_at: datetime
    imported_by: str
    undone_at: datetime | None


async def imports_of(consultation: UUID, page: int = 1) -> Page[ImportFacts]:
    """The imports, newest first."""
    here = InputImport.consultation == consultation
    rows = (
        await InputImport.select(
            InputImport.id,
            InputImport.file_name,
            InputImport.rows,
            InputImport.imported_at,
            InputImport.imported_by.name,
            InputImport.undone_at,
        )
        .where(here)
        .order_by(InputImport.imported_at, ascending=False)
        .limit(PAGE_SIZE)
        .offset(offset_of(page))
    )
    total = await InputImport.count().where(here)
    return Page([_facts(row) for row in rows], max(1, page), total)


async def find_import(consultation: UUID, made: UUID) -> ImportFacts | None:
    """One import of this consultation, or ``None``."""
    row = (
        await InputImport.select(*InputImport.all_columns(), InputImport.imported_by.name)
        .where((InputImport.id == made) & (InputImport.consultation == consultation))
        .first()
    )
    return _facts(row) if row else None


def _facts(row: dict[str, object]) -> ImportFacts:
    name = row["imported_by.name"] or ""
    facts = {key: row[key] for key in ImportFacts.__slots__ if key != "imported_by"}
    return ImportFacts(imported_by=str(name), **facts)  # type: ignore[arg-type]
