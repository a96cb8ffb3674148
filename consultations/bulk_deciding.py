"""Decide on many themes and inputs at once, with one reason, and take that back."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.deciding import Answer, Subject, restore, step_of, write_disposition
from consultations.errors import NotFound, Stale
from consultations.reply_templates import fill, known_fields
from consultations.tables import Deliberation, DeliberationStep
from consultations.transactions import transaction
from consultations.vocabulary import DeliberationAct, DeliberationState

MOST_AT_ONCE = 200
# Few enough that others are served between two batches.
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Chosen:
    """Something on a list, with the version of its decision that the list showed."""

    subject: Subject
    version: int


async def decide_many(
    *,
    chosen: Sequence[Chosen],
    answer: Answer,
    label: str,
    ready: bool,
    by: UUID | None,
) -> UUID:
    """Decide the same on everything chosen, all or nothing; returns what undoes it together.

    The fields of the reply are filled for each. Raises ``Stale`` when one of them was decided on
    meanwhile.
    """
    batch = uuid.uuid4()
    fields = await known_fields([one.subject for one in chosen], label)
    async with transaction():
        for one in chosen[:MOST_AT_ONCE]:
            reply = fill(answer.reply, fields.get(one.subject, {}))
            await write_disposition(
                subject=one.subject,
                answer=replace(answer, reply=reply),
                version=one.version,
                ready=ready,
                by=by,
                batch=batch,
            )
    return batch


async def undo_many(*, consultation: UUID, batch: UUID, by: UUID | None) -> int:
    """Take back what was decided together, where nothing happened since; returns how much.

    Raises ``Stale`` when nothing of it can be taken back any more.
    """
    undone = 0
    async with transaction():
        of: Any = (DeliberationStep.batch == batch) & (
            DeliberationStep.deliberation.consultation == consultation
        )
        steps = await DeliberationStep.objects().where(of)
        if not steps:
            raise NotFound
        for start in range(0, len(steps), AT_ONCE):
            undone += await _undo(steps[start : start + AT_ONCE], by=by)
        if not undone:
            raise Stale
        await audit.record(
            "disposition.batch_undone", steps[0], by=by, consultation=consultation, rows=undone
        )
    return undone


async def _undo(steps: Sequence[DeliberationStep], *, by: UUID | None) -> int:
    of = {step.deliberation: step for step in steps}
    rows = await Deliberation.objects().where(
        Deliberation.id.is_in(list(of)) & Deliberation.pending.eq(value=True)
    )
    as_left = [row for row in rows if row.version == of[row.id].version]
    before = await _before(of)
    fresh: dict[int, list[UUID]] = {}
    for row in as_left:
        earlier = before.get(row.id)
        if row.input is not None and (earlier is None or not earlier.decision):
            fresh.setdefault(row.version, []).append(row.id)
        else:
            await restore(row.id, row.version, earlier, by=by)
    for version, ids in fresh.items():
        await _empty(ids, version, by=by)
    return len(as_left)


async def _empty(deliberations: list[UUID], version: int, *, by: UUID | None) -> None:
    """Make many decisions on inputs nothing again, as ``restore`` does with one."""
    rows = (
        await Deliberation.update(
            {
                Deliberation.option: "",
                Deliberation.decision: "",
                Deliberation.reason: "",
                Deliberation.reply: "",
                Deliberation.state: DeliberationState.DRAFT.value,
                Deliberation.pending: False,
                Deliberation.remark: "",
                Deliberation.version: version + 1,
            }
        )
        .where(Deliberation.id.is_in(deliberations) & (Deliberation.version == version))
        .returning(*Deliberation.all_columns())
    )
    if len(rows) != len(deliberations):
        raise Stale
    await DeliberationStep.insert(
        *(step_of(Deliberation(**row), DeliberationAct.UNDO, by=by) for row in rows)
    )


async def _before(of: Mapping[UUID, DeliberationStep]) -> dict[UUID, DeliberationStep]:
    """For each deliberation the last step before the given one."""
    steps = (
        await DeliberationStep.objects()
        .where(
            DeliberationStep.deliberation.is_in(list(of))
            & (DeliberationStep.act != DeliberationAct.ASSIGN.value)
        )
        .order_by(DeliberationStep.version)
        .order_by(DeliberationStep.at)
    )
    return {
        step.deliberation: step for step in steps if step.version < of[step.deliberation].version
    }
