"""Cancel an assessment that nobody will finish, and begin another from what one is made of."""

import re
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound
from consultations.scoring.assessing import NotOpen
from consultations.tables import AssessedOption, Assessment, Criterion
from consultations.transactions import transaction
from consultations.vocabulary import N_

ENDED = N_("Penilaian ini sudah selesai atau dibatalkan.")
LONGEST_TITLE = 200
# What a copy of an option or a criterion has of its own.
_OWN = frozenset({"id", "assessment"})
_NUMBERED = re.compile(r" \(\d+\)$")


async def cancel_assessment(*, assessment: UUID, reason: str, by: UUID | None) -> None:
    """End an assessment without a result; what was scored stays unseen.

    Raises ``NotOpen`` when it has ended already.
    """
    async with transaction():
        rows = (
            await Assessment.update(
                {Assessment.cancelled_at: now(), Assessment.cancelled_for: reason}
            )
            .where(
                (Assessment.id == assessment)
                & Assessment.closed_at.is_null()
                & Assessment.cancelled_at.is_null()
            )
            .returning(*Assessment.all_columns())
        )
        if not rows:
            known = await Assessment.exists().where(Assessment.id == assessment)
            raise NotOpen(ENDED) if known else NotFound
        row = Assessment(**rows[0])
        await audit.record("assessment.cancelled", row, by=by, consultation=row.consultation)


async def copy_assessment(*, assessment: UUID, by: UUID | None) -> Assessment:
    """Prepare another with the same options, criteria and evidence; scorers are asked anew."""
    async with transaction():
        old = await Assessment.objects().get(Assessment.id == assessment)
        if old is None:
            raise NotFound
        copy = Assessment(
            consultation=old.consultation,
            title=await _next_title(old),
            purpose=old.purpose,
            weighting=old.weighting,
            least=old.least,
            most=old.most,
            created_at=now(),
            created_by=by,
        )
        await Assessment.insert(copy)
        for table in (AssessedOption, Criterion):
            await _copy_parts(table, assessment, copy.id)
        await audit.record("assessment.copied", copy, by=by, consultation=old.consultation)
    return copy


async def _copy_parts(table: type[AssessedOption] | type[Criterion], old: UUID, new: UUID) -> None:
    parts: list[Any] = [
        table(assessment=new, **{name: part[name] for name in part if name not in _OWN})
        for part in await table.select().where(table.assessment == old)
    ]
    if parts:
        await table.insert(*parts)


async def _next_title(old: Assessment) -> str:
    """The same title with a number that none has yet: results are told apart by their titles."""
    rows = await Assessment.select(Assessment.title).where(
        Assessment.consultation == old.consultation
    )
    taken = {row["title"] for row in rows}
    plain, number = _NUMBERED.sub("", old.title), 2
    while (title := f"{plain[: LONGEST_TITLE - 8]} ({number})") in taken:
        number += 1
    return title
