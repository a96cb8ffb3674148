"""FKP and FGD sessions: announce them, note what is said."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

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
from consultations.tables import Note, Participant, Session, Unit
from consultations.transactions import again_after_collision, tell, transaction
from consultations.vocabulary import Agreement, Channel, NoteForm, SessionKind, Stance

# So long after closing a device may still bring what it wrote down before.
LATE_GRACE = timedelta(hours=24)
_NEXT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What is noted of one speaker beside the words themselves."""

    speaker_code: str
    form: NoteForm
    stance: Stance | None = None
    dissent: str | None = None
    question: UUID | None = None
    group: UUID | None = None
    agreement: Agreement | None = None
    agreeing: int | None = None
    neutral: int | None = None
    disagreeing: int | None = None
    noted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Device:
    """Which of a device's notes it is: devices count their own, without the network."""

    name: str
    number: int


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


@again_after_collision
async def take_note(
    *,
    session: UUID,
    statement: Statement,
    remark: Remark,
    unit: UUID | None,
    idempotency_key: str,
    by: UUID | None,
    device: Device | None = None,
) -> Receipt:
    """Note one statement; it enters the register under the session's channel.

    A repeated key is the same note. A ``device`` may bring what it noted before the session was
    closed for as long as ``LATE_GRACE``. Raises ``SessionClosed`` or ``NotFound``.
    """
    async with transaction():
        meeting = await Session.objects().get(Session.id == session)
        if meeting is None:
            raise NotFound
        if earlier := await earlier_receipt(idempotency_key, body_hash(statement, unit)):
            return earlier
        noted_at = await _moment(session, remark, device)
        late = meeting.closed_at is not None
        if late and not _in_grace(meeting, noted_at, device):
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
            received_at=noted_at,
        )
        position, change = await _next_note(session)
        await Note.insert(
            Note(
                session=session,
                position=position,
                change=change,
                input=receipt.input,
                participant=await find_speaker(session, remark.speaker_code),
                **columns_of(remark),
                noted_at=noted_at,
                noted_by=by,
                late=late,
                device=device.name if device else None,
                device_number=device.number if device else None,
            )
        )
        await tell(session)
    return receipt


async def find_speaker(session: UUID, code: str) -> UUID | None:
    """Who of the participants this code stands for; nobody where it was made up at the table."""
    row = (
        await Participant.select(Participant.id)
        .where((Participant.session == session) & (Participant.code == code))
        .first()
    )
    return row["id"] if row else None


def columns_of(remark: Remark) -> dict[str, Any]:
    """A remark as a note's columns."""
    return {
        "speaker_code": remark.speaker_code,
        "form": remark.form.value,
        "stance": remark.stance,
        "dissent": remark.dissent,
        "question": remark.question,
        "group": remark.group,
        "agreement": remark.agreement,
        "agreeing": remark.agreeing,
        "neutral": remark.neutral,
        "disagreeing": remark.disagreeing,
    }


async def _moment(session: UUID, remark: Remark, device: Device | None) -> datetime:
    """When it was noted: never in the future, and on one device in the order of its numbers."""
    moment = min(remark.noted_at or now(), now())
    if device is None:
        return moment
    rows = await Note.raw(
        "SELECT MAX(CASE WHEN device_number < {} THEN noted_at END) AS before, "
        "MIN(CASE WHEN device_number > {} THEN noted_at END) AS after "
        "FROM note WHERE session = {} AND device = {}",
        device.number,
        device.number,
        session,
        device.name,
    )
    before, after = (_time(rows[0][name]) for name in ("before", "after"))
    moment = max(moment, before + _NEXT) if before else moment
    return min(moment, after - _NEXT) if after else moment


def _time(value: datetime | str | None) -> datetime | None:
    # SQLite forgets a column's type inside MAX and MIN.
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _in_grace(meeting: Session, noted_at: datetime, device: Device | None) -> bool:
    return (
        device is not None
        and meeting.closed_at is not None
        and noted_at <= meeting.closed_at
        and now() < meeting.closed_at + LATE_GRACE
    )


async def _next_note(session: UUID) -> tuple[int, int]:
    rows = (
        await Session.update(
            {
                Session.last_note: Session.last_note + 1,
                Session.last_change: Session.last_change + 1,
            }
        )
        .where(Session.id == session)
        .returning(Session.last_note, Session.last_change)
    )
    return rows[0]["last_note"], rows[0]["last_change"]


async def _version_of(unit: UUID | None) -> UUID | None:
    if unit is None:
        return None
    row = await Unit.select(Unit.version).where(Unit.id == unit).first()
    if row is None:
        raise NotFound
    return UUID(str(row["version"]))
