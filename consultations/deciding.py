"""Decide on a theme or on one input: written, undone, and public only once it is published."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound, Stale
from consultations.tables import (
    Consultation,
    Deliberation,
    DeliberationStep,
    Disposition,
    Input,
    Reply,
    Theme,
)
from consultations.transactions import transaction
from consultations.vocabulary import Decision, DeliberationAct, DeliberationState


@dataclass(frozen=True, slots=True)
class Subject:
    """What is decided on: a theme with all its inputs, or a single input."""

    consultation: UUID
    theme: UUID | None = None
    input: UUID | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A decision, the reason for it, and the words to the authors.

    ``option`` is the consultation's own name for the decision, empty for the usual one.
    """

    decision: Decision
    reason: str
    reply: str
    option: str = ""


async def write_disposition(
    *,
    subject: Subject,
    answer: Answer,
    version: int,
    ready: bool,
    by: UUID | None,
    batch: UUID | None = None,
) -> Deliberation:
    """Write or change what is decided; ``ready`` says that it may be published.

    Where the consultation asks for it, a second person approves first. ``version`` is the one
    read, 0 for none yet; raises ``Stale`` when somebody decided meanwhile.
    """
    async with transaction():
        row = await take_up(subject)
        state = await state_of_new(subject.consultation) if ready else DeliberationState.DRAFT
        row = await advance(
            row.id,
            version,
            {
                Deliberation.option: answer.option,
                Deliberation.decision: answer.decision.value,
                Deliberation.reason: answer.reason,
                Deliberation.reply: answer.reply,
                Deliberation.state: state.value,
                Deliberation.pending: True,
                Deliberation.remark: "",
                Deliberation.written_by: by,
                Deliberation.written_at: now(),
            },
            act=DeliberationAct.WRITE,
            by=by,
            batch=batch,
        )
        await show_in_workspace(row)
        await audit.record(
            "disposition.written",
            row,
            by=by,
            consultation=row.consultation,
            decision=answer.decision.value,
            state=state.value,
        )
    return row


async def undo_writing(*, deliberation: UUID, version: int, by: UUID | None) -> Deliberation:
    """Bring back what was decided before the last change; undoing again brings the change back.

    Only while the change is not public: raises ``Stale`` otherwise.
    """
    async with transaction():
        row = await Deliberation.objects().get(Deliberation.id == deliberation)
        if row is None:
            raise NotFound
        if not row.pending and row.published_at is not None:
            raise Stale
        before = await _step_before(deliberation)
        row = await restore(deliberation, version, before, by=by)
        await audit.record("disposition.undone", row, by=by, consultation=row.consultation)
    return row


async def take_up(subject: Subject) -> Deliberation:
    """The deliberation on it, begun where there is none; inside a transaction."""
    column: Any
    begun = Deliberation(consultation=subject.consultation)
    if subject.theme is not None:
        column, about = Deliberation.disposition, await _disposition_of(subject)
        begun.disposition = about
    else:
        column, about = Deliberation.input, await _input_of(subject)
        begun.input = about
    await Deliberation.insert(begun).on_conflict(target=column, action="DO NOTHING")
    row = await Deliberation.objects().get(column == about)
    if row is None:
        raise NotFound
    return row


async def advance(
    deliberation: UUID,
    version: int,
    values: dict[Any, Any],
    *,
    act: DeliberationAct,
    by: UUID | None,
    batch: UUID | None = None,
) -> Deliberation:
    """Change it if it is as it was read, and keep what it is now; raises ``Stale``."""
    rows = (
        await Deliberation.update({**values, Deliberation.version: Deliberation.version + 1})
        .where((Deliberation.id == deliberation) & (Deliberation.version == version))
        .returning(*Deliberation.all_columns())
    )
    if not rows:
        raise Stale
    row = Deliberation(**rows[0])
    await DeliberationStep.insert(step_of(row, act, by=by, batch=batch))
    return row


def step_of(
    row: Deliberation, act: DeliberationAct, *, by: UUID | None, batch: UUID | None = None
) -> DeliberationStep:
    """What the decision is after an act, as the history keeps it."""
    return DeliberationStep(
        deliberation=row.id,
        act=act.value,
        option=row.option,
        decision=row.decision,
        reason=row.reason,
        reply=row.reply,
        state=row.state,
        remark=row.remark,
        version=row.version,
        batch=batch,
        at=now(),
        by=by,
    )


async def restore(
    deliberation: UUID, version: int, before: DeliberationStep | None, *, by: UUID | None
) -> Deliberation:
    """Make the decision what it was after the given step, or nothing."""
    public = before is not None and before.act == DeliberationAct.PUBLISH.value
    row = await advance(
        deliberation,
        version,
        {
            Deliberation.option: before.option if before else "",
            Deliberation.decision: before.decision if before else "",
            Deliberation.reason: before.reason if before else "",
            Deliberation.reply: before.reply if before else "",
            Deliberation.state: before.state if before else DeliberationState.DRAFT.value,
            Deliberation.pending: bool(before and before.decision and not public),
            Deliberation.remark: before.remark if before else "",
        },
        act=DeliberationAct.UNDO,
        by=by,
    )
    await show_in_workspace(row)
    return row


async def show_in_workspace(row: Deliberation) -> None:
    """Let the theme's disposition say what is being decided, until it is public."""
    if row.disposition is None or row.published_at is not None:
        return
    await Disposition.update(
        {
            Disposition.option: row.option,
            Disposition.decision: row.decision,
            Disposition.reason: row.reason,
            Disposition.version: row.version,
            Disposition.decided_at: row.written_at or now(),
            Disposition.decided_by: row.written_by,
        }
    ).where(Disposition.id == row.disposition)
    if row.decision:
        await Reply.insert(Reply(disposition=row.disposition, text=row.reply)).on_conflict(
            target=Reply.disposition, action="DO UPDATE", values=[Reply.text]
        )
    else:
        await Reply.delete().where(Reply.disposition == row.disposition)


async def state_of_new(consultation: UUID) -> DeliberationState:
    """How far a decision is that its writer calls ready: a second person may have to approve."""
    rule = (
        await Consultation.select(Consultation.replies_reviewed)
        .where(Consultation.id == consultation)
        .first()
    )
    if rule is None:
        raise NotFound
    return DeliberationState.WAITING if rule["replies_reviewed"] else DeliberationState.APPROVED


async def _step_before(deliberation: UUID) -> DeliberationStep | None:
    steps = (
        await DeliberationStep.objects()
        .where(
            (DeliberationStep.deliberation == deliberation)
            & (DeliberationStep.act != DeliberationAct.ASSIGN.value)
        )
        .order_by(DeliberationStep.version, ascending=False)
        .order_by(DeliberationStep.at, ascending=False)
        .limit(2)
    )
    if not steps:
        raise NotFound
    return steps[1] if len(steps) > 1 else None


async def _disposition_of(subject: Subject) -> UUID:
    if not await Theme.exists().where(
        (Theme.id == subject.theme) & (Theme.consultation == subject.consultation)
    ):
        raise NotFound
    await Disposition.insert(Disposition(theme=subject.theme, version=0)).on_conflict(
        target=Disposition.theme, action="DO NOTHING"
    )
    row = await Disposition.select(Disposition.id).where(Disposition.theme == subject.theme).first()
    if row is None:
        raise NotFound
    found: UUID = row["id"]
    return found


async def _input_of(subject: Subject) -> UUID:
    if subject.input is None or not await Input.exists().where(
        (Input.id == subject.input)
        & (Input.consultation == subject.consultation)
        & Input.withdrawn_at.is_null()
    ):
        raise NotFound
    return subject.input
