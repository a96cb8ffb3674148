import asyncio

import pytest

from consultations.errors import NotFound, WindowClosed
from consultations.polling.pasting import read_pasted
from consultations.polling.stating import (
    EnoughProposed,
    NewStatement,
    ProposalsClosed,
    StatementAct,
    act_on_statement,
    add_statements,
    propose_statement,
    set_terms,
)
from consultations.polling.voting import StatementClosed, vote_on
from consultations.queries.statements import StatementFacts, asked_of, statements_of
from consultations.supporting import Supporter
from consultations.tables import Consultation, Phase, StatementVote
from consultations.vocabulary import StatementState, Vote
from tests.factories import make_consultation


async def _stated(*texts: str) -> tuple[Consultation, list[StatementFacts]]:
    consultation = await make_consultation()
    await add_statements(
        consultation=consultation.id,
        statements=[NewStatement(text) for text in texts],
        session=None,
        by=None,
    )
    return consultation, await statements_of(consultation.id)


async def test_fifty_parallel_votes_of_one_person_are_one(database: object) -> None:
    consultation, (one,) = await _stated("Loket perlu ditambah.")
    await asyncio.gather(
        *(
            vote_on(
                consultation=consultation.id,
                statement=one.id,
                vote=Vote.AGREE,
                voter=Supporter("satu"),
            )
            for _ in range(50)
        )
    )
    assert await StatementVote.count() == 1
    assert (await statements_of(consultation.id))[0].agree == 1


async def test_last_vote_counts(database: object) -> None:
    consultation, (one,) = await _stated("Loket perlu ditambah.")
    for vote in (Vote.AGREE, Vote.PASS, Vote.DISAGREE):
        await vote_on(
            consultation=consultation.id, statement=one.id, vote=vote, voter=Supporter("satu")
        )
    (found,) = await statements_of(consultation.id)
    assert (found.agree, found.disagree, found.passed) == (0, 1, 0)


async def test_closed_statement_takes_no_votes_and_hidden_one_is_not_there(
    database: object,
) -> None:
    consultation, (one, two) = await _stated("Satu.", "Dua.")
    for statement, act in ((one, StatementAct.CLOSE), (two, StatementAct.HIDE)):
        await act_on_statement(
            consultation=consultation.id, statement=statement.id, act=act, by=None
        )
    for statement, refusal in ((one, StatementClosed), (two, NotFound)):
        with pytest.raises(refusal):
            await vote_on(
                consultation=consultation.id,
                statement=statement.id,
                vote=Vote.AGREE,
                voter=Supporter("satu"),
            )
    assert [each.text for each in await asked_of(consultation.id, None)] == ["Satu."]


async def test_closed_window_takes_no_votes(database: object) -> None:
    consultation, (one,) = await _stated("Satu.")
    await Phase.update({Phase.accepts_input: False}, force=True)
    with pytest.raises(WindowClosed):
        await vote_on(
            consultation=consultation.id, statement=one.id, vote=Vote.AGREE, voter=Supporter("a")
        )


async def test_numbers_of_statements_added_at_once_run_without_a_gap(database: object) -> None:
    consultation = await make_consultation()
    await asyncio.gather(
        *(
            add_statements(
                consultation=consultation.id,
                statements=[NewStatement(f"Pernyataan {n}.")],
                session=None,
                by=None,
            )
            for n in range(8)
        )
    )
    assert [each.number for each in await statements_of(consultation.id)] == list(range(1, 9))


async def test_order_is_the_teams_and_numbers_stay(database: object) -> None:
    consultation, (_, _, three) = await _stated("Satu.", "Dua.", "Tiga.")
    await act_on_statement(
        consultation=consultation.id, statement=three.id, act=StatementAct.UP, by=None
    )
    assert [each.number for each in await asked_of(consultation.id, None)] == [1, 3, 2]


async def test_words_that_are_there_already_are_left_out(database: object) -> None:
    consultation, _ = await _stated("Loket perlu ditambah.", "loket  perlu ditambah")
    assert len(await statements_of(consultation.id)) == 1


async def test_proposal_waits_for_the_team(database: object) -> None:
    consultation = await make_consultation()
    one = Supporter("satu")
    with pytest.raises(ProposalsClosed):
        await propose_statement(consultation=consultation.id, text="Usul.", author=one)
    await set_terms(consultation=consultation.id, by=None, participants_propose=True)
    for n in range(3):
        await propose_statement(consultation=consultation.id, text=f"Usul {n}.", author=one)
    with pytest.raises(EnoughProposed):
        await propose_statement(consultation=consultation.id, text="Usul lagi.", author=one)
    assert await asked_of(consultation.id, None) == []
    first = (await statements_of(consultation.id))[0]
    assert first.state is StatementState.WAITING
    await act_on_statement(
        consultation=consultation.id, statement=first.id, act=StatementAct.ACCEPT, by=None
    )
    assert [each.text for each in await asked_of(consultation.id, None)] == ["Usul 0."]


def test_pasted_lines_say_what_is_wrong_with_them() -> None:
    lines = read_pasted(f"- Satu.\n\nDua.\nsatu\n{'x' * 281}\nAda.", ["ada"])
    assert [(line.number, line.text[:5], bool(line.problem)) for line in lines] == [
        (1, "Satu.", False),
        (3, "Dua.", False),
        (4, "satu", True),
        (5, "xxxxx", True),
        (6, "Ada.", True),
    ]
