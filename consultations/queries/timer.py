"""The timer of a session's agenda."""

from dataclasses import dataclass
from uuid import UUID

from consultations.clock import now
from consultations.tables import AgendaItem


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerFacts:
    """The step of the agenda that runs; ``left`` in seconds, below naught when over time."""

    step: UUID
    title: str
    speaker: str
    minutes: int
    left: int
    is_paused: bool
    position: int
    following: str | None


async def timer_of(session: UUID) -> TimerFacts | None:
    """The running step and its time, by the server's clock at this moment."""
    rows = (
        await AgendaItem.select().where(AgendaItem.session == session).order_by(AgendaItem.position)
    )
    place = next(
        (n for n, row in enumerate(rows) if row["started_at"] and row["finished_at"] is None), None
    )
    if place is None:
        return None
    row = rows[place]
    until = row["paused_at"] or now()
    spent = (until - row["started_at"]).total_seconds() - row["paused_seconds"]
    return TimerFacts(
        step=row["id"],
        title=row["title"],
        speaker=row["speaker"],
        minutes=row["minutes"],
        left=round(row["minutes"] * 60 - spent),
        is_paused=row["paused_at"] is not None,
        position=place + 1,
        following=rows[place + 1]["title"] if place + 1 < len(rows) else None,
    )
