"""Sources of evidence as pages need them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations.tables import EvidenceSource, EvidenceSourceFile
from consultations.vocabulary import EvidenceKind, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file attached to a source."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source; ``version`` goes back with an edit."""

    id: UUID
    kind: EvidenceKind
    title: str
    question: str
    method: str
    period: str
    findings: str
    score: float | None
    link: str | None
    stage: Stage | None
    version: int
    files: tuple[SourceFile, ...] = ()


async def sources_of(consultation: UUID) -> list[SourceRow]:
    """All sources, by kind in the vocabulary's order, then by title."""
    return await _sources(EvidenceSource.consultation == consultation)


async def sources_named(sources: Sequence[UUID]) -> dict[UUID, SourceRow]:
    """The sources with these ids."""
    if not sources:
        return {}
    return {one.id: one for one in await _sources(EvidenceSource.id.is_in(list(sources)))}


async def find_source(consultation: UUID, source: UUID) -> SourceRow | None:
    """One source of this consultation, or ``None``."""
    found = await _sources(
        (EvidenceSource.id == source) & (EvidenceSource.consultation == consultation)
    )
    return found[0] if found else None


async def find_source_file(file: UUID, *, consultation: UUID | None = None) -> SourceFile | None:
    """A file of this consultation's sources; without one, only what everyone may have."""
    owner: Any = EvidenceSourceFile.source
    where: Any = (EvidenceSourceFile.id == file) & EvidenceSourceFile.removed_at.is_null()
    if consultation is None:
        where = where & owner.stage.is_not_null() & owner.consultation.announced_at.is_not_null()
    else:
        where = where & (owner.consultation == consultation)
    row = await EvidenceSourceFile.select().where(where).first()
    return _file(row) if row else None


async def _sources(where: Any) -> list[SourceRow]:
    rows = await EvidenceSource.select().where(where)
    files = await _files([row["id"] for row in rows])
    order = list(EvidenceKind)
    return sorted(
        (_row(row, files[row["id"]]) for row in rows),
        key=lambda s: (order.index(s.kind), s.title),
    )


async def _files(sources: list[UUID]) -> dict[UUID, list[SourceFile]]:
    found: dict[UUID, list[SourceFile]] = defaultdict(list)
    if sources:
        here = EvidenceSourceFile.source.is_in(sources) & EvidenceSourceFile.removed_at.is_null()
        for row in (
            await EvidenceSourceFile.select().where(here).order_by(EvidenceSourceFile.stored_at)
        ):
            found[row["source"]].append(_file(row))
    return found


def _row(row: dict[str, Any], files: Sequence[SourceFile]) -> SourceRow:
    own = ("kind", "stage", "files")
    facts = {name: row[name] for name in SourceRow.__slots__ if name not in own}
    return SourceRow(
        kind=EvidenceKind(row["kind"]),
        stage=Stage(row["stage"]) if row["stage"] else None,
        files=tuple(files),
        **facts,
    )


def _file(row: dict[str, Any]) -> SourceFile:
    return SourceFile(**{name: row[name] for name in SourceFile.__slots__})
