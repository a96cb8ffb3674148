"""Keep the sources of evidence (sumber bukti) that the roadmap rests on."""

from dataclasses import asdict, dataclass
from uuid import UUID

from consultations import audit
from consultations.errors import NotFound, Stale
from consultations.revisions import touch
from consultations.tables import EvidenceSource
from consultations.transactions import transaction
from consultations.vocabulary import EvidenceKind, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """What a source says: its question, how it was answered, when, and what came of it.

    One with a ``stage`` is shown to everyone on the page of the stages.
    """

    kind: EvidenceKind
    title: str
    question: str = ""
    method: str = ""
    period: str = ""
    findings: str = ""
    score: float | None = None
    link: str | None = None
    stage: Stage | None = None


async def add_source(*, consultation: UUID, facts: SourceFacts, by: UUID | None) -> EvidenceSource:
    """Enter a source."""
    row = EvidenceSource(consultation=consultation, created_by=by, **asdict(facts))
    async with transaction():
        await EvidenceSource.insert(row)
        await audit.record("evidence_source.added", row, by=by, consultation=consultation)
        await touch(consultation)
    return row


async def change_source(
    *, consultation: UUID, source: UUID, facts: SourceFacts, version: int, by: UUID | None
) -> None:
    """Correct a source. Raises ``Stale`` when it was changed after ``version`` was read."""
    async with transaction():
        row = await EvidenceSource.objects().get(
            (EvidenceSource.id == source) & (EvidenceSource.consultation == consultation)
        )
        if row is None:
            raise NotFound
        if row.version != version:
            raise Stale
        for name, value in asdict(facts).items():
            setattr(row, name, value)
        row.version += 1
        await row.save()
        await audit.record("evidence_source.changed", row, by=by, consultation=consultation)
        await touch(consultation)
