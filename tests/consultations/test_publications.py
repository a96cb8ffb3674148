"""Joint publication: everything at once, every author told once, whatever happens meanwhile."""

import asyncio
import json
from collections import Counter
from uuid import UUID

import pytest

from consultations.clock import now
from consultations.deciding import Answer, Subject, write_disposition
from consultations.mailing import LetterKind, use_mail
from consultations.publications import (
    claim_publication,
    perform_publication,
    request_publication,
)
from consultations.publishing_decisions import publish_decision, publish_ready
from consultations.queries.dispositions import published_dispositions, working_dispositions
from consultations.queries.own_results import decision_tally
from consultations.revising import withdraw_input
from consultations.tables import (
    Consultation,
    Deliberation,
    InputDisposition,
    NewsItem,
    OutgoingMessage,
    Publication,
    Theme,
)
from consultations.telling_authors import write_to_authors, write_to_late_authors
from consultations.theming import Placement, accept_theme, place_inputs
from consultations.transactions import transaction
from consultations.vocabulary import Decision, RunStatus
from tests.factories import make_consultation, make_input

pytestmark = pytest.mark.usefixtures("database", "post_office")
YES = Answer(Decision.ACCEPTED, "Karena perlu.", "Kami ubah ({nomor}).")
NO = Answer(Decision.NOT_ACCEPTED, "Belum perlu.", "")


async def _theme(consultation: Consultation, *inputs: UUID) -> Theme:
    return await accept_theme(
        consultation=consultation.id,
        name="Loket",
        placements=[Placement(entry) for entry in inputs],
        by=None,
    )


async def _decide(
    consultation: Consultation,
    answer: Answer,
    *,
    theme: UUID | None = None,
    entry: UUID | None = None,
    version: int = 0,
) -> Deliberation:
    return await write_disposition(
        subject=Subject(consultation.id, theme=theme, input=entry),
        answer=answer,
        version=version,
        ready=True,
        by=None,
    )


async def _publish(consultation: Consultation) -> Publication:
    await request_publication(consultation=consultation.id, by=None)
    publication = await claim_publication()
    assert publication is not None
    await perform_publication(publication)
    return publication


async def _letters() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for row in await OutgoingMessage.objects():
        if row.kind in (LetterKind.ANSWERS.value, LetterKind.REPLY.value):
            facts = json.loads(row.facts) if isinstance(row.facts, str) else row.facts
            found.setdefault(row.recipient, []).append(facts["inputs"])
    return found


async def test_author_of_several_inputs_gets_one_letter_with_all() -> None:
    consultation = await make_consultation()
    a, b, c = [await make_input(consultation, author_email="a@contoh.id") for _ in range(3)]
    other = await make_input(consultation, author_email="b@contoh.id")
    theme = await _theme(consultation, a.input, b.input, other.input)
    await _decide(consultation, YES, theme=theme.id)
    await _decide(consultation, NO, entry=b.input)
    await _decide(consultation, NO, entry=c.input)
    await _publish(consultation)
    assert await write_to_authors() == 0
    assert await write_to_late_authors(since=now().replace(year=2000)) == 0
    letters = await _letters()
    assert {address: len(sent) for address, sent in letters.items()} == {
        "a@contoh.id": 1,
        "b@contoh.id": 1,
    }
    assert letters["a@contoh.id"] == [[str(entry.input) for entry in (a, b, c)]]
    found = await published_dispositions([a.input, b.input, c.input])
    assert [found[entry.input].decisions for entry in (a, b, c)] == [
        (Decision.ACCEPTED,),
        (Decision.NOT_ACCEPTED,),
        (Decision.NOT_ACCEPTED,),
    ]
    assert found[a.input].outcomes[0].reply == f"Kami ubah ({a.registration})."
    tally = await decision_tally(consultation.id)
    assert tally.by_decision == {Decision.ACCEPTED: 2, Decision.NOT_ACCEPTED: 2}
    assert tally.answered == 4


async def test_two_publications_at_the_same_moment_tell_everyone_once() -> None:
    consultation = await make_consultation()
    entries = [
        await make_input(consultation, author_email=f"orang{number % 7}@contoh.id")
        for number in range(14)
    ]
    theme = await _theme(consultation, *(entry.input for entry in entries[:8]))
    await _decide(consultation, YES, theme=theme.id)
    for entry in entries[6:]:
        await _decide(consultation, NO, entry=entry.input)
    both = [Publication(consultation=consultation.id, asked_at=now()) for _ in range(2)]
    async with transaction():
        await Publication.insert(*both)
    await asyncio.gather(*(perform_publication(one) for one in both))
    assert Counter(len(sent) for sent in (await _letters()).values()) == {1: 7}
    done = await Publication.objects().order_by(Publication.themes)
    assert [(row.themes, row.inputs) for row in done] == [(0, 0), (1, 8)]
    assert await InputDisposition.count() == 8


async def test_same_publication_done_by_two_workers_tells_everyone_once() -> None:
    consultation = await make_consultation()
    for number in range(5):
        entry = await make_input(consultation, author_email=f"orang{number}@contoh.id")
        await _decide(consultation, NO, entry=entry.input)
    asked = await request_publication(consultation=consultation.id, by=None)
    again = await request_publication(consultation=consultation.id, by=None)
    assert again.id == asked.id
    await asyncio.gather(perform_publication(asked), perform_publication(again))
    assert [len(sent) for sent in (await _letters()).values()] == [1] * 5


@pytest.mark.parametrize("queued", [0, 3])
async def test_publication_goes_on_after_its_worker_was_killed(queued: int) -> None:
    consultation = await make_consultation()
    for number in range(6):
        entry = await make_input(consultation, author_email=f"orang{number}@contoh.id")
        await _decide(consultation, NO, entry=entry.input)
    await request_publication(consultation=consultation.id, by=None)
    killed = await claim_publication()
    assert killed is not None
    assert await claim_publication() is None
    await publish_ready(killed)
    if queued:
        # Some letters were queued before the kill.
        await perform_publication(killed)
        rows = await OutgoingMessage.select(OutgoingMessage.id).limit(6 - queued)
        async with transaction():
            await OutgoingMessage.delete().where(
                OutgoingMessage.id.is_in([row["id"] for row in rows])
            )
    async with transaction():
        await Publication.update(
            {Publication.heartbeat: None, Publication.status: RunStatus.RUNNING.value}
        ).where(Publication.id == killed.id)
    taken = await claim_publication()
    assert taken is not None
    assert taken.id == killed.id
    await perform_publication(taken)
    assert [len(sent) for sent in (await _letters()).values()] == [1] * 6
    assert await claim_publication() is None


async def test_later_change_tells_only_whom_it_concerns() -> None:
    consultation = await make_consultation()
    a = await make_input(consultation, author_email="a@contoh.id")
    b = await make_input(consultation, author_email="b@contoh.id")
    theme = await _theme(consultation, a.input, b.input)
    await _decide(consultation, YES, theme=theme.id)
    await _publish(consultation)
    # Only one of them is decided on otherwise.
    own = await _decide(consultation, NO, entry=b.input)
    await publish_decision(deliberation=own.id, version=own.version, by=None)
    single = await claim_publication()
    assert single is not None
    await perform_publication(single)
    assert {address: len(sent) for address, sent in (await _letters()).items()} == {
        "a@contoh.id": 1,
        "b@contoh.id": 2,
    }
    # Other words tell nobody, unless asked; another decision on the theme only who inherits it.
    changed = await _decide(consultation, YES, theme=theme.id, version=1)
    await publish_decision(deliberation=changed.id, version=changed.version, by=None)
    assert await write_to_authors() == 0
    changed = await _decide(consultation, NO, theme=theme.id, version=2)
    await publish_decision(deliberation=changed.id, version=changed.version, by=None)
    assert await write_to_authors() == 1
    assert {address: len(sent) for address, sent in (await _letters()).items()} == {
        "a@contoh.id": 2,
        "b@contoh.id": 2,
    }


async def test_input_placed_after_the_publication_is_told_late_and_once() -> None:
    consultation = await make_consultation()
    a = await make_input(consultation, author_email="a@contoh.id")
    late = await make_input(consultation, author_email="b@contoh.id")
    theme = await _theme(consultation, a.input)
    await _decide(consultation, YES, theme=theme.id)
    await _publish(consultation)
    async with transaction():
        await place_inputs(theme=theme.id, placements=[Placement(late.input)], by=None)
    long_ago = now().replace(year=2000)
    assert await write_to_late_authors(since=long_ago) == 1
    await write_to_late_authors(since=long_ago)
    assert {address: len(sent) for address, sent in (await _letters()).items()} == {
        "a@contoh.id": 1,
        "b@contoh.id": 1,
    }


async def test_authors_are_told_once_mail_is_on_again() -> None:
    consultation = await make_consultation()
    entry = await make_input(consultation, author_email="a@contoh.id")
    await _decide(consultation, NO, entry=entry.input)
    use_mail(on=False)
    publication = await _publish(consultation)
    assert await _letters() == {}
    assert await claim_publication() is None
    use_mail(on=True)
    waiting = await claim_publication()
    assert waiting is not None
    assert waiting.id == publication.id
    await perform_publication(waiting)
    assert len(await _letters()) == 1


async def test_withdrawn_input_is_not_answered_any_more() -> None:
    consultation = await make_consultation()
    entry = await make_input(consultation, author_email="a@contoh.id")
    await _decide(consultation, NO, entry=entry.input)
    await withdraw_input(entry=entry.input, by=None)
    await _publish(consultation)
    assert await InputDisposition.count() == 0
    assert await _letters() == {}


async def test_several_themes_all_hold_until_the_input_has_its_own() -> None:
    consultation = await make_consultation()
    entry = await make_input(consultation)
    for answer in (YES, NO):
        theme = await _theme(consultation, entry.input)
        await _decide(consultation, answer, theme=theme.id)
    found = (await working_dispositions([entry.input]))[entry.input]
    assert sorted(found.decisions) == [Decision.ACCEPTED, Decision.NOT_ACCEPTED]
    assert (await published_dispositions([entry.input]))[entry.input].outcomes == ()
    own = Answer(Decision.OUT_OF_SCOPE, "Bukan bagian rancangan.", "")
    await _decide(consultation, own, entry=entry.input)
    found = (await working_dispositions([entry.input]))[entry.input]
    assert found.decisions == (Decision.OUT_OF_SCOPE,)
    assert len(found.inherited) == 2


async def test_followers_hear_of_each_theme_and_authors_not_again() -> None:
    consultation = await make_consultation()
    theme = await _theme(consultation, (await make_input(consultation)).input)
    await _decide(consultation, YES, theme=theme.id)
    await _publish(consultation)
    news = await NewsItem.objects().where(NewsItem.authors_told_at.is_not_null())
    assert len(news) == 1
