"""The decisions a consultation offers, in its own words, and its ready-made replies."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations.queries.bilingual import Bilingual
from consultations.tables import DecisionOption, ReplyTemplate
from consultations.vocabulary import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionFacts:
    """A decision that can be chosen; ``label`` is empty where the vocabulary's word is used."""

    code: str
    decision: Decision
    label: Bilingual | None = None
    position: int = 0
    offered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateFacts:
    """A ready-made reply."""

    id: UUID
    name: str
    text: str
    version: int


async def options_of(consultation: UUID) -> list[OptionFacts]:
    """All decisions in their order, those no longer offered included."""
    rows = (
        await DecisionOption.select()
        .where(DecisionOption.consultation == consultation)
        .order_by(DecisionOption.position)
        .order_by(DecisionOption.code)
    )
    if not rows:
        return [
            OptionFacts(code=decision.value, decision=decision, position=place)
            for place, decision in enumerate(Decision, start=1)
        ]
    return [
        OptionFacts(
            code=row["code"],
            decision=Decision(row["decision"]),
            label=_label(row),
            position=row["position"],
            offered=row["offered"],
        )
        for row in rows
    ]


async def labels_of(consultations: Iterable[UUID]) -> dict[tuple[UUID, str], Bilingual]:
    """The own words of these consultations for decisions, by consultation and code."""
    wanted = list(set(consultations))
    if not wanted:
        return {}
    rows = await DecisionOption.select().where(DecisionOption.consultation.is_in(wanted))
    return {
        (row["consultation"], row["code"]): label
        for row in rows
        if (label := _label(row)) is not None
    }


async def templates_of(consultation: UUID) -> list[TemplateFacts]:
    """The ready-made replies by name."""
    rows = (
        await ReplyTemplate.select()
        .where(ReplyTemplate.consultation == consultation)
        .order_by(ReplyTemplate.name)
    )
    return [TemplateFacts(**{name: row[name] for name in TemplateFacts.__slots__}) for row in rows]


def _label(row: dict[str, Any]) -> Bilingual | None:
    return Bilingual(row["label"], row["label_en"]) if row["label"] else None
