"""Evidence files, for the pages that list them and the addresses that hand them out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations.tables import EvidenceFile
from consultations.vocabulary import Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFacts:
    """A kept file and the input it backs."""

    id: UUID
    input: UUID
    name: str
    media_type: str
    size: int
    sha256: str


async def evidence_of(entries: Sequence[UUID]) -> dict[UUID, list[EvidenceFacts]]:
    """The files of these inputs, in the order they were given."""
    if not entries:
        return {}
    rows = (
        await EvidenceFile.select()
        .where(EvidenceFile.input.is_in(list(entries)))
        .order_by(EvidenceFile.position)
    )
    files: dict[UUID, list[EvidenceFacts]] = {}
    for row in rows:
        files.setdefault(row["input"], []).append(_facts(row))
    return files


async def find_public_evidence(evidence: UUID) -> EvidenceFacts | None:
    """A file that everyone may have, or ``None``."""
    entry: Any = EvidenceFile.input
    return await _first(
        (EvidenceFile.id == evidence)
        & (entry.visibility != Visibility.CONFIDENTIAL.value)
        & entry.withdrawn_at.is_null()
        & entry.withheld_at.is_null()
        & entry.consultation.announced_at.is_not_null()
    )


async def find_evidence_in(consultation: UUID, evidence: UUID) -> EvidenceFacts | None:
    """A file of this consultation, public or not, or ``None``."""
    entry: Any = EvidenceFile.input
    return await _first((EvidenceFile.id == evidence) & (entry.consultation == consultation))


async def _first(where: Any) -> EvidenceFacts | None:
    row = await EvidenceFile.select().where(where).first()
    return _facts(row) if row else None


def _facts(row: dict[str, Any]) -> EvidenceFacts:
    return EvidenceFacts(**{name: row[name] for name in EvidenceFacts.__slots__})
