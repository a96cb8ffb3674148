"""Who is told what: authors once, followers at their own pace, nobody twice."""

import asyncio
import json
from datetime import timedelta
from uuid import UUID

import pytest

from consultations import moderation
from consultations.accounts import keep_language
from consultations.answering import Answer, answer_theme
from consultations.clock import clock_moved, now
from consultations.drafting import prepare_draft, publish_draft
from consultations.following import Wish, ask_to_follow, confirm_follow, follow_with_account
from consultations.mailing import LetterKind, mark_sent
from consultations.moderated import Subject
from consultations.moderation_cases import Marked, Ruling
from consultations.news import report_windows
from consultations.noting import announce_session
from consultations.queries.moderation import case_of, reasons_of
from consultations.queries.moderation_log import acts_of
from consultations.queries.news import latest_news
from consultations.responding import respond
from consultations.tables import (
    Consultation,
    Follow,
    Input,
    NewsItem,
    OutgoingMessage,
    Phase,
    Response,
    Theme,
    ThemeMember,
)
from consultations.telling_authors import write_to_authors, write_to_late_authors
from consultations.telling_followers import write_to_followers
from consultations.theming import Placement, accept_theme
from consultations.vocabulary import Decision, Frequency, NewsKind, Role, SessionKind
from server.feeds.wording import news_words
from server.mail.composing import compose
from tests.factories import DRAFT, make_account, make_consultation, make_draft, make_input

MAIL = pytest.mark.usefixtures("database", "post_office")
pytestmark = MAIL


async def _theme(consultation: Consultation, *inputs: UUID) -> Theme:
    return await accept_theme(
        consultation=consultation.id,
        name="Loket",
        placements=[Placement(entry) for entry in inputs],
        by=None,
    )


async def _answer(
    theme: Theme, version: int, *, decision: Decision = Decision.ACCEPTED, publish: bool = True
) -> None:
    await answer_theme(
        theme=theme.id,
        answer=Answer(decision, "Karena perlu.", f"Terima kasih ({version})."),
        version=version,
        publish=publish,
        by=None,
    )


async def _letters(kind: LetterKind) -> list[str]:
    rows = await OutgoingMessage.objects().where(OutgoingMessage.kind == kind.value)
    return sorted(row.recipient for row in rows)


async def test_every_author_with_an_address_is_told_once() -> None:
    consultation = await make_consultation()
    entries = [
        await make_input(consultation, author_email="a@contoh.id"),
        await make_input(consultation, author_email="A@contoh.id "),
        await make_input(consultation, author_email="b@contoh.id"),
        await make_input(consultation),
    ]
    elsewhere = await make_input(consultation, author_email="lain@contoh.id")
    theme = await _theme(consultation, *(entry.input for entry in entries))
    await _theme(consultation, elsewhere.input)
    await _answer(theme, 0, publish=False)
    assert await write_to_authors() == 0
    await _answer(theme, 1)
    assert await write_to_authors() == 2
    assert await write_to_authors() == 0
    # Another wording is no news, another decision is.
    await _answer(theme, 2)
    await write_to_authors()
    assert await _letters(LetterKind.REPLY) == ["a@contoh.id", "b@contoh.id"]
    await _answer(theme, 3, decision=Decision.NOT_ACCEPTED, publish=False)
    assert await write_to_authors() == 0
    await _answer(theme, 4, decision=Decision.NOT_ACCEPTED)
    await write_to_authors()
    assert await _letters(LetterKind.REPLY) == ["a@contoh.id"] * 2 + ["b@contoh.id"] * 2
    facts = [
        json.loads(row.facts) if isinstance(row.facts, str) else row.facts
        for row in await OutgoingMessage.objects().where(OutgoingMessage.recipient == "a@contoh.id")
        if row.kind == LetterKind.REPLY.value
    ]
    assert [len(fact["inputs"]) for fact in facts] == [2, 2]


async def test_of_two_decisions_nobody_was_told_of_only_the_last_is_told() -> None:
    consultation = await make_consultation()
    entry = await make_input(consultation, author_email="a@contoh.id")
    theme = await _theme(consultation, entry.input)
    await _answer(theme, 0)
    await _answer(theme, 1, decision=Decision.NEEDS_STUDY)
    assert await write_to_authors() == 1


async def test_input_that_comes_late_into_an_answered_theme_is_told_too() -> None:
    consultation = await make_consultation()
    early = await make_input(consultation, author_email="a@contoh.id")
    late = await make_input(consultation, author_email="b@contoh.id")
    theme = await _theme(consultation, early.input)
    await _answer(theme, 0)
    await write_to_authors()
    since = now()
    await ThemeMember.insert(ThemeMember(theme=theme.id, input=late.input))
    for _ in range(2):
        await write_to_late_authors(since)
    assert await _letters(LetterKind.REPLY) == ["a@contoh.id", "b@contoh.id"]


async def test_demonstrations_write_to_nobody() -> None:
    consultation = await make_consultation()
    entry = await make_input(consultation, author_email="a@contoh.id")
    theme = await _theme(consultation, entry.input)
    await Consultation.update({Consultation.is_demonstration: True}, force=True)
    await _answer(theme, 0)
    assert await write_to_authors() == 0


async def _follower(
    consultation: Consultation, frequency: Frequency, email: str = "w@contoh.id"
) -> Follow:
    await ask_to_follow(
        consultation=consultation.id, email=email, wish=Wish(frequency, "id"), source="x"
    )
    row = await Follow.objects().get(Follow.email == email)
    assert row is not None
    await confirm_follow(follow=row.id)
    return row


async def _happen(consultation: Consultation) -> None:
    await make_draft(consultation)
    await announce_session(
        consultation=consultation.id,
        kind=SessionKind.FGD,
        title="Diskusi",
        theme="Loket",
        place="Aula",
        moderator="M",
        starts_at=consultation.created_at,
        by=None,
    )


async def test_followers_at_once_get_what_happened_together_in_one_letter() -> None:
    consultation = await make_consultation()
    await _follower(consultation, Frequency.AT_ONCE)
    await _happen(consultation)
    # Not before it has settled: else what is being written this moment would be passed over.
    assert await write_to_followers() == 0
    with clock_moved(timedelta(minutes=3)):
        assert await write_to_followers() == 1
        assert await write_to_followers() == 0
    rows = await OutgoingMessage.objects().where(OutgoingMessage.kind == LetterKind.NEWS.value)
    facts = json.loads(rows[0].facts) if isinstance(rows[0].facts, str) else rows[0].facts
    assert len(facts["news"]) == 2


@pytest.mark.parametrize(("frequency", "days"), [(Frequency.DAILY, 1), (Frequency.WEEKLY, 7)])
async def test_digest_comes_at_its_hour_once_and_only_with_news(
    frequency: Frequency, days: int
) -> None:
    consultation = await make_consultation()
    await _follower(consultation, frequency)
    await _happen(consultation)
    with clock_moved(timedelta(minutes=3)):
        row = (await Follow.objects())[0]
        assert row.next_at is not None
    with clock_moved(timedelta(days=days)):
        assert await write_to_followers() == 1
        assert await write_to_followers() == 0
    with clock_moved(timedelta(days=2 * days)):
        assert await write_to_followers() == 0
        await row.refresh()
        version = await prepare_draft(consultation=consultation.id, text=DRAFT, by=None)
        await publish_draft(version=version.id, by=None)
    with clock_moved(timedelta(days=3 * days)):
        assert await write_to_followers() == 1


async def test_who_asked_for_silence_or_never_confirmed_is_told_nothing() -> None:
    consultation = await make_consultation()
    await _follower(consultation, Frequency.NONE, "a@contoh.id")
    await ask_to_follow(
        consultation=consultation.id,
        email="b@contoh.id",
        wish=Wish(Frequency.AT_ONCE, "id"),
        source="x",
    )
    await _happen(consultation)
    with clock_moved(timedelta(days=8)):
        assert await write_to_followers() == 0


async def test_team_is_told_how_many_inputs_came_in_and_others_are_not() -> None:
    consultation = await make_consultation()
    wish = Wish(Frequency.DAILY, "id", count_inputs=True)
    for role in (Role.DRAFTER, Role.NOTE_TAKER):
        account = await make_account(role, consultation.id)
        await follow_with_account(consultation=consultation.id, account=account.id, wish=wish)
    for _ in range(3):
        await make_input(consultation)
    with clock_moved(timedelta(days=1)):
        assert await write_to_followers() == 1
    rows = await OutgoingMessage.objects()
    facts = json.loads(rows[0].facts) if isinstance(rows[0].facts, str) else rows[0].facts
    assert facts == {"news": [], "inputs": 3}


async def test_worker_stopped_in_the_middle_neither_skips_nor_repeats_a_digest() -> None:
    consultation = await make_consultation()
    for number in range(40):
        await _follower(consultation, Frequency.DAILY, f"w{number}@contoh.id")
    await _happen(consultation)
    with clock_moved(timedelta(days=1)):
        for milliseconds in range(1, 60, 4):
            work = asyncio.create_task(write_to_followers())
            await asyncio.sleep(milliseconds / 1000)
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
        await asyncio.gather(*(write_to_followers() for _ in range(2)))
    assert await _letters(LetterKind.NEWS) == sorted(f"w{n}@contoh.id" for n in range(40))


async def test_windows_open_and_close_as_news_once() -> None:
    consultation = await make_consultation()
    # Its window closes in twenty days.
    for days in (0, 16, 18, 18, 19):
        with clock_moved(timedelta(days=days)):
            await report_windows()
    kinds = [row.kind for row in await NewsItem.objects()]
    assert kinds == ["masukan_segera_ditutup"]
    assert consultation.id


async def test_window_that_opens_soon_is_news_with_the_moment_it_opens() -> None:
    consultation = await make_consultation()
    for days in (-14, -13, -12, -9):
        with clock_moved(timedelta(days=days)):
            await report_windows()
    news = await latest_news(consultation.id, "contoh")
    window = await Phase.objects().get(Phase.accepts_input.eq(value=True))
    assert [(item.kind, item.moment) for item in news] == [
        (NewsKind.INPUT_OPENED, window.ends_at),
        (NewsKind.INPUT_OPENS, window.starts_at),
    ]
    words = news_words(news[1], "id", consultation.zone)
    assert words.title == "Masa penyampaian masukan segera dibuka"
    assert words.detail.startswith("Masukan diterima mulai ")


async def _moderate(consultation: Consultation, *entries: UUID) -> UUID:
    why = (await reasons_of(consultation.id))[1].id
    ruling = Ruling(consultation=consultation.id, by=None, reason=why, note="Rahasia tim.")
    versions = [(await case_of(consultation.id, Subject(entry))).version for entry in entries]
    marked = [Marked(entry, version) for entry, version in zip(entries, versions, strict=True)]
    await moderation.withhold(marked, ruling)
    return (await acts_of(consultation.id)).items[0].id


async def _moderation_letters() -> list[OutgoingMessage]:
    return await OutgoingMessage.objects().where(
        OutgoingMessage.kind == LetterKind.MODERATED.value
    ).order_by(OutgoingMessage.created_at).order_by(OutgoingMessage.recipient)  # fmt: skip


async def test_author_is_told_the_reason_in_one_letter_without_the_inputs_words() -> None:
    consultation = await make_consultation()
    account = await make_account()
    receipts = [
        await make_input(consultation, text="Kata kasar.", author_email="a@contoh.id"),
        await make_input(consultation, text="Kata kasar.", author_email="A@contoh.id"),
        await make_input(consultation, text="Kata kasar."),
        await make_input(consultation, text="Kata kasar."),
    ]
    last = Input.id == receipts[-1].input
    await Input.update({Input.account: account.id}).where(last)
    await _moderate(consultation, *(receipt.input for receipt in receipts))
    letters = await _moderation_letters()
    assert [letter.recipient for letter in letters] == sorted(["a@contoh.id", account.email])
    mine = next(letter for letter in letters if letter.recipient == "a@contoh.id")
    letter = await compose(mine, "https://contoh.go.id")
    assert letter.subject == "Masukan Anda CTH-00001 disembunyikan"
    assert "> Menghina, mengancam, atau menyerang pribadi" in letter.text
    assert letter.text.count("https://contoh.go.id/tanda-terima/") == 2
    assert ("Kata kasar." in letter.text, "Rahasia tim." in letter.text) == (False, False)


async def test_undoing_is_told_to_who_was_told_and_silent_otherwise() -> None:
    consultation = await make_consultation()
    entry = (await make_input(consultation, author_email="a@contoh.id")).input
    act = await _moderate(consultation, entry)
    await moderation.undo(act=act, consultation=consultation.id, by=None)
    # Taken back before anything was sent: both letters have become needless.
    first = await _moderation_letters()
    assert len(first) == 2
    assert [await compose(letter, "https://contoh.go.id") for letter in first] == [None, None]
    act = await _moderate(consultation, entry)
    told = next(
        each for each in await _moderation_letters() if each.id not in {e.id for e in first}
    )
    await mark_sent(told)
    await moderation.undo(act=act, consultation=consultation.id, by=None)
    last = max(await _moderation_letters(), key=lambda letter: letter.created_at)
    letter = await compose(last, "https://contoh.go.id")
    assert letter.subject == "Keputusan moderasi tentang masukan Anda CTH-00001 dibatalkan"
    assert "https://contoh.go.id/tanda-terima/" in letter.text


async def test_who_responded_is_told_too_without_anothers_private_link() -> None:
    consultation = await make_consultation()
    await Consultation.update({Consultation.responses_allowed: True}).where(
        Consultation.id == consultation.id
    )
    account = await make_account()
    await keep_language(account=account.id, locale="en")
    entry = (await make_input(consultation, author_email="a@contoh.id")).input
    for key, by in (("satu", account.id), ("dua", None)):
        await respond(entry=entry, text="Kasar.", author_name="B", idempotency_key=key, by=by)
    responses = [row["id"] for row in await Response.select(Response.id)]
    why = (await reasons_of(consultation.id))[1].id
    ruling = Ruling(consultation=consultation.id, by=None, reason=why)
    marked = [
        Marked(one, (await case_of(consultation.id, Subject(entry, one))).version)
        for one in responses
    ]
    await moderation.withhold(marked, ruling)
    assert await _moderation_letters() == []
    queued = await OutgoingMessage.objects().where(
        OutgoingMessage.kind == LetterKind.RESPONSE_MODERATED.value
    )
    assert [(each.recipient, each.locale) for each in queued] == [(account.email, "en")]
    letter = await compose(queued[0], "https://contoh.go.id")
    assert letter.subject == "Your response to input CTH-00001 has been hidden"
    assert "https://contoh.go.id/masukan/CTH-00001" in letter.text
    assert ("tanda-terima" in letter.text, "Kasar." in letter.text) == (False, False)


async def test_looking_without_changing_anything_writes_to_nobody() -> None:
    consultation = await make_consultation()
    entry = (await make_input(consultation, author_email="a@contoh.id")).input
    ruling = Ruling(consultation=consultation.id, by=None)
    await moderation.flag([Marked(entry, 0)], ruling)
    await moderation.clear([Marked(entry, 1)], ruling)
    await moderation.restore([Marked(entry, 2)], ruling)
    assert await _moderation_letters() == []
