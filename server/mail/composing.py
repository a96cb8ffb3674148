"""Composes each kind of letter from what the database holds at the moment it is sent."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from consultations.accounts import normalise_email
from consultations.clock import now
from consultations.mailing import LetterKind
from consultations.queries.consultations import ConsultationFacts, find_consultation_by_id
from consultations.queries.dispositions import published_dispositions
from consultations.queries.follow_ups import FINISHED, find_follow_up_by_id
from consultations.queries.follows import find_follow
from consultations.queries.letters import (
    LetterSection,
    answer_of,
    inputs_for_letter,
    sections_of,
)
from consultations.queries.news import NewsFacts, news_with
from consultations.queries.read_back import find_own_notes
from consultations.queries.tasks import tasks_of
from consultations.reply_templates import EVERYBODY, NUMBER, fill
from consultations.signatures import LinkPurpose, signed
from consultations.signing_in import make_link
from consultations.tables import Account, OutgoingMessage
from consultations.vocabulary import Frequency
from server.feeds.wording import news_words
from server.mail.entry_lines import EntryLine, own_lines, receipt_link
from server.mail.letters import Letter, facts_of, write_letter
from server.mail.moderation_letters import moderation_letter
from server.mail.session_letters import SESSION_LETTERS, session_letter

# Long enough to be found in a mailbox, short enough to be of no use to who finds it later.
SIGN_IN_LASTS = timedelta(hours=1)
INVITATION_LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class NewsLine:
    """A piece of news in the words of a letter."""

    title: str
    detail: str
    path: str


async def compose(message: OutgoingMessage, address: str) -> Letter | None:
    """The letter, or ``None`` when it has become needless; links lead to ``address``."""
    return await _COMPOSERS[LetterKind(message.kind)](message, address)


def follow_link(address: str, follow: UUID) -> str:
    """Where whoever follows says how often, or stops."""
    return f"{address}/langganan/{signed(LinkPurpose.FOLLOW, follow)}"


async def _receipt(message: OutgoingMessage, address: str) -> Letter | None:
    found = await inputs_for_letter([message.about])
    if not found:
        return None
    entry = found[0]
    return write_letter(
        "receipt",
        message.locale,
        address,
        entry=entry,
        consultation=await find_consultation_by_id(entry.consultation, message.locale),
        link=receipt_link(address, entry.id),
    )


async def _reply(message: OutgoingMessage, address: str) -> Letter | None:
    answer = await answer_of(message.about)
    entries = await inputs_for_letter([UUID(entry) for entry in facts_of(message)["inputs"]])
    if answer is None or not entries:
        return None
    numbers = ", ".join(entry.registration for entry in entries)
    said = fill(answer.reply, {**EVERYBODY, NUMBER: numbers})
    return write_letter(
        "reply",
        message.locale,
        address,
        answer=replace(answer, reply=said),
        entries=own_lines(entries, address),
        consultation=await find_consultation_by_id(answer.consultation, message.locale),
    )


async def _answers(message: OutgoingMessage, address: str) -> Letter | None:
    entries = await inputs_for_letter([UUID(entry) for entry in facts_of(message)["inputs"]])
    found = await published_dispositions([entry.id for entry in entries], addressed=False)
    sections = sections_of(entries, found)
    if not sections:
        return None
    consultation = await find_consultation_by_id(entries[0].consultation, message.locale)
    if consultation is None:
        return None
    links = {entry.id: receipt_link(address, entry.id) for entry in entries}
    return write_answers(message.locale, address, consultation, sections, links)


def write_answers(
    locale: str,
    address: str,
    consultation: ConsultationFacts,
    sections: list[LetterSection],
    links: dict[UUID, str],
) -> Letter:
    """All decisions on one author's inputs in one letter."""
    numbers = {entry.id: entry.registration for part in sections for entry in part.entries}
    return write_letter(
        "answers",
        locale,
        address,
        consultation=consultation,
        sections=sections,
        entries=[EntryLine(numbers[entry], links[entry]) for entry in numbers],
    )


async def _tasks(message: OutgoingMessage, address: str) -> Letter | None:
    consultation = await find_consultation_by_id(
        UUID(facts_of(message)["consultation"]), message.locale
    )
    if consultation is None or message.about is None:
        return None
    tasks = await tasks_of(consultation.id, message.about)
    if not tasks:
        return None
    return write_letter(
        "tasks",
        message.locale,
        address,
        consultation=consultation,
        tasks=tasks,
        link=f"{address}/kerja/{consultation.slug}/tugas",
    )


async def _confirm_follow(message: OutgoingMessage, address: str) -> Letter | None:
    follow = await find_follow(message.about)
    if follow is None:
        return None
    return write_letter(
        "confirm_follow",
        message.locale,
        address,
        confirmed=follow.confirmed_at is not None,
        consultation=await find_consultation_by_id(follow.consultation, message.locale),
        link=follow_link(address, follow.id),
    )


async def _news(message: OutgoingMessage, address: str) -> Letter | None:
    follow = await find_follow(message.about)
    if follow is None or follow.confirmed_at is None or follow.frequency is Frequency.NONE:
        return None
    consultation = await find_consultation_by_id(follow.consultation, message.locale)
    if consultation is None:
        return None
    facts = facts_of(message)
    news = await news_with([UUID(item) for item in facts["news"]], consultation.slug)
    if not news and not facts["inputs"]:
        return None
    link = follow_link(address, follow.id)
    return write_letter(
        "news",
        message.locale,
        address,
        list_name=consultation.slug,
        consultation=consultation,
        news=[_line(item, message.locale, consultation.zone) for item in news],
        inputs=facts["inputs"],
        link=link,
        unsubscribe=f"{link}/berhenti",
    )


async def _sign_in(message: OutgoingMessage, address: str) -> Letter | None:
    account = await Account.objects().get(
        (Account.email == normalise_email(message.recipient)) & Account.active.eq(value=True)
    )
    if account is None:
        return None
    token = await make_link(account=account.id, lasts=SIGN_IN_LASTS)
    return write_letter("sign_in", message.locale, address, link=f"{address}/masuk/{token}")


async def _invitation(message: OutgoingMessage, address: str) -> Letter | None:
    account = await Account.objects().get(
        (Account.id == message.about) & Account.active.eq(value=True)
    )
    if account is None:
        return None
    token = await make_link(account=account.id, lasts=INVITATION_LASTS)
    return write_letter("invitation", message.locale, address, link=f"{address}/masuk/{token}")


async def _read_back(message: OutgoingMessage, address: str) -> Letter | None:
    if message.about is None:
        return None
    token = signed(LinkPurpose.READ_BACK, message.about)
    own = await find_own_notes(token)
    if own is None or own.is_over:
        return None
    link = f"{address}/catatan-saya/{token}"
    return write_letter("read_back", message.locale, address, own=own, link=link)


async def _follow_up(message: OutgoingMessage, address: str) -> Letter | None:
    found = await find_follow_up_by_id(message.about)
    if found is None:
        return None
    consultation, item = found
    here = await find_consultation_by_id(consultation, message.locale)
    # Finished meanwhile, or put off: then there is nothing to be reminded of.
    if here is None or item.status in FINISHED or item.due_on is None:
        return None
    today = now().astimezone(ZoneInfo(here.zone)).date()
    return write_letter(
        "follow_up",
        message.locale,
        address,
        item=item,
        late=item.is_late(today),
        consultation=here,
        link=f"{address}/kerja/{here.slug}/tindak-lanjut/{item.id}",
    )


def _line(item: NewsFacts, locale: str, zone: str) -> NewsLine:
    words = news_words(item, locale, zone)
    return NewsLine(words.title, words.detail, item.path)


_COMPOSERS: dict[LetterKind, Callable[[OutgoingMessage, str], Awaitable[Letter | None]]] = {
    LetterKind.RECEIPT: _receipt,
    LetterKind.REPLY: _reply,
    LetterKind.FOLLOW_UP: _follow_up,
    LetterKind.MODERATED: moderation_letter,
    LetterKind.RESPONSE_MODERATED: moderation_letter,
    LetterKind.ANSWERS: _answers,
    LetterKind.TASKS: _tasks,
    LetterKind.CONFIRM_FOLLOW: _confirm_follow,
    LetterKind.NEWS: _news,
    LetterKind.SIGN_IN: _sign_in,
    LetterKind.INVITATION: _invitation,
    LetterKind.READ_BACK: _read_back,
    **dict.fromkeys(SESSION_LETTERS, session_letter),
}
