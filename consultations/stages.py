"""Tell what was done in a stage: its summary, who did it, and its documents."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound, Stale
from consultations.evidence import StoredFile
from consultations.revisions import touch
from consultations.tables import StageDocument, StageSummary
from consultations.transactions import again_after_collision, transaction
from consultations.versioned import store
from consultations.vocabulary import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class StageWords:
    """What is said of a stage in both languages, and which offices worked on it."""

    summary: str
    summary_en: str = ""
    done_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """What a document is, which office wrote it, and when."""

    title: str
    description: str = ""
    office: str = ""
    dated_on: date | None = None


@again_after_collision
async def describe_stage(
    *, consultation: UUID, stage: Stage, words: StageWords, version: int, by: UUID | None
) -> None:
    """Keep the words. Raises ``Stale`` when they were changed after ``version`` was read."""
    async with transaction():
        row = await StageSummary.objects().get(
            (StageSummary.consultation == consultation) & (StageSummary.stage == stage.value)
        )
        facts = {**asdict(words), "changed_at": now(), "changed_by": by}
        if row is not None:
            await store(row, facts, version)
        elif version:
            raise Stale
        else:
            row = StageSummary(consultation=consultation, stage=stage.value, **facts)
            await StageSummary.insert(row)
        await audit.record(
            "stage.described", row, by=by, consultation=consultation, stage=stage.value
        )
        await touch(consultation)


async def add_stage_document(
    *, consultation: UUID, stage: Stage, facts: DocumentFacts, file: StoredFile, by: UUID | None
) -> StageDocument:
    """Enter a kept file as a document of the stage."""
    row = StageDocument(
        consultation=consultation,
        stage=stage.value,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        stored_at=now(),
        stored_by=by,
        **asdict(facts),
    )
    async with transaction():
        await StageDocument.insert(row)
        await audit.record("stage_document.added", row, by=by, consultation=consultation)
        await touch(consultation)
    return row


async def change_stage_document(
    *, consultation: UUID, document: UUID, facts: DocumentFacts, version: int, by: UUID | None
) -> None:
    """Correct what is said of a document. Raises ``Stale`` as ``describe_stage`` does."""
    async with transaction():
        row = await _find(consultation, document)
        await store(row, asdict(facts), version)
        await audit.record("stage_document.changed", row, by=by, consultation=consultation)
        await touch(consultation)


async def remove_stage_document(*, consultation: UUID, document: UUID, by: UUID | None) -> None:
    """Take a document off the public page; it stays on record."""
    async with transaction():
        row = await _find(consultation, document)
        if row.removed_at is None:
            row.removed_at = now()
            await row.save([StageDocument.removed_at])
            await audit.record("stage_document.removed", row, by=by, consultation=consultation)
            await touch(consultation)


async def restore_stage_document(*, consultation: UUID, document: UUID, by: UUID | None) -> None:
    """Put back a document that was taken off."""
    async with transaction():
        row = await _find(consultation, document)
        if row.removed_at is not None:
            row.removed_at = None
            await row.save([StageDocument.removed_at])
            await audit.record("stage_document.restored", row, by=by, consultation=consultation)
            await touch(consultation)


async def _find(consultation: UUID, document: UUID) -> StageDocument:
    row = await StageDocument.objects().get(
        (StageDocument.id == document) & (StageDocument.consultation == consultation)
    )
    if row is None:
        raise NotFound
    return row
