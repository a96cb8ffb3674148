"""FKP and FGD sessions: announce them, note what is said, close them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.commenting import (
    Receipt,
    Statement,
    body_hash,
    earlier_receipt,
    register_input,
)
from consultations.errors import NotFound, SessionClosed
from consultations.preparing import Plan, plan_session
from consultations.revisions import touch
from consultations.tables import Note, Session, Unit
from consultations.transactions import transaction
from consultations.vocabulary import Channel, NoteForm, SessionKind, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What is noted of one speaker beside the words themselves."""

    speaker_code: str
    form: NoteForm
    stance: Stance | None = None
    dissent: str | None = None
    noted_at: datetime | None = None


async def announce_session(
    *,
    consultation: UUID,
    kind: SessionKind,
    title: str,
    theme: str,
    place: str,
    moderator: str,
    starts_at: datetime,
    by: UUID | None,
) -> Session:
    """Add an FKP or FGD session to the consultation's public calendar."""
    return await plan_session(
        consultation=consultation,
        plan=Plan(
            kind=kind,
            title=title,
            theme=theme,
            place=place,
            moderator=moderator,
            starts_at=starts_at,
        ),
        by=by,
    )


async def take_note(
    *,
    session: UUID,
    statement: Statement,
    remark: Remark,
    unit: UUID | None,
    idempotency_key: str,
    by: UUID | None,
) -> Receipt:
    """Note one statement; it enters the register under the session's channel.

    A repeated key is the same note. Raises ``SessionClosed`` or ``NotFound``.
    """
    async with transaction():
        meeting = await Session.objects().get(Session.id == session)
        if meeting is None:
            raise NotFound
        if earlier := await earlier_receipt(idempotency_key, body_hash(statement, unit)):
            return earlier
        if meeting.closed_at is not None:
            raise SessionClosed
        receipt = await register_input(
            consultation=meeting.consultation,
            statement=statement,
            channel=Channel(meeting.kind),
            version=await _version_of(unit),
            unit=unit,
            session=session,
            idempotency_key=idempotency_key,
            by=by,
            received_at=remark.noted_at,
        )
        await _append(session, receipt.input, remark, by)
    return receipt


async def close_session(*, session: UUID, by: UUID | None) -> None:
    """Close a session: its notes become final. Closing twice changes nothing."""
    async with transaction():
        meeting = await Session.objects().get(Session.id == session)
        if meeting is None:
            raise NotFound
        if meeting.closed_at is None:
            meeting.closed_at = now()
            await meeting.save()
            await audit.record("session.closed", meeting, by=by, consultation=meeting.consultation)
            await touch(meeting.consultation)


async def _append(session: UUID, entry: UUID, remark: Remark, by: UUID | None) -> None:
    rows = (
        await Session.update({Session.last_note: Session.last_note + 1})
        .where(Session.id == session)
        .returning(Session.last_note)
    )
    await Note.insert(
        Note(
            session=session,
            position=rows[0]["last_note"],
            input=entry,
            speaker_code=remark.speaker_code,
            form=remark.form.value,
            stance=remark.stance,
            dissent=remark.dissent,
            noted_at=remark.noted_at or now(),
            noted_by=by,
        )
    )


async def _version_of(unit: UUID | None) -> UUID | None:
    if unit is None:
        return None
    row = await Unit.select(Unit.version).where(Unit.id == unit).first()
    if row is None:
        raise NotFound
    return UUID(str(row["version"]))
