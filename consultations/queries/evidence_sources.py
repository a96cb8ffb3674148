"""Sources of evidence as pages need them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations.tables import EvidenceSource
from consultations.vocabulary import EvidenceKind, Stage


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


async def sources_of(consultation: UUID) -> list[SourceRow]:
    """All sources, by kind in the vocabulary's order, then by title."""
    rows = await EvidenceSource.select().where(EvidenceSource.consultation == consultation)
    order = list(EvidenceKind)
    return sorted((_row(row) for row in rows), key=lambda s: (order.index(s.kind), s.title))


async def find_source(consultation: UUID, source: UUID) -> SourceRow | None:
    """One source of this consultation, or ``None``."""
    row = (
        await EvidenceSource.select()
        .where((EvidenceSource.id == source) & (EvidenceSource.consultation == consultation))
        .first()
    )
    return _row(row) if row else None


def _row(row: dict[str, Any]) -> SourceRow:
    facts = {name: row[name] for name in SourceRow.__slots__ if name not in ("kind", "stage")}
    return SourceRow(
        kind=EvidenceKind(row["kind"]),
        stage=Stage(row["stage"]) if row["stage"] else None,
        **facts,
    )
