"""Enters an item of the demonstration's action plan with the steps it has gone so far."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from consultations.clock import now
from consultations.demonstration.days import moment_of, on_day
from consultations.evidence import StoredFile
from consultations.follow_ups import FollowUpWords, Progress, add_follow_up, record_step
from consultations.queries.drafts import units_of, versions_of
from consultations.tables import Input
from consultations.vocabulary import FollowUpStatus

_PLAIN = ("issue", "activity", "indicator", "owner")
_OPTIONAL = ("solution", "measure", "baseline", "target")


async def add_action(
    consultation: UUID,
    told: dict[str, Any],
    *,
    by: UUID | None,
    session: UUID | None = None,
    inputs: Mapping[str, UUID] | None = None,
    files: Mapping[str, StoredFile] | None = None,
) -> None:
    """Enter it; days count from today, ``inputs`` and ``files`` are what the data name by key."""
    versions = await versions_of(consultation)
    numbers = {unit.number: unit.identity for unit in await units_of(versions[0].id)}
    behind = [inputs[key] for key in told.get("inputs", ()) if inputs and key in inputs]
    rows = await Input.select(Input.registration).where(Input.id.is_in(behind or [None]))
    words = {name: told[name] for name in _PLAIN}
    words |= {name: told[name] for name in _OPTIONAL if name in told}
    item = await add_follow_up(
        consultation=consultation,
        words=FollowUpWords(
            due_on=moment_of(told["days"], "12:00").date(),
            session=session,
            units=tuple(numbers[number] for number in told.get("units", ()) if number in numbers),
            **words,
        ),
        inputs=[row["registration"] for row in rows],
        by=by,
    )
    for step in told["steps"]:
        await _step(consultation, item.id, step, files or {}, by)


async def _step(
    consultation: UUID,
    item: UUID,
    step: dict[str, Any],
    files: Mapping[str, StoredFile],
    by: UUID | None,
) -> None:
    kept = [files[step["file"]["name"]]] if "file" in step else []
    with on_day(step["days"]):
        await record_step(
            consultation=consultation,
            item=item,
            progress=Progress(
                status=FollowUpStatus(step["status"]),
                note=step["note"],
                value=step.get("value"),
                reached_on=now().date() if "value" in step else None,
                files=kept,
                files_public=bool(kept),
            ),
            by=by,
        )
