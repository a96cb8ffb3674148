"""What letters to authors say: their own words, what moderation did, the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.mailing import LetterKind
from consultations.queries.bilingual import Bilingual, bilingual
from consultations.queries.dispositions import Effective, Outcome, published_outcomes
from consultations.reply_templates import EVERYBODY, NUMBER, fill
from consultations.tables import Input, ModerationAct, OutgoingMessage, Reply
from consultations.vocabulary import Decision, ModerationAction

_THEME: Any = Reply.disposition.theme


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterInput:
    """An input in a letter to its author."""

    id: UUID
    consultation: UUID
    registration: str
    received_at: datetime
    text: str
    proposed_wording: str | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterAnswer:
    """A published decision with its reason and the words to the authors."""

    consultation: UUID
    name: str
    decision: Decision
    label: Bilingual | None
    reason: str
    reply: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRuling:
    """What moderation did to inputs at once; ``reason`` is empty where none is given."""

    consultation: UUID
    action: ModerationAction
    reason: Bilingual | None


async def ruling_of(batch: UUID) -> LetterRuling | None:
    """What was done, or ``None`` once it was taken back."""
    row = (
        await ModerationAct.select(
            ModerationAct.consultation,
            ModerationAct.action,
            ModerationAct.reason.text,
            ModerationAct.reason.text_en,
        )
        .where((ModerationAct.batch == batch) & ModerationAct.undone_at.is_null())
        .first()
    )
    if row is None:
        return None
    return LetterRuling(
        consultation=row["consultation"],
        action=ModerationAction(row["action"]),
        reason=bilingual(row, "reason"),
    )


async def was_told_of_moderation(kind: LetterKind, key: str) -> bool:
    """Whether the letter of this kind and key has been sent, or is just being sent."""
    return await OutgoingMessage.exists().where(
        (OutgoingMessage.key == f"{kind.value}:{key}")
        & (OutgoingMessage.sent_at.is_not_null() | OutgoingMessage.claim.is_not_null())
    )


async def inputs_for_letter(ids: list[UUID]) -> list[LetterInput]:
    """Those of these inputs that were not withdrawn, in the order of their numbers."""
    rows = (
        await Input.select(*(getattr(Input, name) for name in LetterInput.__slots__))
        .where(Input.id.is_in(ids or [None]) & Input.withdrawn_at.is_null())
        .order_by(Input.number)
    )
    return [LetterInput(**row) for row in rows]


async def answer_of(reply: UUID) -> LetterAnswer | None:
    """The reply as it is published now, or ``None``."""
    row = (
        await Reply.select(_THEME.id, _THEME.consultation)
        .where((Reply.id == reply) & Reply.published_at.is_not_null())
        .first()
    )
    if row is None:
        return None
    outcome = (await published_outcomes({row["disposition.theme.id"]}))[row["disposition.theme.id"]]
    return LetterAnswer(
        consultation=row["disposition.theme.consultation"],
        name=outcome.name,
        decision=outcome.decision,
        label=outcome.label,
        reason=outcome.reason,
        reply=outcome.reply,
    )


@dataclass(frozen=True, slots=True)
class LetterSection:
    """A decision, with those of an author's inputs that it answers."""

    outcome: Outcome
    entries: tuple[LetterInput, ...]


def sections_of(
    entries: Sequence[LetterInput], found: Mapping[UUID, Effective]
) -> list[LetterSection]:
    """What one author is told: a theme's decision once, however many inputs it answers."""
    outcomes: dict[UUID, Outcome] = {}
    answered: dict[UUID, list[LetterInput]] = {}
    for entry in entries:
        for outcome in found[entry.id].outcomes:
            key = outcome.theme or entry.id
            outcomes[key] = outcome
            answered.setdefault(key, []).append(entry)
    return [
        LetterSection(_said(outcomes[key], inputs), tuple(inputs))
        for key, inputs in answered.items()
    ]


def _said(outcome: Outcome, entries: Sequence[LetterInput]) -> Outcome:
    numbers = ", ".join(entry.registration for entry in entries)
    return replace(outcome, reply=fill(outcome.reply, {**EVERYBODY, NUMBER: numbers}))
