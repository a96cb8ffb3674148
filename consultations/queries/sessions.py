"""FKP and FGD sessions and their notes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.personal_data import find_personal_data, mask
from consultations.queries.inputs import InputFacts, input_columns, public_facts
from consultations.tables import Note, Session
from consultations.vocabulary import NoteForm, SessionKind, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFacts:
    """A session on the public calendar."""

    id: UUID
    consultation: UUID
    kind: SessionKind
    title: str
    theme: str
    place: str
    moderator: str
    starts_at: datetime
    ends_at: datetime | None
    closed_at: datetime | None
    cancelled_at: datetime | None
    version: int
    notes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFacts:
    """A note with the input it became."""

    position: int
    speaker_code: str
    form: NoteForm
    stance: Stance | None
    dissent: str | None
    noted_at: datetime
    entry: InputFacts


async def sessions_of(consultation: UUID) -> list[SessionFacts]:
    """The consultation's sessions in the order they are held."""
    rows = (
        await Session.select()
        .where(Session.consultation == consultation)
        .order_by(Session.starts_at)
    )
    return [_session(row) for row in rows]


async def find_session(consultation: UUID, session: UUID) -> SessionFacts | None:
    """One session of this consultation, or ``None``."""
    row = (
        await Session.select()
        .where((Session.id == session) & (Session.consultation == consultation))
        .first()
    )
    return _session(row) if row else None


async def notes_of(session: UUID) -> list[NoteFacts]:
    """The notes in the order they were taken."""
    rows = (
        await Note.select(*Note.all_columns(), *input_columns(Note.input))
        .where(Note.session == session)
        .order_by(Note.position)
    )
    return [_note(row) for row in rows]


def _session(row: dict[str, Any]) -> SessionFacts:
    facts = {name: row[name] for name in SessionFacts.__slots__ if name not in ("kind", "notes")}
    return SessionFacts(kind=SessionKind(row["kind"]), notes=row["last_note"], **facts)


def _note(row: dict[str, Any]) -> NoteFacts:
    entry = {name.removeprefix("input."): value for name, value in row.items() if "input." in name}
    return NoteFacts(
        position=row["position"],
        speaker_code=row["speaker_code"],
        form=NoteForm(row["form"]),
        stance=Stance(row["stance"]) if row["stance"] else None,
        dissent=_masked(row["dissent"]),
        noted_at=row["noted_at"],
        entry=public_facts(entry),
    )


def _masked(words: str | None) -> str | None:
    # Dissent is the note-taker's own remark, no input: nobody moderates it, so it is masked here.
    return mask(words, find_personal_data(words)) if words else words
