"""Questions, support, dots and the timer of a session's room, on both engines."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from consultations.asking import ask_question, support_question
from consultations.clock import clock_moved, now
from consultations.dot_voting import (
    ItemCount,
    RoundClosed,
    RoundRunning,
    TooManyDots,
    cast_dots,
    close_round,
    dots_for,
    open_round,
)
from consultations.errors import NotFound
from consultations.queries.dots import dots_given, rounds_of
from consultations.queries.room import (
    find_question,
    pinned_in,
    public_questions,
    question_counts,
    questions_of,
    room_change,
    supported_by,
)
from consultations.queries.timer import timer_of
from consultations.room import RoomClosed
from consultations.room_moderation import (
    AlreadyNoted,
    ElementNeeded,
    HiddenQuestion,
    answer_question,
    choose_question,
    hide_question,
    note_question,
    pin_question,
    show_question,
)
from consultations.running_order import AgendaLine, set_agenda
from consultations.supporting import Supporter
from consultations.tables import DotBallot, Input, Note, RoomQuestion, Session
from consultations.timekeeping import next_step, pause_step, start_step
from consultations.vocabulary import Attribution, Channel, Element, InputKind, QuestionState
from tests.factories import make_consultation, make_session

ITEMS = ["Loket", "Antrean", "Biaya", "Jam buka", "Papan petunjuk"]


async def make_room() -> Session:
    return await make_session(await make_consultation())


async def ask(session: Any, text: str = "Kapan loket buka?", **facts: Any) -> Any:
    given = {"element": None, "idempotency_key": text, **facts}
    return await ask_question(session=session.id, text=text, **given)


@pytest.mark.parametrize(("items", "dots"), [(4, 3), (12, 3), (13, 4), (40, 10)])
def test_everybody_has_a_quarter_of_the_items_but_three(items: int, dots: int) -> None:
    assert dots_for(items) == dots


async def test_question_sent_twice_at_once_is_one_and_masked(database: object) -> None:
    session = await make_room()
    text = "Hubungi saya di 081234567890."
    ids = await asyncio.gather(*(ask(session, text) for _ in range(5)))
    assert len(set(ids)) == 1
    found = (await questions_of(session.id)).items
    assert len(found) == 1
    assert "081234567890" not in found[0].text


async def test_ten_devices_support_at_once_and_each_counts_once(database: object) -> None:
    session = await make_room()
    question = await ask(session)
    devices = [Supporter(f"gawai-{number}") for number in range(10)]
    await asyncio.gather(
        *(
            support_question(session=session.id, question=question, supporter=device, supports=True)
            for device in devices * 2
        )
    )
    assert (await questions_of(session.id)).items[0].supports == 10
    await support_question(
        session=session.id, question=question, supporter=devices[0], supports=False
    )
    assert (await questions_of(session.id)).items[0].supports == 9
    assert await supported_by([question], devices[0].hash) == frozenset()
    assert await supported_by([question], devices[1].hash) == {question}


async def test_room_is_closed_before_and_after_the_session(database: object) -> None:
    session = await make_room()
    with clock_moved(timedelta(days=-2)), pytest.raises(RoomClosed):
        await ask(session)
    await Session.update({Session.closed_at: now()}).where(Session.id == session.id)
    with pytest.raises(RoomClosed):
        await ask(session)


async def test_hidden_question_is_nowhere_until_shown_again(database: object) -> None:
    session = await make_room()
    question = await ask(session)
    await pin_question(session=session.id, question=question)
    shown = await pinned_in(session.id)
    assert shown is not None
    assert shown.id == question
    await hide_question(session=session.id, question=question, reason="Menyerang orang", by=None)
    assert await pinned_in(session.id) is None
    assert (await questions_of(session.id)).items == []
    assert await public_questions(session.id, Attribution.OPEN) == []
    with pytest.raises(HiddenQuestion):
        await choose_question(session=session.id, question=question, chosen=True, by=None)
    with pytest.raises(NotFound):
        await support_question(
            session=session.id, question=question, supporter=Supporter("x"), supports=True
        )
    await show_question(session=session.id, question=question, by=None)
    assert (await question_counts(session.id))[QuestionState.NEW] == 1


async def test_question_of_another_session_cannot_be_touched(database: object) -> None:
    session = await make_room()
    other = await make_session(await make_consultation(slug="lain"))
    question = await ask(session)
    for act in (
        pin_question(session=other.id, question=question),
        answer_question(session=other.id, question=question, answer="", by=None),
        hide_question(session=other.id, question=question, reason="x", by=None),
    ):
        with pytest.raises(NotFound):
            await act
    assert (await question_counts(session.id))[QuestionState.NEW] == 1


async def test_question_becomes_one_note_in_the_register(database: object) -> None:
    session = await make_room()
    question = await ask(session)
    with pytest.raises(ElementNeeded):
        await note_question(session=session.id, question=question, element=None, by=None)
    outcomes = await asyncio.gather(
        *(
            note_question(session=session.id, question=question, element=Element.MEDIA, by=None)
            for _ in range(3)
        ),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "AlreadyNoted",
        "AlreadyNoted",
        "Receipt",
    ]
    assert AlreadyNoted in map(type, outcomes)
    entries = await Input.objects()
    assert len(entries) == await Note.count() == 1
    assert (entries[0].kind, entries[0].channel) == (InputKind.QUESTION, Channel(session.kind))
    found = await find_question(session.id, question)
    assert found is not None
    assert (found.registration, found.element) == (entries[0].registration, Element.MEDIA)


async def test_public_page_names_no_element_without_attribution(database: object) -> None:
    session = await make_room()
    await ask(session, element=Element.EXPERT)
    open_ones = await public_questions(session.id, Attribution.ELEMENT_ONLY)
    closed_ones = await public_questions(session.id, Attribution.NONE)
    assert [one.element for one in open_ones + closed_ones] == [Element.EXPERT, None]


async def test_ten_voters_at_once_and_one_who_changes(database: object) -> None:
    session = await make_room()
    round_id = await open_round(session=session.id, title="Mana?", items=ITEMS, by=None)

    async def vote(number: int, *choices: int) -> None:
        await cast_dots(
            session=session.id,
            round_id=round_id,
            voter=Supporter(f"gawai-{number}"),
            choices=choices,
        )

    await asyncio.gather(*(vote(number, 1, 2, 3) for number in range(10)))
    await asyncio.gather(*(vote(0, place) for place in (1, 2, 4, 5) * 3))
    running = (await rounds_of(session.id))[0]
    assert running.voters == 10 == await DotBallot.count()
    assert {item.dots for item in running.items} == {None}
    assert len(await dots_given(round_id, Supporter("gawai-0").hash)) == 1
    await vote(0, 5)
    await close_round(session=session.id, round_id=round_id, by=None)
    await close_round(session=session.id, round_id=round_id, by=None)
    closed = (await rounds_of(session.id))[0]
    assert {item.position: item.dots for item in closed.items} == {1: 9, 2: 9, 3: 9, 4: 0, 5: 1}
    with pytest.raises(RoundClosed):
        await vote(3, 4)


async def test_round_refuses_what_its_rule_forbids(database: object) -> None:
    session = await make_room()
    for items in (ITEMS[:3], ["Sama"] * 4, [str(number) for number in range(41)]):
        with pytest.raises(ItemCount):
            await open_round(session=session.id, title="M", items=items, by=None)
    begun = await asyncio.gather(
        *(open_round(session=session.id, title="M", items=ITEMS, by=None) for _ in range(3)),
        return_exceptions=True,
    )
    assert sum(isinstance(one, RoundRunning) for one in begun) == 2
    round_id = (await rounds_of(session.id))[0].id
    voter = Supporter("satu")
    with pytest.raises(TooManyDots):
        await cast_dots(session=session.id, round_id=round_id, voter=voter, choices=[1, 2, 3, 4])
    with pytest.raises(NotFound):
        await cast_dots(session=session.id, round_id=round_id, voter=voter, choices=[9])
    await cast_dots(session=session.id, round_id=round_id, voter=voter, choices=[1])
    await cast_dots(session=session.id, round_id=round_id, voter=voter, choices=[])
    assert await DotBallot.count() == 0


async def test_timer_runs_stands_still_and_goes_over(database: object) -> None:
    session = await make_room()
    lines = [AgendaLine(title="Pembukaan", minutes=10), AgendaLine(title="Diskusi", minutes=30)]
    await set_agenda(session=session.id, version=session.version, lines=lines, by=None)
    assert await timer_of(session.id) is None
    await next_step(session=session.id, after=None)
    first = await timer_of(session.id)
    assert first is not None
    assert (first.title, first.following) == ("Pembukaan", "Diskusi")
    with clock_moved(timedelta(minutes=4)):
        await pause_step(session=session.id, paused=True)
    with clock_moved(timedelta(minutes=9)):
        stood = await timer_of(session.id)
        assert stood is not None
        assert stood.is_paused
        assert abs(stood.left - 360) <= 2
        await pause_step(session=session.id, paused=False)
    with clock_moved(timedelta(minutes=17)):
        over = await timer_of(session.id)
        assert over is not None
        assert abs(over.left + 120) <= 2
        # Two presses at once are one step.
        await asyncio.gather(*(next_step(session=session.id, after=first.step) for _ in range(2)))
        second = await timer_of(session.id)
        assert second is not None
        assert (second.title, second.following) == ("Diskusi", None)
        await start_step(session=session.id, step=first.step)
        again = await timer_of(session.id)
        assert again is not None
        assert abs(again.left - 600) <= 2
        await start_step(session=session.id, step=second.step)
        await next_step(session=session.id, after=second.step)
        assert await timer_of(session.id) is None


async def test_every_act_moves_the_rooms_count(database: object) -> None:
    session = await make_room()
    seen = [await room_change(session.id)]
    question = await ask(session)
    seen.append(await room_change(session.id))
    await answer_question(session=session.id, question=question, answer="Pukul 8.", by=None)
    seen.append(await room_change(session.id))
    await pin_question(session=session.id, question=question)
    seen.append(await room_change(session.id))
    assert seen == [0, 1, 2, 3]
    rows = await RoomQuestion.select(RoomQuestion.state, RoomQuestion.answer)
    assert rows == [{"state": "terjawab", "answer": "Pukul 8."}]
