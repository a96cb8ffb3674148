"""What a moderator's decision leaves behind: its case, its place in the log, its way back."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import Stale
from consultations.moderated import Subject, set_withheld, withholding_of
from consultations.redacting import show_as_decided, spans_of
from consultations.tables import HiddenSpan, InputReport, ModerationAct, ModerationCase
from consultations.vocabulary import ModerationAction, SpanState


@dataclass(frozen=True, slots=True)
class Marked:
    """An input or response as a moderator saw it.

    ``version`` is its case's, 0 where it had none.
    """

    subject: UUID
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Where, by whom and why something is moderated; ``note`` is for the team only."""

    consultation: UUID
    by: UUID | None
    reason: UUID | None = None
    note: str = ""


def new_case(consultation: UUID, subject: Subject, *, waiting: bool) -> ModerationCase:
    return ModerationCase(
        consultation=consultation,
        subject=subject.id,
        input=subject.input,
        response=subject.response,
        waiting=waiting,
    )


async def take_case(consultation: UUID, subject: Subject, version: int) -> int:
    """Claim the case for this change: its next version, or ``Stale``."""
    if version == 0:
        taken = (
            await ModerationCase.insert(new_case(consultation, subject, waiting=False))
            .on_conflict(target=ModerationCase.subject, action="DO NOTHING")
            .returning(ModerationCase.version)
        )
    else:
        taken = (
            await ModerationCase.update({ModerationCase.version: ModerationCase.version + 1})
            .where((ModerationCase.subject == subject.id) & (ModerationCase.version == version))
            .returning(ModerationCase.version)
        )
    if not taken:
        raise Stale
    return int(taken[0]["version"])


async def settle_case(subject: Subject, *, waiting: bool) -> None:
    """After a decision nothing of the subject waits; a flag makes it wait."""
    # Of a response no words are hidden one by one: what was found in it is masked for good.
    undecided = not subject.response and await HiddenSpan.exists().where(
        (HiddenSpan.input == subject.input) & (HiddenSpan.state == SpanState.WAITING.value)
    )
    flags: dict[Any, Any] = {
        ModerationCase.waiting: waiting or undecided,
        ModerationCase.changed_at: now(),
    }
    if waiting:
        flags[ModerationCase.flagged] = True
    else:
        flags |= {
            ModerationCase.flagged: False,
            ModerationCase.personal_data: undecided,
            ModerationCase.reports: 0,
        }
        await InputReport.update({InputReport.closed_at: now()}).where(
            subject.reports & InputReport.closed_at.is_null()
        )
    await ModerationCase.update(flags).where(ModerationCase.subject == subject.id)


async def write_down(
    action: ModerationAction,
    subject: Subject,
    ruling: Ruling,
    batch: UUID,
    before: dict[str, Any],
    version: int,
) -> None:
    act = ModerationAct(
        consultation=ruling.consultation,
        input=subject.input,
        response=subject.response,
        batch=batch,
        action=action.value,
        reason=ruling.reason,
        note=ruling.note,
        before=json.dumps(before, default=str),
        case_version=version,
        account=ruling.by,
        at=now(),
    )
    await ModerationAct.insert(act)
    await audit.record(
        "response.moderated" if subject.response else "input.moderated",
        act,
        by=ruling.by,
        consultation=ruling.consultation,
        input=subject.input,
        act=action.value,
    )


async def snapshot(subject: Subject) -> dict[str, Any]:
    """All that moderation may change of a subject, to go back to; it holds no words."""
    case = (
        await ModerationCase.select(
            ModerationCase.waiting,
            ModerationCase.personal_data,
            ModerationCase.reports,
            ModerationCase.flagged,
        )
        .where(ModerationCase.subject == subject.id)
        .first()
    )
    reports = await InputReport.select(InputReport.id).where(
        subject.reports & InputReport.closed_at.is_null()
    )
    spans = [] if subject.response else await spans_of(subject.input)
    return {
        "input": await withholding_of(subject),
        "case": case or {"waiting": False, "personal_data": False, "reports": 0, "flagged": False},
        "spans": {str(span.id): [span.state, span.reason] for span in spans},
        "reports": [row["id"] for row in reports],
    }


def concerns_author(action: ModerationAction, reason: UUID | None, before: dict[str, Any]) -> bool:
    """Whether an act changed what others may read of an author's words, so that it is told."""
    match action:
        case ModerationAction.WITHHOLD | ModerationAction.REDACT:
            return True
        case ModerationAction.RESTORE:
            return before["input"]["withheld_at"] is not None
        case ModerationAction.DECIDE_SPANS:
            return bool(reason and before["spans"])
    return False


async def go_back(subject: Subject, before: dict[str, Any]) -> None:
    own = before["input"]
    moment = datetime.fromisoformat(own["withheld_at"]) if own["withheld_at"] else None
    await set_withheld(subject, moment, _id(own["withheld_for"]))
    if not subject.response:
        await _spans_back(subject.input, before["spans"])
    await ModerationCase.update({**before["case"], "changed_at": now()}).where(
        ModerationCase.subject == subject.id
    )
    for report in before["reports"]:
        await InputReport.update({InputReport.closed_at: None}).where(
            InputReport.id == UUID(report)
        )


async def _spans_back(entry: UUID, before: dict[str, Any]) -> None:
    for span in await spans_of(entry):
        # A span that came with the act goes with it.
        state, reason = before.get(str(span.id), [SpanState.SHOWN.value, None])
        span.state, span.reason = state, _id(reason)
        await span.save([HiddenSpan.state, HiddenSpan.reason])
    await show_as_decided(entry)


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None
