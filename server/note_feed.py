"""What changed among a session's notes, read and rendered once for all who follow."""

import asyncio
import json
from contextvars import Context
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations.queries.consultations import ConsultationFacts
from consultations.queries.notes import NoteFacts, changed_notes, last_changes
from server.rendering import render_template


@dataclass(frozen=True, slots=True)
class Missed:
    """What a page has missed: up to which change, and as one line of JSON; empty if nothing."""

    change: int
    line: str


class NoteFeed:
    """Sixty pages that are woken at once ask one question."""

    def __init__(self) -> None:
        self._asking: dict[tuple[object, ...], asyncio.Task[Missed]] = {}

    async def missed(
        self, consultation: ConsultationFacts, session: UUID, since: int, locale: str
    ) -> Missed:
        """Everything after the change ``since``, as this language's pages show it."""
        key = session, since, locale
        asking = self._asking.get(key)
        if asking is None:
            asking = asyncio.get_running_loop().create_task(
                _read(consultation, session, since, locale), context=Context()
            )
            asking.add_done_callback(lambda _: self._asking.pop(key, None))
            self._asking[key] = asking
        return await asyncio.shield(asking)


async def _read(consultation: ConsultationFacts, session: UUID, since: int, locale: str) -> Missed:
    # Most of what wakes a page on SQLite is none of this session's business.
    if (await last_changes([session])).get(session, 0) <= since:
        return Missed(since, "")
    notes = await changed_notes(session, since)
    if not notes:
        return Missed(since, "")
    shown = [_shown(note, consultation, locale) for note in notes]
    return Missed(max(note.change for note in notes), json.dumps(shown, ensure_ascii=False))


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
