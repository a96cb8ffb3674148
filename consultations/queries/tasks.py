"""Decisions that were given to somebody to prepare, and what waits for a second person."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from consultations.publishing_decisions import on_standing_theme
from consultations.queries.disposition_overview import is_open
from consultations.tables import Deliberation
from consultations.vocabulary import DeliberationState


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFacts:
    """A theme or an input to decide on; ``path`` is inside the consultation's workspace."""

    name: str
    is_theme: bool
    path: str
    state: DeliberationState
    pending: bool
    due_on: date | None
    writer: str


async def tasks_of(consultation: UUID, account: UUID) -> list[TaskFacts]:
    """What is left for somebody to prepare, the earliest due first."""
    rows = await _selected().where(
        (Deliberation.consultation == consultation) & (Deliberation.assignee == account) & is_open()
    )
    return _sorted(rows)


async def reviews_for(consultation: UUID, account: UUID) -> list[TaskFacts]:
    """What waits for a second person, other than what this one wrote."""
    rows = await _selected().where(
        (Deliberation.consultation == consultation)
        & Deliberation.pending.eq(value=True)
        & on_standing_theme()
        & (Deliberation.state == DeliberationState.WAITING.value)
        & (Deliberation.written_by.is_null() | (Deliberation.written_by != account))
    )
    return _sorted(rows)


def _selected() -> Any:
    of: Any = Deliberation.disposition.theme
    return Deliberation.select(
        Deliberation.state,
        Deliberation.pending,
        Deliberation.due_on,
        Deliberation.written_by.name,
        Deliberation.input.registration,
        of.id,
        of.name,
    )


def _sorted(rows: list[dict[str, Any]]) -> list[TaskFacts]:
    tasks = [
        TaskFacts(
            name=row["disposition.theme.name"] or row["input.registration"],
            is_theme=row["disposition.theme.id"] is not None,
            path=(
                f"tema/{row['disposition.theme.id']}/keputusan"
                if row["disposition.theme.id"]
                else f"masukan/{row['input.registration']}/keputusan"
            ),
            state=DeliberationState(row["state"]),
            pending=row["pending"],
            due_on=row["due_on"],
            writer=row["written_by.name"] or "",
        )
        for row in rows
    ]
    return sorted(tasks, key=lambda task: (task.due_on or date.max, task.name))
