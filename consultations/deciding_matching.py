"""Decide the same on every undecided input that a filter leaves, in one act and in batches."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.deciding import Answer, Subject, state_of_new
from consultations.deciding_steps import beginning, in_parts, stepping
from consultations.errors import Refusal, Stale
from consultations.queries.disposition_overview import OverviewFilter
from consultations.queries.matching_inputs import Matching, matching_inputs
from consultations.reply_templates import fill, has_fields, known_fields
from consultations.tables import Deliberation
from consultations.transactions import reading, transaction
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
    async with reading():
        matching = await matching_inputs(consultation, only, today)
        _require(matching, mark)
        state = await state_of_new(consultation) if ready else DeliberationState.DRAFT
        written: dict[Any, Any] = {
            Deliberation.option: answer.option,
            Deliberation.decision: answer.decision.value,
            Deliberation.reason: answer.reason,
            Deliberation.state: state.value,
            Deliberation.pending: True,
            Deliberation.remark: "",
            Deliberation.written_by: by,
            Deliberation.written_at: now(),
        }
        filled = has_fields([answer.reply])
        if not filled:
            written[Deliberation.reply] = answer.reply
        # All that takes time is made before others have to wait for the store.
        prepared: list[tuple[int, Any, list[Any], list[Any]]] = []
        for part in in_parts(matching.inputs):
            keys = {entry: uuid.uuid4() for entry, _ in part} | await _begun(part)
            replies = await _replies(consultation, keys, answer.reply, label) if filled else {}
            versions = {keys[entry]: version for entry, version in part}
            prepared.append(
                (
                    len(versions),
                    beginning(consultation, keys, replies),
                    _writing(versions, written),
                    stepping(versions, DeliberationAct.WRITE, by=by, batch=batch),
                )
            )
    async with transaction():
        _require(await matching_inputs(consultation, only, today), mark)
        for inputs, begin, write, keep in prepared:
            await begin
            if sum([len(await statement) for statement in write]) != inputs:
                # Somebody else has begun on one of them since they were read.
                raise Stale
            for statement in keep:
                await statement
        first = await Deliberation.objects().get(Deliberation.input == matching.inputs[0][0])
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


def _require(matching: Matching, mark: str) -> None:
    if matching.mark != mark:
        raise Stale
    if not matching.inputs:
        raise NothingMatches
    if len(matching.inputs) > MOST_MATCHING:
        raise TooMany


async def _begun(part: Sequence[tuple[UUID, int]]) -> dict[UUID, UUID]:
    """The deliberations on those of these inputs that were assigned or noted on so far."""
    rows = await Deliberation.select(Deliberation.id, Deliberation.input).where(
        Deliberation.input.is_in([entry for entry, _ in part])
    )
    return {row["input"]: row["id"] for row in rows}


def _writing(versions: Mapping[UUID, int], written: dict[Any, Any]) -> list[Any]:
    """Write the same into deliberations, each if it has the version that was read."""
    statements = []
    for version in sorted(set(versions.values())):
        same = [deliberation for deliberation, read in versions.items() if read == version]
        statements.append(
            Deliberation.update({**written, Deliberation.version: version + 1})
            .where(Deliberation.id.is_in(same) & (Deliberation.version == version))
            .returning(Deliberation.id)
        )
    return statements


async def _replies(
    consultation: UUID, entries: Iterable[UUID], reply: str, label: str
) -> dict[UUID, str]:
    """The reply to each of these inputs, its fields filled."""
    subjects = {entry: Subject(consultation, input=entry) for entry in entries}
    fields = await known_fields(list(subjects.values()), label)
    return {entry: fill(reply, fields.get(subject, {})) for entry, subject in subjects.items()}
