"""The timer of a session's agenda: one step at a time, by the server's clock."""

from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.clock import now
from consultations.errors import NotFound
from consultations.room import mark_room, require_room
from consultations.tables import AgendaItem
from consultations.transactions import transaction


async def start_step(*, session: UUID, step: UUID) -> None:
    """Let this step run, from its beginning; the one that ran is finished.

    Starting the running one again changes nothing, so that a double click is one. Raises
    ``RoomClosed`` or ``NotFound``.
    """
    async with transaction():
        await _turn(session)
        steps = await _steps(session)
        if step not in {each["id"] for each in steps}:
            raise NotFound
        running = _running(steps)
        if running is None or running["id"] != step:
            await _run(session, step)


async def next_step(*, session: UUID, after: UUID | None) -> None:
    """Finish the step ``after`` and start what follows it; of ``None``, the first one.

    A second press finds another step running and changes nothing. After the last one none runs.
    """
    async with transaction():
        await _turn(session)
        steps = await _steps(session)
        running = _running(steps)
        if (running["id"] if running else None) != after:
            return
        done = running["position"] if running else 0
        following = next((each["id"] for each in steps if each["position"] > done), None)
        await _run(session, following)


async def pause_step(*, session: UUID, paused: bool) -> None:
    """Let the running step's timer stand still, or go on from where it stood."""
    async with transaction():
        await _turn(session)
        running = _running(await _steps(session))
        if running is None or (running["paused_at"] is not None) == paused:
            return
        moment = now()
        values: dict[Any, Any] = {AgendaItem.paused_at: moment if paused else None}
        if not paused:
            stood = _seconds(running["paused_at"], moment)
            values[AgendaItem.paused_seconds] = running["paused_seconds"] + stood
        await AgendaItem.update(values).where(AgendaItem.id == running["id"])


async def _turn(session: UUID) -> None:
    # Takes the session's row: of two who press at once, the second sees what the first did.
    await mark_room(session)
    await require_room(session)


async def _steps(session: UUID) -> list[dict[str, Any]]:
    return (
        await AgendaItem.select().where(AgendaItem.session == session).order_by(AgendaItem.position)
    )


def _running(steps: list[dict[str, Any]]) -> dict[str, Any] | None:
    return next(
        (each for each in steps if each["started_at"] and each["finished_at"] is None), None
    )


async def _run(session: UUID, step: UUID | None) -> None:
    moment = now()
    await AgendaItem.update({AgendaItem.finished_at: moment}).where(
        (AgendaItem.session == session)
        & AgendaItem.started_at.is_not_null()
        & AgendaItem.finished_at.is_null()
    )
    if step is not None:
        await AgendaItem.update(
            {
                AgendaItem.started_at: moment,
                AgendaItem.finished_at: None,
                AgendaItem.paused_at: None,
                AgendaItem.paused_seconds: 0,
            }
        ).where(AgendaItem.id == step)


def _seconds(begun: datetime, moment: datetime) -> int:
    return round((moment - begun).total_seconds())
