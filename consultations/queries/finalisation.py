"""The final version as everyone sees it: with what was left open, and why."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.tables import ElementGap, Finalisation
from consultations.vocabulary import Element, FinalCondition


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalFacts:
    """That a version was declared final; ``left`` counts what was overridden for a reason."""

    version: int
    at: datetime
    left: dict[FinalCondition, int]
    override_reason: str
    reopened_at: datetime | None
    reopened_reason: str

    @property
    def stands(self) -> bool:
        return self.reopened_at is None


async def finalisations_of(consultation: UUID) -> list[FinalFacts]:
    """Every final version, the latest first; at most the first one stands."""
    number: Any = Finalisation.version.number
    rows = (
        await Finalisation.select(*Finalisation.all_columns(), number)
        .where(Finalisation.consultation == consultation)
        .order_by(Finalisation.at, ascending=False)
    )
    return [
        FinalFacts(
            version=row["version.number"],
            at=row["at"],
            left={FinalCondition(kind): count for kind, count in json.loads(row["left"]).items()},
            override_reason=row["override_reason"],
            reopened_at=row["reopened_at"],
            reopened_reason=row["reopened_reason"],
        )
        for row in rows
    ]


async def stated_gaps(consultation: UUID) -> dict[Element, str]:
    """By element why nobody of it was heard."""
    rows = await ElementGap.select(ElementGap.element, ElementGap.reason).where(
        ElementGap.consultation == consultation
    )
    return {Element(row["element"]): row["reason"] for row in rows}
