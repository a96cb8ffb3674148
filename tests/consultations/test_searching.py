from uuid import UUID

import pytest

from consultations.queries.search import (
    asked_terms,
    inputs_with_words,
    units_with_words,
)
from server.database import Engine
from tests.factories import make_consultation, make_draft, make_input


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", []),
        ("antrean  Daring", [["antrean"], ["daring"]]),
        ('loket "jam layanan" ', [["loket"], ["jam", "layanan"]]),
        ('"', []),
        ("PJPP-00012", [["pjpp", "00012"]]),
        ("a* OR b:c & !d NEAR(e) {f}", [["a"], ["or"], ["b", "c"], ["d"], ["near", "e"], ["f"]]),
        ("';--", []),
    ],
)
def test_typed_words_become_terms_without_any_query_language(
    typed: str, terms: list[list[str]]
) -> None:
    assert asked_terms(typed) == terms


async def test_inputs_are_found_by_words_beginnings_phrases_and_number(database: Engine) -> None:
    consultation = await make_consultation()
    queue = await make_input(consultation, text="Antrean daring habis sebelum subuh.")
    hours = await make_input(consultation, text="Jam layanan loket Béda tiap hari, antrean panjang")
    other = await make_consultation(slug="lain")
    await make_input(other, text="Antrean daring di tempat lain.")

    async def found(words: str) -> set[UUID]:
        return set(await inputs_with_words(consultation.id, words))

    assert await found("antrean") == {queue.input, hours.input}
    assert await found("ANTRE daring") == {queue.input}
    assert await found('"layanan loket"') == {hours.input}
    assert await found('"loket layanan"') == set()
    assert await found(queue.registration) == {queue.input}
    assert await found("beda") == {hours.input}
    assert await found("tidakada") == set()
    assert await found("' OR 1=1 --") == set()


async def test_better_fit_comes_first(database: Engine) -> None:
    consultation = await make_consultation()
    await make_input(consultation, text="Loket " + "dan banyak kata lain " * 30)
    best = await make_input(consultation, text="Loket, loket, loket.")
    assert (await inputs_with_words(consultation.id, "loket"))[0] == best.input


async def test_units_are_found_once_published(database: Engine) -> None:
    consultation = await make_consultation()
    draft = await make_draft(consultation)
    found = await units_with_words(consultation.id, draft.id, "antrean")
    assert [unit.number for unit in found] == ["1.1.2"]
