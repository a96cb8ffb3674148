"""What changed among a session's notes, read and rendered once for all who follow."""

import asyncio
import json
from contextvars import Context
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations.queries.consultations import ConsultationFacts
from consultations.queries.notes import NoteFacts, changed_notes
from server.rendering import render_template

MOST_SESSIONS = 50


@dataclass(frozen=True, slots=True)
class Missed:
    """What a page has missed: up to which change, and as one event; empty if nothing."""

    change: int
    event: bytes


class NoteFeed:
    """Sixty pages that are woken in one round ask one question and send the same bytes."""

    def __init__(self) -> None:
        self._rounds: dict[UUID, tuple[int, dict[tuple[int, str], asyncio.Task[Missed]]]] = {}

    async def missed(
        self, consultation: ConsultationFacts, session: UUID, since: int, locale: str, turn: int
    ) -> Missed:
        """Everything after the change ``since``, as this language's pages show it.

        What was read in a turn is given to all that ask in the same turn.
        """
        number, asked = self._rounds.get(session, (turn, {}))
        if number != turn:
            asked = {}
        self._rounds.pop(session, None)
        self._rounds[session] = (turn, asked)
        if len(self._rounds) > MOST_SESSIONS:
            del self._rounds[next(iter(self._rounds))]
        asking = asked.get((since, locale))
        if asking is None:
            asking = asyncio.get_running_loop().create_task(
                _read(consultation, session, since, locale), context=Context()
            )
            asked[since, locale] = asking
            asking.add_done_callback(lambda done: _drop_failed(asked, (since, locale), done))
        return await asyncio.shield(asking)


def _drop_failed(
    asked: dict[tuple[int, str], asyncio.Task[Missed]],
    key: tuple[int, str],
    done: asyncio.Task[Missed],
) -> None:
    # What failed is asked again by the next one, and not remembered as an answer.
    if done.cancelled() or done.exception() is not None:
        asked.pop(key, None)


async def _read(consultation: ConsultationFacts, session: UUID, since: int, locale: str) -> Missed:
    notes = await changed_notes(session, since)
    if not notes:
        return Missed(since, b"")
    change = max(note.change for note in notes)
    shown = [_shown(note, consultation, locale) for note in notes]
    line = json.dumps(shown, ensure_ascii=False)
    return Missed(change, f"id: {change}\nevent: catatan\ndata: {line}\n\n".encode())


def _shown(note: NoteFacts, consultation: ConsultationFacts, locale: str) -> dict[str, Any]:
    facts = {
        "id": str(note.id),
        "position": note.position,
        "device": f"{note.device}:{note.device_number}" if note.device else "",
        "order": note.order,
    }
    if note.withdrawn_at is not None:
        return {**facts, "html": ""}
    html = render_template(
        "facilitator/_note.html",
        locale,
        {
            "note": note,
            "zone": consultation.zone,
            "base": f"/konsultasi/{consultation.slug}",
            "work": f"/kerja/{consultation.slug}/sesi/{note.session}",
        },
    )
    return {**facts, "html": html}
