"""Moderation as the public may see it: counts and reasons, never a word of an input."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from consultations.queries.bilingual import Bilingual
from consultations.queries.listed import is_listed
from consultations.tables import HiddenSpan, Input, InputReport, ModerationCase, Response
from consultations.vocabulary import PersonalDataKind, SpanState


@dataclass(frozen=True, slots=True, kw_only=True)
class ModerationTally:
    """What moderation has done in a consultation so far."""

    inputs: int
    withheld: list[tuple[Bilingual, int]]
    responses_withheld: list[tuple[Bilingual, int]]
    hidden: list[tuple[PersonalDataKind, int]]
    reports: int
    reports_closed: int
    waiting: int

    @property
    def withheld_in_all(self) -> int:
        return sum(count for _, count in self.withheld)

    @property
    def responses_withheld_in_all(self) -> int:
        return sum(count for _, count in self.responses_withheld)

    @property
    def hidden_in_all(self) -> int:
        return sum(count for _, count in self.hidden)


async def moderation_tally(consultation: UUID) -> ModerationTally:
    """Counts over the inputs that the public lists name."""
    here = (Input.consultation == consultation) & is_listed()
    hidden = (
        await HiddenSpan.select(HiddenSpan.kind, Count())
        .where(
            (HiddenSpan.input.consultation == consultation)
            & (HiddenSpan.state != SpanState.SHOWN.value)
        )
        .group_by(HiddenSpan.kind)
    )
    reports = InputReport.consultation == consultation
    return ModerationTally(
        inputs=await Input.count().where(here),
        withheld=await _withheld(Input, here),
        responses_withheld=await _withheld(Response, Response.input.consultation == consultation),
        hidden=sorted(
            ((PersonalDataKind(row["kind"]), row["count"]) for row in hidden),
            key=lambda pair: (-pair[1], pair[0].label),
        ),
        reports=await InputReport.count().where(reports),
        reports_closed=await InputReport.count().where(
            reports & InputReport.closed_at.is_not_null()
        ),
        waiting=await ModerationCase.count().where(
            (ModerationCase.consultation == consultation) & ModerationCase.waiting.eq(value=True)
        ),
    )


async def _withheld(table: Any, here: Any) -> list[tuple[Bilingual, int]]:
    """How many of a table's rows are withheld for each reason, the most frequent first."""
    reason = table.withheld_for
    rows = (
        await table.select(reason, reason.text, reason.text_en, Count())
        .where(here & table.withheld_at.is_not_null())
        .group_by(reason, reason.text, reason.text_en)
    )
    counts = [
        (Bilingual(row["withheld_for.text"], row["withheld_for.text_en"]), row["count"])
        for row in rows
    ]
    return sorted(counts, key=lambda pair: (-pair[1], pair[0].text))
