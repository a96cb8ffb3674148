"""What became of one input: the private status page behind a receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.anchoring import find_again
from consultations.clock import now
from consultations.differences import Change, word_changes
from consultations.picturing import pictures_in_words
from consultations.queries.bilingual import Bilingual
from consultations.queries.dispositions import Outcome, published_dispositions
from consultations.queries.inputs import InputFacts, input_columns, team_facts
from consultations.queries.moderation import HiddenFacts, hidden_in
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.queries.quotes import anchor_of
from consultations.revising import editable_until
from consultations.signatures import LinkPurpose, read_signed
from consultations.tables import Input, OffTopic, ThemeMember, Unit
from consultations.tokens import token_hash
from consultations.vocabulary import Decision, InputStatus, UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFacts:
    """A theme the input is in, and the published decision on it, if it holds for the input.

    The input's ``own`` decision comes last and has no theme; those of its themes don't hold then.
    """

    theme: str
    grouped_at: datetime
    decision: Decision | None = None
    label: Bilingual | None = None
    reason: str = ""
    reply: str = ""
    published_at: datetime | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class OwnInput:
    """An input in the list of its author's account."""

    consultation: str
    zone: str
    entry: InputFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterWording:
    """What the unit says in the latest published version, where that is other than it was.

    ``quote`` is the words the input is about as they read now: empty where they are gone, ``None``
    where the input quotes nothing.
    """

    version: int
    kind: UnitKind
    number: str
    changes: tuple[Change, ...]
    quote: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFacts:
    """An input with its way through the three rights: heard, considered, explained."""

    consultation: UUID
    account: UUID | None
    edition: int
    editable_until: datetime
    entry: InputFacts
    answers: list[AnswerFacts]
    later: LaterWording | None
    hidden: list[HiddenFacts]
    # Why the team found it to be about something else; that is its answer then.
    aside: str = ""
    aside_at: datetime | None = None

    @property
    def may_withdraw(self) -> bool:
        answered = any(answer.published_at for answer in self.answers)
        return self.entry.withdrawn_at is None and not answered

    @property
    def may_edit(self) -> bool:
        return self.may_withdraw and now() < self.editable_until

    @property
    def status(self) -> InputStatus:
        if self.aside or any(answer.published_at for answer in self.answers):
            return InputStatus.ANSWERED
        return InputStatus.GROUPED if self.answers else InputStatus.RECEIVED

    @property
    def grouped_at(self) -> datetime | None:
        return min((answer.grouped_at for answer in self.answers), default=None)

    @property
    def answered_at(self) -> datetime | None:
        dates = [answer.published_at for answer in self.answers if answer.published_at]
        dates += [self.aside_at] if self.aside_at else []
        return min(dates, default=None)


async def find_receipt(token: str) -> ReceiptFacts | None:
    """The input whose private link holds this token, or ``None``.

    The token is the one of the receipt, of which only the hash is stored, or the signed one of
    a letter.
    """
    entry = read_signed(LinkPurpose.RECEIPT, token)
    return await _find(Input.id == entry if entry else Input.receipt_hash == token_hash(token))


async def find_own_input(account: UUID, registration: str) -> ReceiptFacts | None:
    """The input with this number if it is this account's, or ``None``."""
    return await _find((Input.account == account) & (Input.registration == registration))


async def inputs_of(account: UUID, page: int = 1) -> Page[OwnInput]:
    """Everything an account has said, newest first."""
    rows = (
        await Input.select(*input_columns(), Input.consultation.title, Input.consultation.zone)
        .where(Input.account == account)
        .order_by(Input.received_at, ascending=False)
        .limit(PAGE_SIZE)
        .offset(offset_of(page))
    )
    return Page(
        [
            OwnInput(row["consultation.title"], row["consultation.zone"], team_facts(row))
            for row in rows
        ],
        max(1, page),
        await Input.count().where(Input.account == account),
    )


async def _find(where: Any) -> ReceiptFacts | None:
    row = (
        await Input.select(
            *input_columns(),
            Input.consultation,
            Input.account,
            Input.edition,
            Input.quote_prefix,
            Input.quote_suffix,
            Input.quote_start,
            Input.unit.identity,
            Input.consultation.edit_minutes,
        )
        .where(where)
        .first()
    )
    if row is None:
        return None
    aside = await OffTopic.select(OffTopic.reason, OffTopic.marked_at).where(
        OffTopic.input == row["id"]
    )
    return ReceiptFacts(
        aside=aside[0]["reason"] if aside else "",
        aside_at=aside[0]["marked_at"] if aside else None,
        consultation=row["consultation"],
        account=row["account"],
        edition=row["edition"],
        editable_until=editable_until(row["received_at"], row["consultation.edit_minutes"]),
        entry=team_facts(row),
        answers=await answers_to(row["id"]),
        later=await _later_wording(row),
        hidden=await hidden_in(row["id"]),
    )


async def _later_wording(row: dict[str, Any]) -> LaterWording | None:
    if row["unit.identity"] is None:
        return None
    of: Any = Unit.version
    latest = (
        await Unit.select(Unit.kind, Unit.number, Unit.text, of.number)
        .where(Unit.identity == row["unit.identity"])
        .where((of.number > row["version.number"]) & of.published_at.is_not_null())
        .order_by(of.number, ascending=False)
        .first()
    )
    if latest is None or latest["text"] == row["unit.text"]:
        return None
    return LaterWording(
        version=latest["version.number"],
        kind=UnitKind(latest["kind"]),
        number=latest["number"],
        changes=word_changes(
            pictures_in_words(row["unit.text"]), pictures_in_words(latest["text"])
        ),
        quote=_quote_in(row, latest["text"]),
    )


def _quote_in(row: dict[str, Any], text: str) -> str | None:
    if row["quote"] is None:
        return None
    place = find_again(anchor_of(row), text)
    return text[place.start : place.end] if place else ""


async def answers_to(entry: UUID) -> list[AnswerFacts]:
    """The themes of an input with their published decisions, oldest theme first."""
    return (await answers_to_each([entry]))[entry]


async def answers_to_each(entries: Sequence[UUID]) -> dict[UUID, list[AnswerFacts]]:
    """The same for many inputs, in as many queries however many there are."""
    themes = (
        await ThemeMember.select(
            ThemeMember.input, ThemeMember.theme, ThemeMember.theme.name, ThemeMember.assigned_at
        )
        .where(ThemeMember.input.is_in(list(entries) or [None]))
        .order_by(ThemeMember.assigned_at)
    )
    members = [(row["input"], row["theme"]) for row in themes]
    published = await published_dispositions(entries, members=members)
    answers: dict[UUID, list[AnswerFacts]] = {entry: [] for entry in entries}
    for theme in themes:
        holding = {outcome.theme: outcome for outcome in published[theme["input"]].outcomes}
        answers[theme["input"]].append(_answer(theme, holding.get(theme["theme"])))
    for entry, effective in published.items():
        if effective.own is not None and effective.own.published_at is not None:
            answers[entry].append(_own_answer(effective.own, effective.own.published_at))
    return answers


def _answer(theme: dict[str, Any], outcome: Outcome | None) -> AnswerFacts:
    name, grouped_at = theme["theme.name"], theme["assigned_at"]
    if outcome is None:
        return AnswerFacts(theme=name, grouped_at=grouped_at)
    return AnswerFacts(
        theme=name,
        grouped_at=grouped_at,
        decision=outcome.decision,
        label=outcome.label,
        reason=outcome.reason,
        reply=outcome.reply,
        published_at=outcome.published_at,
    )


def _own_answer(outcome: Outcome, published_at: datetime) -> AnswerFacts:
    return AnswerFacts(
        theme="",
        grouped_at=published_at,
        decision=outcome.decision,
        label=outcome.label,
        reason=outcome.reason,
        reply=outcome.reply,
        published_at=published_at,
        own=True,
    )
