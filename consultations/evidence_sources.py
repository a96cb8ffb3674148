"""Keep the sources of evidence (sumber bukti) that the roadmap rests on."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound
from consultations.evidence import StoredFile
from consultations.revisions import touch
from consultations.tables import EvidenceSource, EvidenceSourceFile
from consultations.transactions import transaction
from consultations.versioned import store
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


async def add_source(
    *, consultation: UUID, facts: SourceFacts, files: Sequence[StoredFile] = (), by: UUID | None
) -> EvidenceSource:
    """Enter a source with its kept files."""
    row = EvidenceSource(consultation=consultation, created_by=by, **asdict(facts))
    async with transaction():
        await EvidenceSource.insert(row)
        await _attach(row.id, files, by)
        await audit.record("evidence_source.added", row, by=by, consultation=consultation)
        await touch(consultation)
    return row


async def change_source(
    *,
    consultation: UUID,
    source: UUID,
    facts: SourceFacts,
    files: Sequence[StoredFile] = (),
    version: int,
    by: UUID | None,
) -> None:
    """Correct a source and add files. Raises ``Stale`` if changed after ``version`` was read."""
    async with transaction():
        row = await EvidenceSource.objects().get(
            (EvidenceSource.id == source) & (EvidenceSource.consultation == consultation)
        )
        if row is None:
            raise NotFound
        await store(row, asdict(facts), version)
        await _attach(row.id, files, by)
        await audit.record("evidence_source.changed", row, by=by, consultation=consultation)
        await touch(consultation)


async def remove_source_file(*, consultation: UUID, file: UUID, by: UUID | None) -> None:
    """Take a file out of a source, for everyone; it stays on record."""
    async with transaction():
        row = await EvidenceSourceFile.objects().get(
            (EvidenceSourceFile.id == file)
            & (EvidenceSourceFile.source.consultation == consultation)
        )
        if row is None:
            raise NotFound
        if row.removed_at is None:
            row.removed_at = now()
            await row.save()
            await audit.record(
                "evidence_source.file_removed", row, by=by, consultation=consultation
            )
            await touch(consultation)


async def _attach(source: UUID, files: Sequence[StoredFile], by: UUID | None) -> None:
    if files:
        await EvidenceSourceFile.insert(
            *(
                EvidenceSourceFile(
                    source=source,
                    name=file.name,
                    media_type=file.media_type,
                    size=file.size,
                    sha256=file.sha256,
                    stored_at=now(),
                    stored_by=by,
                )
                for file in files
            )
        )
