"""Moderate inputs and responses, each act with a way back.

Both are withheld, brought back, cleared and flagged; words are hidden one by one in inputs only.
"""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound
from consultations.moderated import Subject, set_withheld, subject_in
from consultations.moderation_cases import (
    Marked,
    Ruling,
    concerns_author,
    go_back,
    settle_case,
    snapshot,
    take_case,
    write_down,
)
from consultations.moderation_reasons import require_reason
from consultations.redacting import (
    FIELDS,
    hide_quote,
    original_words,
    show_as_decided,
    spans_of,
)
from consultations.revisions import touch
from consultations.tables import HiddenSpan, ModerationAct, SealedOriginal
from consultations.telling_authors import write_about_moderation
from consultations.transactions import transaction
from consultations.vocabulary import ModerationAction, SpanState

Change = Callable[[Subject], Awaitable[None]]


async def withhold(entries: Sequence[Marked], ruling: Ruling) -> None:
    """Take entries out of public sight, all with one reason; the register keeps them.

    Like every verb here it raises ``Stale`` when somebody else moderated one of them meanwhile,
    and ``NotFound``; nothing is changed then.
    """

    async def change(subject: Subject) -> None:
        await set_withheld(subject, now(), ruling.reason)

    await _moderate(ModerationAction.WITHHOLD, entries, ruling, change, reasoned=True)


async def restore(entries: Sequence[Marked], ruling: Ruling) -> None:
    """Bring withheld entries back into public sight."""

    async def change(subject: Subject) -> None:
        await set_withheld(subject, None, None)

    await _moderate(ModerationAction.RESTORE, entries, ruling, change)


async def clear(entries: Sequence[Marked], ruling: Ruling) -> None:
    """Nothing is wrong: what was found as personal data is shown, reports and flags are closed."""

    async def change(subject: Subject) -> None:
        await _decide_waiting(subject, SpanState.SHOWN, None)

    await _moderate(ModerationAction.CLEAR, entries, ruling, change)


async def keep_hidden(entries: Sequence[Marked], ruling: Ruling) -> None:
    """All personal data found in these inputs stays hidden."""

    async def change(subject: Subject) -> None:
        await _decide_waiting(subject, SpanState.HIDDEN, ruling.reason)

    await _moderate(ModerationAction.DECIDE_SPANS, entries, ruling, change, reasoned=True)


async def decide_spans(marked: Marked, states: Mapping[UUID, SpanState], ruling: Ruling) -> None:
    """Decide on hidden spans of one input, one by one; ``states`` goes by the span's id."""

    async def change(subject: Subject) -> None:
        for span in await spans_of(_input_of(subject)):
            state = states.get(span.id)
            if state is not None:
                span.state = state.value
                span.reason = ruling.reason if state is SpanState.HIDDEN else None
                await span.save([HiddenSpan.state, HiddenSpan.reason])
        await show_as_decided(subject.input)

    reasoned = SpanState.HIDDEN in states.values()
    await _moderate(ModerationAction.DECIDE_SPANS, [marked], ruling, change, reasoned=reasoned)


async def redact(marked: Marked, *, field: str, quote: str, ruling: Ruling) -> None:
    """Hide words of one input wherever they stand in a field; raises ``QuoteNotFound`` too."""

    async def change(subject: Subject) -> None:
        if field not in FIELDS or ruling.reason is None:
            raise NotFound
        await hide_quote(entry=_input_of(subject), field=field, quote=quote, reason=ruling.reason)

    await _moderate(ModerationAction.REDACT, [marked], ruling, change, reasoned=True)


async def flag(entries: Sequence[Marked], ruling: Ruling) -> None:
    """Let entries wait to be looked at by a moderator."""
    await _moderate(ModerationAction.FLAG, entries, ruling, _nothing)


async def undo(*, act: UUID, consultation: UUID, by: UUID | None) -> None:
    """Take back an act, and whatever was done at once with it.

    Raises ``Stale`` when one of the entries was moderated again since.
    """
    async with transaction():
        row = await ModerationAct.objects().get(
            (ModerationAct.id == act) & (ModerationAct.consultation == consultation)
        )
        if row is None or row.undone_at is not None:
            raise NotFound
        acts = await ModerationAct.objects().where(ModerationAct.batch == row.batch)
        ruling, batch = Ruling(consultation=consultation, by=by), uuid4()
        told = []
        for each in acts:
            subject = Subject(each.input, each.response)
            before = await snapshot(subject)
            version = await take_case(consultation, subject, each.case_version)
            earlier = json.loads(each.before)
            await go_back(subject, earlier)
            if concerns_author(ModerationAction(each.action), each.reason, earlier):
                told.append(subject)
            each.undone_at = now()
            await each.save([ModerationAct.undone_at])
            await write_down(ModerationAction.UNDO, subject, ruling, batch, before, version)
        await write_about_moderation(batch=batch, subjects=told, undoes=row.batch)
        await touch(consultation)


async def read_original(*, entry: UUID, consultation: UUID, by: UUID | None) -> dict[str, str]:
    """Open the sealed words of an input for somebody who may; the reading is written down."""
    async with transaction():
        sealed = await SealedOriginal.objects().get(
            (SealedOriginal.input == entry) & (SealedOriginal.input.consultation == consultation)
        )
        if sealed is None:
            raise NotFound
        words = await original_words(entry)
        await audit.record("original.read", sealed, by=by, consultation=consultation, input=entry)
    return words


async def _moderate(
    action: ModerationAction,
    entries: Sequence[Marked],
    ruling: Ruling,
    change: Change,
    *,
    reasoned: bool = False,
) -> None:
    batch, told = uuid4(), []
    async with transaction():
        if reasoned:
            await require_reason(ruling.consultation, ruling.reason)
        else:
            ruling = replace(ruling, reason=None)
        for marked in entries:
            subject = await subject_in(ruling.consultation, marked.subject)
            before = await snapshot(subject)
            version = await take_case(ruling.consultation, subject, marked.version)
            await change(subject)
            await settle_case(subject, waiting=action is ModerationAction.FLAG)
            await write_down(action, subject, ruling, batch, before, version)
            if concerns_author(action, ruling.reason, before):
                told.append(subject)
        await write_about_moderation(batch=batch, subjects=told)
        await touch(ruling.consultation)


async def _decide_waiting(subject: Subject, state: SpanState, reason: UUID | None) -> None:
    if subject.response:
        return
    entry = subject.input
    decided = (
        await HiddenSpan.update({HiddenSpan.state: state.value, HiddenSpan.reason: reason})
        .where((HiddenSpan.input == entry) & (HiddenSpan.state == SpanState.WAITING.value))
        .returning(HiddenSpan.id)
    )
    if decided:
        await show_as_decided(entry)


def _input_of(subject: Subject) -> UUID:
    if subject.response:
        raise NotFound
    return subject.input


async def _nothing(_: Subject) -> None:
    return
