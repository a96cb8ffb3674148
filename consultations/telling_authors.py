"""Writes to everyone who gave input: a receipt, what moderation did, and the answer."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from consultations.accounts import normalise_email
from consultations.clock import now
from consultations.mail_limits import Asked, may_write_to
from consultations.mailing import LetterKind, mail_is_on, queue_letter
from consultations.moderated import Subject
from consultations.publications import Letters, by_address, reachable, told_with
from consultations.tables import Input, InputDisposition, NewsItem, Reply, Response, ThemeMember
from consultations.tokens import token_hash
from consultations.transactions import transaction
from consultations.vocabulary import NewsKind

# News older than this goes to no author any more, for instance after months without mail.
OLDEST_ANSWER = timedelta(days=30)
_INPUT: Any = ThemeMember.input
_CONSULTATION: Any = Input.consultation
_THEME: Any = Reply.disposition.theme


async def write_receipt(*, entry: UUID, email: str | None, locale: str) -> None:
    """Send number, private link and words to the address given, inside the submission."""
    if email and mail_is_on() and await may_write_to(Asked.RECEIPT, email=email):
        await queue_letter(
            kind=LetterKind.RECEIPT,
            recipient=normalise_email(email),
            locale=locale,
            about=entry,
            key=str(entry),
        )


async def write_about_moderation(
    *, batch: UUID, subjects: Sequence[Subject], undoes: UUID | None = None
) -> None:
    """Tell the authors of these inputs and responses what moderation did, inside the act.

    One letter for an address and kind, however many of its texts were moderated at once.
    ``undoes`` is the batch that this one takes back: who was never told of that is not told of
    this.
    """
    if not mail_is_on() or not subjects:
        return
    for kind, letters in (
        (LetterKind.MODERATED, await _of_inputs([s.input for s in subjects if not s.response])),
        (
            LetterKind.RESPONSE_MODERATED,
            await _of_responses([s.response for s in subjects if s.response]),
        ),
    ):
        for address, (locale, inputs) in letters.items():
            recipient = token_hash(address)[:32]
            await queue_letter(
                kind=kind,
                recipient=address,
                locale=locale,
                about=batch,
                key=f"{batch}:{recipient}",
                facts={"inputs": inputs, "undoes": f"{undoes}:{recipient}" if undoes else None},
            )


async def _of_inputs(entries: list[UUID]) -> Letters:
    rows = (
        await Input.select(Input.id, Input.author_email, Input.author_locale, Input.account.email)
        .where(Input.id.is_in(entries or [None]) & reachable(Input))
        .where(_CONSULTATION.is_demonstration.eq(value=False))
        .order_by(Input.number)
    )
    return by_address(rows, "")


async def _of_responses(responses: list[UUID]) -> Letters:
    """Who wrote them with an account, with the inputs they respond to; guests leave no address."""
    author: Any = Response.account
    entry: Any = Response.input
    rows = (
        await Response.select(entry, author.email, author.locale)
        .where(Response.id.is_in(responses or [None]) & author.active.eq(value=True))
        .where(entry.consultation.is_demonstration.eq(value=False))
        .order_by(Response.at)
    )
    letters: Letters = {}
    for row in rows:
        _, inputs = letters.setdefault(row["account.email"], (row["account.locale"], []))
        if str(row["input"]) not in inputs:
            inputs.append(str(row["input"]))
    return letters


async def write_to_authors() -> int:
    """Queue a letter to every author whom a newly published reply answers; returns how many.

    One letter for an address and a decision, however many of its inputs are in the theme. The
    keys of the queue see to it: an interrupted pass is simply done again.
    """
    if not mail_is_on():
        return 0
    news = (
        await NewsItem.select(NewsItem.id, NewsItem.subject, NewsItem.key)
        .where(
            (NewsItem.kind == NewsKind.REPLY_PUBLISHED.value)
            & NewsItem.authors_told_at.is_null()
            & (NewsItem.at > now() - OLDEST_ANSWER)
        )
        .order_by(NewsItem.at)
    )
    # Of two decisions on one theme that nobody was told of yet, only the last is told.
    latest = {row["subject"]: row for row in news}
    written = 0
    for row in news:
        async with transaction():
            if latest[row["subject"]] is row:
                written += await _write(row["key"], row["subject"], since=None)
            await NewsItem.update({NewsItem.authors_told_at: now()}).where(NewsItem.id == row["id"])
    return written


async def write_to_late_authors(since: datetime) -> int:
    """The same for inputs that came into an answered theme after ``since``."""
    if not mail_is_on():
        return 0
    rows = (
        await ThemeMember.select(ThemeMember.theme)
        .where((ThemeMember.assigned_at > since) & reachable(_INPUT))
        .group_by(ThemeMember.theme)
    )
    replies = await Reply.select(Reply.id).where(
        Reply.published_at.is_not_null()
        & Reply.disposition.theme.is_in([row["theme"] for row in rows] or [None])
    )
    written = 0
    for reply in replies:
        news = (
            await NewsItem.select(NewsItem.key)
            .where(
                (NewsItem.subject == reply["id"])
                & NewsItem.authors_told_at.is_not_null()
                & (NewsItem.at > now() - OLDEST_ANSWER)
            )
            .order_by(NewsItem.at, ascending=False)
            .first()
        )
        if news is not None:
            async with transaction():
                written += await _write(news["key"], reply["id"], since=since)
    return written


async def _write(key: str, reply: UUID, *, since: datetime | None) -> int:
    answered = (
        await Reply.select(
            _THEME,
            _THEME.consultation.is_demonstration,
            Reply.published_at,
            Reply.disposition.publication,
        )
        .where(Reply.id == reply)
        .first()
    )
    if answered is None or answered["disposition.theme.consultation.is_demonstration"]:
        return 0
    of_theme = (ThemeMember.theme == answered["disposition.theme"]) & reachable(_INPUT)
    if since is not None:
        of_theme = of_theme & (ThemeMember.assigned_at > since)
    # Whose input has a decision of its own is told of that one.
    of_theme = of_theme & ThemeMember.input.not_in(InputDisposition.select(InputDisposition.input))
    rows = (
        await ThemeMember.select(
            _INPUT.id,
            _INPUT.author_email,
            _INPUT.author_locale,
            _INPUT.account.email,
        )
        .where(of_theme)
        .order_by(ThemeMember.assigned_at)
    )
    letters = by_address(rows)
    if since is not None and (publication := answered["disposition.publication"]):
        told = await told_with(publication, list(letters))
        letters = by_address([row for row in rows if str(row["input.id"]) not in told])
    for address, (locale, inputs) in letters.items():
        await queue_letter(
            kind=LetterKind.REPLY,
            recipient=address,
            locale=locale,
            about=reply,
            key=f"{key.partition(':')[2]}:{token_hash(address)[:32]}",
            facts={"inputs": inputs},
        )
    return len(letters)
