"""FKP and FGD sessions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.tables import Session
from consultations.vocabulary import Attribution, SessionKind


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
    attribution: Attribution
    last_change: int


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


def _session(row: dict[str, Any]) -> SessionFacts:
    own = ("kind", "notes", "attribution")
    facts = {name: row[name] for name in SessionFacts.__slots__ if name not in own}
    return SessionFacts(
        kind=SessionKind(row["kind"]),
        notes=row["last_note"],
        attribution=Attribution(row["attribution"]),
        **facts,
    )
