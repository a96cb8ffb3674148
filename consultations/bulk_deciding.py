"""Decide on many themes and inputs at once, with one reason, and take that back."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.deciding import Answer, Subject, restore, write_disposition
from consultations.errors import NotFound, Stale
from consultations.reply_templates import fill, known_fields
from consultations.tables import Deliberation, DeliberationStep
from consultations.transactions import transaction
from consultations.vocabulary import DeliberationAct

MOST_AT_ONCE = 200


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
        for step in steps:
            row = await Deliberation.objects().get(Deliberation.id == step.deliberation)
            if row is None or row.version != step.version or not row.pending:
                continue
            await restore(row.id, row.version, await _before(step), by=by)
            undone += 1
        if not undone:
            raise Stale
        await audit.record(
            "disposition.batch_undone", steps[0], by=by, consultation=consultation, rows=undone
        )
    return undone


async def _before(step: DeliberationStep) -> DeliberationStep | None:
    return (
        await DeliberationStep.objects()
        .where(
            (DeliberationStep.deliberation == step.deliberation)
            & (DeliberationStep.version < step.version)
            & (DeliberationStep.act != DeliberationAct.ASSIGN.value)
        )
        .order_by(DeliberationStep.version, ascending=False)
        .order_by(DeliberationStep.at, ascending=False)
        .first()
    )
