"""Decide on many themes and inputs at once, with one reason, and take that back."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.deciding import Answer, Subject, restore, write_disposition
from consultations.deciding_steps import in_parts, stepping
from consultations.errors import NotFound, Stale
from consultations.reply_templates import fill, known_fields
from consultations.tables import Deliberation, DeliberationStep
from consultations.transactions import transaction
from consultations.vocabulary import DeliberationAct, DeliberationState

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
        of: Any = DeliberationStep.deliberation
        first = (
            await DeliberationStep.objects()
            .where((DeliberationStep.batch == batch) & (of.consultation == consultation))
            .first()
        )
        if first is None:
            raise NotFound
        for part in in_parts(await _begun_with(consultation, batch)):
            await _empty(part, by=by)
            undone += len(part)
        undone += await _undo(await _left(consultation, batch), by=by)
        if not undone:
            raise Stale
        await audit.record(
            "disposition.batch_undone", first, by=by, consultation=consultation, rows=undone
        )
    return undone


# Steps of the batch after which nothing happened to what they decided, and nothing of it is public.
_AS_LEFT = (
    "FROM deliberation d JOIN deliberation_step s ON s.deliberation = d.id "
    "AND s.version = d.version WHERE s.batch = {} AND d.consultation = {} AND d.pending"
)


async def _begun_with(consultation: UUID, batch: UUID) -> list[UUID]:
    """Inputs' deliberations that held no decision just before: they become nothing again."""
    rows = await Deliberation.raw(
        f"SELECT d.id {_AS_LEFT} AND d.input IS NOT NULL AND COALESCE((SELECT e.decision "
        "FROM deliberation_step e WHERE e.deliberation = d.id AND e.version < s.version "
        f"AND e.act <> '{DeliberationAct.ASSIGN.value}' "
        "ORDER BY e.version DESC, e.at DESC LIMIT 1), '') = ''",
        batch,
        consultation,
    )
    return [UUID(str(row["id"])) for row in rows]


async def _left(consultation: UUID, batch: UUID) -> list[DeliberationStep]:
    """What else can be taken back: asked after the others were, which have gone on since."""
    rows = await Deliberation.raw(f"SELECT s.id {_AS_LEFT}", batch, consultation)
    found: list[DeliberationStep] = []
    for part in in_parts([UUID(str(row["id"])) for row in rows]):
        found += await DeliberationStep.objects().where(DeliberationStep.id.is_in(list(part)))
    return found


async def _undo(steps: Sequence[DeliberationStep], *, by: UUID | None) -> int:
    for part in in_parts(steps):
        of = {step.deliberation: step for step in part}
        before = await _before(of)
        for deliberation, step in of.items():
            await restore(deliberation, step.version, before.get(deliberation), by=by)
    return len(steps)


async def _empty(deliberations: Sequence[UUID], *, by: UUID | None) -> None:
    """Make many decisions on inputs nothing again, as ``restore`` does with one."""
    await Deliberation.update(
        {
            Deliberation.option: "",
            Deliberation.decision: "",
            Deliberation.reason: "",
            Deliberation.reply: "",
            Deliberation.state: DeliberationState.DRAFT.value,
            Deliberation.pending: False,
            Deliberation.remark: "",
            Deliberation.version: Deliberation.version + 1,
        }
    ).where(Deliberation.id.is_in(list(deliberations)))
    for statement in stepping(deliberations, DeliberationAct.UNDO, by=by, batch=None):
        await statement


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
