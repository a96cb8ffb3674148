"""What a session follows: its agenda with minutes, and the guide of its discussion."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.errors import Refusal
from consultations.preparing import take_turn
from consultations.tables import AgendaItem, GuideQuestion, Note
from consultations.transactions import transaction
from consultations.vocabulary import N_, GuidePart


class AlreadyAsked(Refusal):
    """Notes are tied to a question, so it can be worded anew but not taken away."""

    message = N_("Pertanyaan yang sudah punya catatan tidak dapat dihapus.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """A step of the agenda; ``id`` names the step it already is."""

    title: str
    minutes: int
    speaker: str = ""
    id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideLine:
    """A question of the guide; ``id`` names the question it already is."""

    text: str
    part: GuidePart
    id: UUID | None = None


async def set_agenda(
    *, session: UUID, version: int, lines: Sequence[AgendaLine], by: UUID | None
) -> None:
    """Make the agenda these steps in this order. Raises ``Stale``, ``SessionClosed``."""
    async with transaction():
        row = await take_turn(session, version)
        kept = {line.id for line in lines if line.id}
        known = await _ids(AgendaItem, session)
        if gone := known - kept:
            await AgendaItem.delete().where(AgendaItem.id.is_in(list(gone)))
        for position, line in enumerate(lines, start=1):
            values = {
                AgendaItem.position: position,
                AgendaItem.title: line.title,
                AgendaItem.speaker: line.speaker,
                AgendaItem.minutes: line.minutes,
            }
            await _put(AgendaItem, session, line.id if line.id in known else None, values)
        await audit.record("session.agenda_set", row, by=by, consultation=row.consultation)


async def set_guide(
    *, session: UUID, version: int, lines: Sequence[GuideLine], by: UUID | None
) -> None:
    """Make the guide these questions, sorted into the hourglass; the given order stays within.

    Raises ``Stale``, ``SessionClosed``, or ``AlreadyAsked`` when a noted question would go.
    """
    order = list(GuidePart)
    async with transaction():
        row = await take_turn(session, version)
        known = await _ids(GuideQuestion, session)
        gone = list(known - {line.id for line in lines if line.id})
        if gone:
            if await Note.exists().where(Note.question.is_in(gone)):
                raise AlreadyAsked
            await GuideQuestion.delete().where(GuideQuestion.id.is_in(gone))
        hourglass = sorted(lines, key=lambda line: order.index(line.part))
        for position, line in enumerate(hourglass, start=1):
            values = {
                GuideQuestion.position: position,
                GuideQuestion.part: line.part.value,
                GuideQuestion.text: line.text,
            }
            await _put(GuideQuestion, session, line.id if line.id in known else None, values)
        await audit.record("session.guide_set", row, by=by, consultation=row.consultation)


async def _ids(table: Any, session: UUID) -> set[UUID]:
    rows = await table.select(table.id).where(table.session == session)
    return {row["id"] for row in rows}


async def _put(table: Any, session: UUID, known: UUID | None, values: dict[Any, Any]) -> None:
    if known is None:
        named = {column._meta.name: value for column, value in values.items()}  # noqa: SLF001 - Piccolo's documented meta data
        await table.insert(table(session=session, **named))
    else:
        await table.update(values).where(table.id == known)
