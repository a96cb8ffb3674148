"""Moderation as the team reads it: the queue, and one case with all that belongs to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.moderated import Subject
from consultations.moderation_reasons import default_reasons
from consultations.queries.bilingual import Bilingual, bilingual
from consultations.queries.inputs import InputFacts, input_columns, team_facts
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.queries.responses import ResponseFacts, response_columns, response_facts
from consultations.tables import (
    HiddenSpan,
    Input,
    InputReport,
    ModerationCase,
    ModerationReason,
    Response,
    SealedOriginal,
)
from consultations.vocabulary import Cause, PersonalDataKind, SpanState

_CAUSES: dict[Cause, Any] = {
    Cause.PERSONAL_DATA: ModerationCase.personal_data.eq(value=True),
    Cause.REPORTED: ModerationCase.reports > 0,
    Cause.FLAGGED: ModerationCase.flagged.eq(value=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonFacts:
    """A reason that may be given, or was."""

    id: UUID
    words: Bilingual
    offered: bool
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenFacts:
    """A span of words that is hidden, or was; ``reason`` is empty until somebody decides."""

    id: UUID
    field: str
    kind: PersonalDataKind
    state: SpanState
    starts: int
    ends: int
    reason: Bilingual | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """An input, or a ``response`` to it, with why it waits.

    ``version`` goes back with a decision (0: never moderated).
    """

    entry: InputFacts
    response: ResponseFacts | None
    causes: list[Cause]
    reports: int
    version: int
    waiting: bool
    changed_at: datetime | None

    @property
    def id(self) -> UUID:
        return self.response.id if self.response else self.entry.id

    @property
    def withheld_for(self) -> Bilingual | None:
        return (self.response or self.entry).withheld_for


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """What a reader reported; who it was is not kept."""

    reason: Bilingual
    note: str
    at: datetime
    closed_at: datetime | None


async def reasons_of(consultation: UUID, *, offered: bool = True) -> list[ReasonFacts]:
    """The reasons of a consultation in their order; the defaults until it has its own."""
    rows = (
        await ModerationReason.objects()
        .where(ModerationReason.consultation == consultation)
        .order_by(ModerationReason.position)
    )
    return [
        ReasonFacts(
            id=row.id,
            words=Bilingual(row.text, row.text_en),
            offered=row.offered,
            version=row.version,
        )
        for row in rows or default_reasons(consultation)
        if row.offered or not offered
    ]


async def queue(
    consultation: UUID, *, cause: Cause | None = None, waiting: bool = True, page: int = 1
) -> Page[CaseFacts]:
    """What waits to be looked at, the longest waiting first; or what is done, the newest first."""
    where: Any = (ModerationCase.consultation == consultation) & ModerationCase.waiting.eq(
        value=waiting
    )
    if cause is not None:
        where = where & _CAUSES[cause]
    rows = (
        await _cases()
        .where(where)
        .order_by(ModerationCase.changed_at, ascending=waiting)
        .limit(PAGE_SIZE)
        .offset(offset_of(page))
    )
    total = await ModerationCase.count().where(where)
    return Page([_case(row) for row in rows], max(1, page), total)


async def waiting_by_cause(consultation: UUID) -> dict[Cause, int]:
    """How many inputs wait for each cause; one may wait for several."""
    waiting = (ModerationCase.consultation == consultation) & ModerationCase.waiting.eq(value=True)
    return {
        cause: await ModerationCase.count().where(waiting & own) for cause, own in _CAUSES.items()
    }


async def case_of(consultation: UUID, subject: Subject) -> CaseFacts:
    """One input or response as a moderator reads it, whether it ever waited or not."""
    rows = await _cases().where(
        (ModerationCase.subject == subject.id) & (ModerationCase.consultation == consultation)
    )
    if rows:
        return _case(rows[0])
    entry = await Input.select(*input_columns()).where(Input.id == subject.input)
    response = (
        await Response.select(*response_columns()).where(Response.id == subject.response)
        if subject.response
        else []
    )
    return CaseFacts(
        entry=team_facts(entry[0]),
        response=response_facts(response[0], to_team=True) if response else None,
        causes=[],
        reports=0,
        version=0,
        waiting=False,
        changed_at=None,
    )


async def hidden_in(entry: UUID) -> list[HiddenFacts]:
    """The hidden spans of an input in reading order."""
    rows = (
        await HiddenSpan.select(
            *HiddenSpan.all_columns(), HiddenSpan.reason.text, HiddenSpan.reason.text_en
        )
        .where(HiddenSpan.input == entry)
        .order_by(HiddenSpan.field, HiddenSpan.starts)
    )
    return [
        HiddenFacts(
            id=row["id"],
            field=row["field"],
            kind=PersonalDataKind(row["kind"]),
            state=SpanState(row["state"]),
            starts=row["starts"],
            ends=row["ends"],
            reason=bilingual(row, "reason"),
        )
        for row in rows
    ]


async def reports_of(subject: Subject) -> list[ReportFacts]:
    """What readers reported of an input or a response, newest first."""
    rows = (
        await InputReport.select(
            InputReport.note,
            InputReport.at,
            InputReport.closed_at,
            InputReport.reason.text,
            InputReport.reason.text_en,
        )
        .where(subject.reports)
        .order_by(InputReport.at, ascending=False)
        .limit(PAGE_SIZE)
    )
    return [
        ReportFacts(
            reason=Bilingual(row["reason.text"], row["reason.text_en"]),
            note=row["note"],
            at=row["at"],
            closed_at=row["closed_at"],
        )
        for row in rows
    ]


async def is_sealed(entry: UUID) -> bool:
    """Whether the words of an input as they came are sealed, some of them being hidden."""
    return await SealedOriginal.exists().where(SealedOriginal.input == entry)


def _cases() -> Any:
    return ModerationCase.select(
        *ModerationCase.all_columns(),
        *input_columns(ModerationCase.input),
        *response_columns(ModerationCase.response),
    )


def _of(row: dict[str, Any], table: str) -> dict[str, Any]:
    start = f"{table}."
    return {
        name.removeprefix(start): value for name, value in row.items() if name.startswith(start)
    }


def _case(row: dict[str, Any]) -> CaseFacts:
    response = _of(row, "response") if row["response"] else None
    causes = [
        cause
        for cause, holds in (
            (Cause.PERSONAL_DATA, row["personal_data"]),
            (Cause.REPORTED, row["reports"]),
            (Cause.FLAGGED, row["flagged"]),
        )
        if holds
    ]
    return CaseFacts(
        entry=team_facts(_of(row, "input")),
        response=response_facts(response, to_team=True) if response else None,
        causes=causes,
        reports=row["reports"],
        version=row["version"],
        waiting=bool(row["waiting"]),
        changed_at=row["changed_at"],
    )
