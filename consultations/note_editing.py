"""Change a session's note, or take it out; nobody's words are overwritten unread."""

import json
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.commenting import Statement
from consultations.errors import AlreadyWithdrawn, NotFound, SessionClosed, Stale
from consultations.noting import Remark, columns_of, find_speaker
from consultations.revising import Words, reword_note, withdraw_input
from consultations.revisions import touch
from consultations.tables import Input, Note, NoteEdition, Session, Unit
from consultations.transactions import tell, transaction

# What an edition keeps of a note beside its words and the dissent.
_KEPT = (
    "speaker_code",
    "form",
    "stance",
    "question",
    "group",
    "agreement",
    "agreeing",
    "neutral",
    "disagreeing",
)
_OF_INPUT = ("element", "region", "unit", "proposed_wording")


async def edit_note(
    *,
    note: UUID,
    statement: Statement,
    remark: Remark,
    unit: UUID | None,
    version: int,
    by: UUID | None,
) -> None:
    """Write a note anew; what it said before is kept, and its input says the new words.

    ``version`` is the one that was read. A note whose words change must be read back again.
    Raises ``Stale``, ``SessionClosed``, ``AlreadyWithdrawn``, ``AlreadyAnswered`` or ``NotFound``.
    """
    async with transaction():
        row = await _require_open(note)
        change = await mark_change(row.session)
        entry = await Input.objects().get(Input.id == row.input)
        if entry is None:
            raise NotFound
        moment = now()
        anew: dict[Any, Any] = columns_of(remark)
        taken = (
            await Note.update(
                {
                    **anew,
                    "participant": await find_speaker(row.session, remark.speaker_code),
                    "version": version + 1,
                    "change": change,
                    "edited_at": moment,
                    "edited_by": by,
                    "verified_at": None,
                    "verified_how": None,
                }
            )
            .where((Note.id == note) & (Note.version == version))
            .returning(Note.id)
        )
        if not taken:
            raise Stale
        await NoteEdition.insert(
            NoteEdition(
                note=note,
                version=version,
                text=entry.text,
                dissent=row.dissent,
                facts=json.dumps(_facts(row, entry), default=str),
                replaced_at=moment,
                replaced_by=by,
            )
        )
        await _change_input(entry, statement, unit, by)
        await audit.record(
            "note.edited", row, by=by, consultation=entry.consultation, version=version + 1
        )


async def withdraw_note(*, note: UUID, reason: str, by: UUID | None) -> None:
    """Take a note out, saying why; its number stays and its input is withdrawn with it.

    Withdrawing twice changes nothing. Raises ``SessionClosed``, ``AlreadyAnswered`` or
    ``NotFound``.
    """
    async with transaction():
        try:
            row = await _require_open(note)
        except AlreadyWithdrawn:
            return
        row.change = await mark_change(row.session)
        row.withdrawn_at = now()
        row.withdrawn_by = by
        row.withdrawn_for = reason
        await row.save([Note.change, Note.withdrawn_at, Note.withdrawn_by, Note.withdrawn_for])
        await withdraw_input(entry=row.input, by=by)
        await audit.record("note.withdrawn", row, by=by)


async def mark_change(session: UUID) -> int:
    """The number of the change that is about to be made to a note of this session.

    The consultation's row is taken before the session's, as everywhere, so that nobody waits for
    each other.
    """
    meeting = await Session.select(Session.consultation).where(Session.id == session).first()
    if meeting is None:
        raise NotFound
    await touch(meeting["consultation"])
    rows = (
        await Session.update({Session.last_change: Session.last_change + 1})
        .where(Session.id == session)
        .returning(Session.last_change)
    )
    await tell(session)
    return int(rows[0]["last_change"])


async def _require_open(note: UUID) -> Note:
    row = await Note.objects().get(Note.id == note)
    if row is None:
        raise NotFound
    if row.withdrawn_at is not None:
        raise AlreadyWithdrawn
    meeting = await Session.select(Session.closed_at).where(Session.id == row.session).first()
    if meeting is None or meeting["closed_at"] is not None:
        raise SessionClosed
    return row


async def _change_input(
    entry: Input, statement: Statement, unit: UUID | None, by: UUID | None
) -> None:
    await reword_note(
        entry=entry.id,
        words=Words(statement.text, statement.proposed_wording, statement.reason),
        by=by,
    )
    rows = await Unit.select(Unit.version).where(Unit.id == unit) if unit else []
    if unit and not rows:
        raise NotFound
    await Input.update(
        {
            Input.kind: statement.kind.value,
            Input.element: statement.element.value,
            Input.region: statement.region,
            Input.unit: unit,
            Input.version: rows[0]["version"] if rows else None,
        }
    ).where(Input.id == entry.id)


def _facts(note: Note, entry: Input) -> dict[str, Any]:
    said = {name: getattr(note, name) for name in _KEPT}
    return said | {name: getattr(entry, name) for name in _OF_INPUT}
