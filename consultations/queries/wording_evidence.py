"""Results of scoring and sources of evidence as what a change of wording rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from consultations.tables import Assessment, EvidenceSource, WordingChange, WordingSource
from consultations.vocabulary import EvidenceKind, UnitKind, WordingState

_ASSESSMENT: Any = WordingSource.assessment
_EVIDENCE: Any = WordingSource.evidence
# What ``EvidenceBehind.of`` reads from a row of ``WordingSource``.
COLUMNS: tuple[Any, ...] = (
    _ASSESSMENT.id,
    _ASSESSMENT.title,
    _ASSESSMENT.published_at,
    _EVIDENCE.id,
    _EVIDENCE.kind,
    _EVIDENCE.title,
    _EVIDENCE.stage,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceBehind:
    """A source of evidence, or an assessment where it has no ``kind``.

    ``is_open`` where the public reads it: a source on the page of a stage, an assessment's result
    on its own.
    """

    id: UUID
    title: str
    kind: EvidenceKind | None = None
    is_open: bool = False

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        """The assessment or source of evidence that a row with ``COLUMNS`` names."""
        if row["assessment.id"]:
            return cls(
                id=row["assessment.id"],
                title=row["assessment.title"],
                is_open=row["assessment.published_at"] is not None,
            )
        return cls(
            id=row["evidence.id"],
            title=row["evidence.title"],
            kind=EvidenceKind(row["evidence.kind"]),
            is_open=row["evidence.stage"] is not None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RestingWords:
    """Words that rest on it; without ``version`` not published, without ``number`` removed."""

    change: UUID
    kind: UnitKind
    base_number: str
    number: str
    version: int | None
    state: WordingState


async def evidence_behind(changes: Sequence[UUID]) -> dict[UUID, list[EvidenceBehind]]:
    """By change, the assessments and sources of evidence it rests on, by title."""
    rows = (
        await WordingSource.select(WordingSource.change, *COLUMNS)
        .where(WordingSource.change.is_in(list(changes) or [None]))
        .where(WordingSource.assessment.is_not_null() | WordingSource.evidence.is_not_null())
        .order_by(_ASSESSMENT.title, _EVIDENCE.title)
    )
    found: dict[UUID, list[EvidenceBehind]] = {}
    for row in rows:
        found.setdefault(row["change"], []).append(EvidenceBehind.of(row))
    return found


async def evidence_to_rest_on(consultation: UUID) -> list[EvidenceBehind]:
    """What a wording may rest on: the closed assessments, then every source of evidence."""
    closed = (
        await Assessment.select(Assessment.id, Assessment.title)
        .where((Assessment.consultation == consultation) & Assessment.closed_at.is_not_null())
        .order_by(Assessment.title)
    )
    sources = (
        await EvidenceSource.select(EvidenceSource.id, EvidenceSource.kind, EvidenceSource.title)
        .where(EvidenceSource.consultation == consultation)
        .order_by(EvidenceSource.title)
    )
    return [EvidenceBehind(id=row["id"], title=row["title"]) for row in closed] + [
        EvidenceBehind(id=row["id"], title=row["title"], kind=EvidenceKind(row["kind"]))
        for row in sources
    ]


async def words_resting_on(evidence: UUID) -> list[RestingWords]:
    """The words that rest on an assessment or a source of evidence, by clause."""
    base: Any = WordingChange.base
    unit: Any = WordingChange.unit
    changes = WordingSource.select(WordingSource.change).where(
        (WordingSource.assessment == evidence) | (WordingSource.evidence == evidence)
    )
    rows = (
        await WordingChange.select(
            WordingChange.id,
            WordingChange.state,
            WordingChange.published_in.number,
            base.kind,
            base.number,
            unit.number,
        )
        .where(WordingChange.id.is_in(changes))
        .order_by(base.position)
        .order_by(WordingChange.written_at)
    )
    return [
        RestingWords(
            change=row["id"],
            kind=UnitKind(row["base.kind"]),
            base_number=row["base.number"],
            number=row["unit.number"] or "",
            version=row["published_in.number"],
            state=WordingState(row["state"]),
        )
        for row in rows
    ]
