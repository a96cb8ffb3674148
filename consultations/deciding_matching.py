"""Decide the same on every undecided input that a filter leaves, in one act and in batches."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.bulk_deciding import AT_ONCE
from consultations.clock import now
from consultations.deciding import Answer, Subject, state_of_new, step_of
from consultations.errors import Refusal, Stale
from consultations.queries.disposition_overview import OverviewFilter
from consultations.queries.matching_inputs import matching_inputs
from consultations.reply_templates import fill, known_fields
from consultations.tables import Deliberation, DeliberationStep
from consultations.transactions import transaction
from consultations.vocabulary import N_, DeliberationAct, DeliberationState

MOST_MATCHING = 10_000


class TooMany(Refusal):
    """More inputs match than one act decides."""

    message = N_("Terlalu banyak yang cocok untuk sekali putus: persempit saringannya.")


class NothingMatches(Refusal):
    """No undecided input matches."""

    message = N_("Tidak ada lagi yang cocok dan belum diputuskan.")


async def decide_matching(
    *,
    consultation: UUID,
    only: OverviewFilter,
    today: date,
    mark: str,
    answer: Answer,
    label: str,
    ready: bool,
    by: UUID | None,
) -> UUID:
    """Decide on all of them, all or nothing; returns what undoes it together.

    ``mark`` is that of the set which was previewed; raises ``Stale`` when it is another one now,
    or when somebody decided meanwhile.
    """
    batch = uuid.uuid4()
    async with transaction():
        matching = await matching_inputs(consultation, only, today)
        if matching.mark != mark:
            raise Stale
        if not matching.inputs:
            raise NothingMatches
        if len(matching.inputs) > MOST_MATCHING:
            raise TooMany
        state = await state_of_new(consultation) if ready else DeliberationState.DRAFT
        first: Deliberation | None = None
        for part in _parts(matching.inputs):
            subjects = [Subject(consultation, input=entry) for entry, _ in part]
            fields = await known_fields(subjects, label)
            rows = [
                _written(
                    subject,
                    replace(answer, reply=fill(answer.reply, fields.get(subject, {}))),
                    version=version + 1,
                    state=state,
                    by=by,
                )
                for subject, (_, version) in zip(subjects, part, strict=True)
            ]
            await _keep(rows)
            await DeliberationStep.insert(
                *(step_of(row, DeliberationAct.WRITE, by=by, batch=batch) for row in rows)
            )
            first = first or rows[0]
        if first is not None:
            await audit.record(
                "disposition.batch_written",
                first,
                by=by,
                consultation=consultation,
                decision=answer.decision.value,
                state=state.value,
                rows=len(matching.inputs),
            )
    return batch


def _written(
    subject: Subject, answer: Answer, *, version: int, state: DeliberationState, by: UUID | None
) -> Deliberation:
    return Deliberation(
        consultation=subject.consultation,
        input=subject.input,
        option=answer.option,
        decision=answer.decision.value,
        reason=answer.reason,
        reply=answer.reply,
        state=state.value,
        pending=True,
        remark="",
        version=version,
        written_by=by,
        written_at=now(),
    )


async def _keep(rows: list[Deliberation]) -> None:
    """Store them; where work was begun it goes on under its id, if it is as it was read."""
    of = Deliberation
    written = [
        of.option,
        of.decision,
        of.reason,
        of.reply,
        of.state,
        of.pending,
        of.remark,
        of.version,
        of.written_by,
        of.written_at,
    ]
    for version in sorted({row.version for row in rows}):
        same = {row.input: row for row in rows if row.version == version}
        # Something begun since the reading has a version that is not the one before this.
        as_read: Any = of.version == version - 1
        stored = (
            await of.insert(*same.values())
            .on_conflict(target=of.input, action="DO UPDATE", values=written, where=as_read)
            .returning(of.id, of.input)
        )
        if len(stored) != len(same):
            raise Stale
        for row in stored:
            same[row["input"]].id = row["id"]


def _parts(
    inputs: Sequence[tuple[UUID, int]],
) -> list[Sequence[tuple[UUID, int]]]:
    return [inputs[start : start + AT_ONCE] for start in range(0, len(inputs), AT_ONCE)]
