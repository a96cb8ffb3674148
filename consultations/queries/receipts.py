"""What became of one input: the private status page behind a receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.queries.inputs import InputFacts, input_columns, team_facts
from consultations.queries.moderation import HiddenFacts, hidden_in
from consultations.signatures import LinkPurpose, read_signed
from consultations.tables import Input, Reply, ThemeMember
from consultations.tokens import token_hash
from consultations.vocabulary import Decision, InputStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFacts:
    """A theme the input is in, and the published decision on it, if there is one."""

    theme: str
    grouped_at: datetime
    decision: Decision | None
    reason: str
    reply: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFacts:
    """An input with its way through the three rights: heard, considered, explained."""

    consultation: UUID
    entry: InputFacts
    answers: list[AnswerFacts]
    hidden: list[HiddenFacts]

    @property
    def status(self) -> InputStatus:
        if any(answer.published_at for answer in self.answers):
            return InputStatus.ANSWERED
        return InputStatus.GROUPED if self.answers else InputStatus.RECEIVED

    @property
    def grouped_at(self) -> datetime | None:
        return min((answer.grouped_at for answer in self.answers), default=None)

    @property
    def answered_at(self) -> datetime | None:
        dates = [answer.published_at for answer in self.answers if answer.published_at]
        return min(dates, default=None)


async def find_receipt(token: str) -> ReceiptFacts | None:
    """The input whose private link holds this token, or ``None``.

    The token is the one of the receipt, of which only the hash is stored, or the signed one of
    a letter.
    """
    entry = read_signed(LinkPurpose.RECEIPT, token)
    held = Input.id == entry if entry else Input.receipt_hash == token_hash(token)
    row = await Input.select(*input_columns(), Input.consultation).where(held).first()
    if row is None:
        return None
    return ReceiptFacts(
        consultation=row["consultation"],
        entry=team_facts(row),
        answers=await answers_to(row["id"]),
        hidden=await hidden_in(row["id"]),
    )


async def answers_to(entry: UUID) -> list[AnswerFacts]:
    """The themes of an input with their published decisions, oldest theme first."""
    return (await answers_to_each([entry]))[entry]


async def answers_to_each(entries: Sequence[UUID]) -> dict[UUID, list[AnswerFacts]]:
    """The same for many inputs, in two queries however many there are."""
    themes = (
        await ThemeMember.select(
            ThemeMember.input, ThemeMember.theme, ThemeMember.theme.name, ThemeMember.assigned_at
        )
        .where(ThemeMember.input.is_in(list(entries) or [None]))
        .order_by(ThemeMember.assigned_at)
    )
    replies = await Reply.select(
        Reply.text,
        Reply.published_at,
        Reply.disposition.theme,
        Reply.disposition.decision,
        Reply.disposition.reason,
    ).where(
        Reply.disposition.theme.is_in(list({row["theme"] for row in themes}) or [None])
        & Reply.published_at.is_not_null()
    )
    published = {row["disposition.theme"]: row for row in replies}
    answers: dict[UUID, list[AnswerFacts]] = {entry: [] for entry in entries}
    for theme in themes:
        answers[theme["input"]].append(_answer(theme, published.get(theme["theme"])))
    return answers


def _answer(theme: dict[str, Any], reply: dict[str, Any] | None) -> AnswerFacts:
    reply = reply or {}
    decision = reply.get("disposition.decision")
    return AnswerFacts(
        theme=theme["theme.name"],
        grouped_at=theme["assigned_at"],
        decision=Decision(str(decision)) if decision else None,
        reason=str(reply.get("disposition.reason", "")),
        reply=str(reply.get("text", "")),
        published_at=reply.get("published_at"),
    )
