"""What a moderator's decision leaves behind: its case, its place in the log, its way back."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound, Stale
from consultations.redacting import show_as_decided, spans_of
from consultations.tables import HiddenSpan, Input, InputReport, ModerationAct, ModerationCase
from consultations.vocabulary import ModerationAction, SpanState


@dataclass(frozen=True, slots=True)
class Marked:
    """An input as a moderator saw it: ``version`` is its case's, 0 where it had none."""

    entry: UUID
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Where, by whom and why something is moderated; ``note`` is for the team only."""

    consultation: UUID
    by: UUID | None
    reason: UUID | None = None
    note: str = ""


async def require_entry(entry: UUID, consultation: UUID) -> None:
    if not await Input.exists().where((Input.id == entry) & (Input.consultation == consultation)):
        raise NotFound


async def take_case(consultation: UUID, marked: Marked) -> int:
    """Claim the case for this change: its next version, or ``Stale``."""
    if marked.version == 0:
        taken = await ModerationCase.insert(
            ModerationCase(consultation=consultation, input=marked.entry, waiting=False)
        ).on_conflict(target=ModerationCase.input, action="DO NOTHING").returning(
            ModerationCase.version
        )  # fmt: skip
    else:
        taken = (
            await ModerationCase.update({ModerationCase.version: ModerationCase.version + 1})
            .where(
                (ModerationCase.input == marked.entry) & (ModerationCase.version == marked.version)
            )
            .returning(ModerationCase.version)
        )
    if not taken:
        raise Stale
    return int(taken[0]["version"])


async def settle_case(entry: UUID, *, waiting: bool) -> None:
    """After a decision nothing of the input waits; a flag makes it wait."""
    undecided = await HiddenSpan.exists().where(
        (HiddenSpan.input == entry) & (HiddenSpan.state == SpanState.WAITING.value)
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
            (InputReport.input == entry) & InputReport.closed_at.is_null()
        )
    await ModerationCase.update(flags).where(ModerationCase.input == entry)


async def set_withheld(entry: UUID, moment: datetime | None, reason: UUID | None) -> None:
    await Input.update({Input.withheld_at: moment, Input.withheld_for: reason}).where(
        Input.id == entry
    )


async def write_down(
    action: ModerationAction,
    entry: UUID,
    ruling: Ruling,
    batch: UUID,
    before: dict[str, Any],
    version: int,
) -> None:
    act = ModerationAct(
        consultation=ruling.consultation,
        input=entry,
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
        "input.moderated",
        act,
        by=ruling.by,
        consultation=ruling.consultation,
        input=entry,
        act=action.value,
    )


async def snapshot(entry: UUID) -> dict[str, Any]:
    """All that moderation may change of an input, to go back to; it holds no words."""
    own = await Input.select(Input.withheld_at, Input.withheld_for).where(Input.id == entry).first()
    case = (
        await ModerationCase.select(
            ModerationCase.waiting,
            ModerationCase.personal_data,
            ModerationCase.reports,
            ModerationCase.flagged,
        )
        .where(ModerationCase.input == entry)
        .first()
    )
    reports = await InputReport.select(InputReport.id).where(
        (InputReport.input == entry) & InputReport.closed_at.is_null()
    )
    return {
        "input": own,
        "case": case or {"waiting": False, "personal_data": False, "reports": 0, "flagged": False},
        "spans": {str(span.id): [span.state, span.reason] for span in await spans_of(entry)},
        "reports": [row["id"] for row in reports],
    }


async def go_back(entry: UUID, before: dict[str, Any]) -> None:
    own = before["input"]
    moment = datetime.fromisoformat(own["withheld_at"]) if own["withheld_at"] else None
    await set_withheld(entry, moment, _id(own["withheld_for"]))
    for span in await spans_of(entry):
        # A span that came with the act goes with it.
        state, reason = before["spans"].get(str(span.id), [SpanState.SHOWN.value, None])
        span.state, span.reason = state, _id(reason)
        await span.save([HiddenSpan.state, HiddenSpan.reason])
    await show_as_decided(entry)
    await ModerationCase.update({**before["case"], "changed_at": now()}).where(
        ModerationCase.input == entry
    )
    for report in before["reports"]:
        await InputReport.update({InputReport.closed_at: None}).where(
            InputReport.id == UUID(report)
        )


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None
