import asyncio

import pytest

from consultations.errors import NotFound, WindowClosed
from consultations.responding import respond
from consultations.supporting import Side, Supporter, take_side
from consultations.tables import Input, Phase, Response, Support
from consultations.vocabulary import Visibility
from tests.factories import find_clause, make_consultation, make_draft, make_input


async def counts(entry: object) -> tuple[int, int, int]:
    row = await Input.objects().get(Input.id == entry)
    assert row is not None
    return row.supports, row.opposes, await Support.count()


async def test_fifty_parallel_votes_of_one_person_are_one(database: object) -> None:
    consultation = await make_consultation()
    unit = await find_clause(await make_draft(consultation))
    entry = (await make_input(consultation, unit.id)).input
    await asyncio.gather(
        *(take_side(entry=entry, side=Side.SUPPORT, supporter=Supporter("satu")) for _ in range(50))
    )
    assert await counts(entry) == (1, 0, 1)


async def test_parallel_votes_of_many_are_all_counted(database: object) -> None:
    consultation = await make_consultation()
    entry = (await make_input(consultation)).input
    await asyncio.gather(
        *(
            take_side(entry=entry, side=list(Side)[n % 2], supporter=Supporter(f"orang-{n}"))
            for n in range(20)
        )
    )
    assert await counts(entry) == (10, 10, 20)


async def test_side_can_be_changed_and_taken_back(database: object) -> None:
    consultation = await make_consultation()
    entry = (await make_input(consultation)).input
    one = Supporter("satu")
    await take_side(entry=entry, side=Side.SUPPORT, supporter=one)
    await take_side(entry=entry, side=Side.NO_SUPPORT, supporter=one)
    assert await counts(entry) == (0, 1, 1)
    await take_side(entry=entry, side=None, supporter=one)
    await take_side(entry=entry, side=None, supporter=one)
    assert await counts(entry) == (0, 0, 0)


async def test_confidential_input_takes_no_sides(database: object) -> None:
    consultation = await make_consultation()
    entry = (await make_input(consultation, visibility=Visibility.CONFIDENTIAL)).input
    with pytest.raises(NotFound):
        await take_side(entry=entry, side=Side.SUPPORT, supporter=Supporter("satu"))


async def test_closed_window_takes_no_sides(database: object) -> None:
    consultation = await make_consultation()
    entry = (await make_input(consultation)).input
    await Phase.update({Phase.accepts_input: False}, force=True)
    with pytest.raises(WindowClosed):
        await take_side(entry=entry, side=Side.SUPPORT, supporter=Supporter("satu"))
    assert await Support.count() == 0


async def test_same_response_sent_many_times_at_once_is_stored_once(database: object) -> None:
    consultation = await make_consultation()
    entry = (await make_input(consultation)).input
    await asyncio.gather(
        *(
            respond(entry=entry, text="Setuju.", author_name=None, idempotency_key="satu")
            for _ in range(8)
        ),
        return_exceptions=True,
    )
    row = await Input.objects().get(Input.id == entry)
    assert row is not None
    assert (await Response.count(), row.responses) == (1, 1)
