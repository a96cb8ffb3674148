"""Keep what a session's documents need beside its notes: words and files."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound, Stale
from consultations.evidence import StoredFile
from consultations.revisions import touch
from consultations.tables import Session, SessionFile, SessionRecord
from consultations.transactions import again_after_collision, transaction
from consultations.versioned import store
from consultations.vocabulary import SessionFileUse


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordWords:
    """The words of a session's documents that its team writes."""

    number: str = ""
    report_number: str = ""
    subjects: str = ""
    conclusion: str = ""
    closing: str = ""
    attachments: str = ""
    no_dissent: bool = False


@again_after_collision
async def write_record(*, session: UUID, words: RecordWords, version: int, by: UUID | None) -> None:
    """Keep the words. Raises ``Stale`` when they were changed after ``version`` was read."""
    async with transaction():
        meeting = await _find(session)
        row = await SessionRecord.objects().get(SessionRecord.session == session)
        facts = {**asdict(words), "edited_at": now(), "edited_by": by}
        if row is not None:
            await store(row, facts, version)
        elif version:
            raise Stale
        else:
            row = SessionRecord(session=session, **facts)
            await SessionRecord.insert(row)
        await audit.record("session.record_written", row, by=by, consultation=meeting.consultation)


async def keep_session_file(
    *,
    session: UUID,
    use: SessionFileUse,
    file: StoredFile,
    caption: str,
    taken_at: datetime | None,
    by: UUID | None,
) -> None:
    """Tie a checked and kept file to the session; a new signed scan takes the old one's place."""
    async with transaction():
        meeting = await _find(session)
        if use in (SessionFileUse.SIGNED_RECORD, SessionFileUse.SIGNED_ATTENDANCE):
            await SessionFile.update({SessionFile.removed_at: now()}).where(
                (SessionFile.session == session)
                & (SessionFile.use == use.value)
                & SessionFile.removed_at.is_null()
            )
        row = SessionFile(
            session=session,
            use=use.value,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            caption=caption,
            taken_at=taken_at,
            stored_at=now(),
            stored_by=by,
        )
        await SessionFile.insert(row)
        await audit.record(
            "session.file_kept", row, by=by, consultation=meeting.consultation, use=use.value
        )
        await touch(meeting.consultation)


async def remove_session_file(*, session: UUID, file: UUID, by: UUID | None) -> None:
    """Take a file out; that it was there stays on record."""
    async with transaction():
        meeting = await _find(session)
        row = await SessionFile.objects().get(
            (SessionFile.id == file)
            & (SessionFile.session == session)
            & SessionFile.removed_at.is_null()
        )
        if row is None:
            raise NotFound
        row.removed_at = now()
        await row.save()
        await audit.record("session.file_removed", row, by=by, consultation=meeting.consultation)
        await touch(meeting.consultation)


async def _find(session: UUID) -> Session:
    meeting = await Session.objects().get(Session.id == session)
    if meeting is None:
        raise NotFound
    return meeting
