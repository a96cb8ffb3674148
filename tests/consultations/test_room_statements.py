"""Statements voted on in a session's room, on both engines."""

import asyncio
from typing import Any

import pytest

from consultations.clock import now
from consultations.errors import NotFound, WindowClosed
from consultations.polling.in_rooms import ask_in_room, pin_statement
from consultations.polling.stating import (
    NewStatement,
    StatementAct,
    act_on_statement,
    add_statements,
)
from consultations.polling.voting import StatementClosed, vote_on
from consultations.queries.room import pinned_in, pinned_statement_in, room_change
from consultations.queries.statements import (
    StatementFacts,
    ballots_of,
    open_elsewhere,
    statements_of,
    voters_of,
    votes_by,
)
from consultations.room import RoomClosed
from consultations.room_moderation import pin_question
from consultations.supporting import Supporter
from consultations.tables import Consultation, Phase, Session, StatementVote
from consultations.vocabulary import StatementState, Vote
from tests.factories import make_consultation, make_session


async def _room(*texts: str) -> tuple[Consultation, Session, list[StatementFacts]]:
    consultation = await make_consultation()
    session = await make_session(consultation)
    await add_statements(
        consultation=consultation.id,
        statements=[NewStatement(text) for text in texts],
        session=session.id,
        by=None,
    )
    return consultation, session, await statements_of(consultation.id, session.id)


async def _vote(
    session: Any, statement: StatementFacts, vote: Vote, voter: str, room: bool = True
) -> None:
    await vote_on(
        consultation=session.consultation,
        statement=statement.id,
        vote=vote,
        voter=Supporter(voter),
        room=session.id if room else None,
    )


async def test_room_votes_once_each_changeable_and_in_the_groups(database: object) -> None:
    consultation, session, (one, _) = await _room("Satu.", "Dua.")
    devices = [f"gawai-{number}" for number in range(8)]
    await asyncio.gather(*(_vote(session, one, Vote.AGREE, device) for device in devices * 2))
    await _vote(session, one, Vote.DISAGREE, "gawai-0")
    # The same browser at home is the same person.
    await _vote(session, one, Vote.PASS, "gawai-1", room=False)
    found = (await statements_of(consultation.id, session.id))[0]
    assert (found.agree, found.disagree, found.passed) == (6, 1, 1)
    assert await voters_of(session.id) == len(await ballots_of(consultation.id)) == 8
    assert await votes_by(consultation.id, Supporter("gawai-1").hash) == {one.id: Vote.PASS}


async def test_room_decides_instead_of_the_window(database: object) -> None:
    _, session, (one,) = await _room("Satu.")
    await Phase.update({Phase.accepts_input: False}, force=True)
    await _vote(session, one, Vote.AGREE, "satu")
    with pytest.raises(WindowClosed):
        await _vote(session, one, Vote.AGREE, "dua", room=False)
    await Session.update({Session.closed_at: now()}).where(Session.id == session.id)
    with pytest.raises(RoomClosed):
        await _vote(session, one, Vote.AGREE, "tiga")
    assert await StatementVote.count() == 1


async def test_room_takes_votes_on_its_own_statements_only(database: object) -> None:
    consultation, session, _ = await _room("Satu.")
    other = await make_session(consultation)
    await add_statements(
        consultation=consultation.id, statements=[NewStatement("Umum.")], session=None, by=None
    )
    ((general, _),) = await open_elsewhere(consultation.id)
    (found,) = [one for one in await statements_of(consultation.id) if one.id == general]
    with pytest.raises(NotFound):
        await _vote(session, found, Vote.AGREE, "satu")
    outcomes = await asyncio.gather(
        *(
            ask_in_room(consultation=consultation.id, statement=general, session=meeting, by=None)
            for meeting in (session.id, other.id)
        ),
        return_exceptions=True,
    )
    assert [type(one) for one in outcomes if one is not None] == [NotFound]
    assert await open_elsewhere(consultation.id) == []
    with pytest.raises(NotFound):
        await act_on_statement(
            consultation=consultation.id,
            statement=general,
            act=StatementAct.CLOSE,
            by=None,
            room=(await make_session(await make_consultation(slug="lain"))).id,
        )


async def test_no_vote_is_taken_once_it_was_closed(database: object) -> None:
    consultation, session, (one,) = await _room("Satu.")
    closed: list[int] = []

    async def close() -> None:
        await act_on_statement(
            consultation=consultation.id,
            statement=one.id,
            act=StatementAct.CLOSE,
            by=None,
            room=session.id,
        )
        closed.append((await statements_of(consultation.id, session.id))[0].votes)

    outcomes = await asyncio.gather(
        *(_vote(session, one, Vote.AGREE, f"ruang-{n}") for n in range(10)),
        close(),
        *(_vote(session, one, Vote.AGREE, f"rumah-{n}", room=False) for n in range(10)),
        return_exceptions=True,
    )
    refused = [outcome for outcome in outcomes if outcome is not None]
    assert {type(outcome) for outcome in refused} <= {StatementClosed}
    (found,) = await statements_of(consultation.id, session.id)
    assert found.state is StatementState.CLOSED
    assert found.votes == closed[0] == 20 - len(refused)


async def test_projector_shows_a_statement_or_a_question(database: object) -> None:
    consultation, session, (one,) = await _room("Satu.")
    before = await room_change(session.id)
    await pin_statement(session=session.id, statement=one.id)
    assert await pinned_statement_in(session.id) == one.id
    assert await room_change(session.id) == before + 1
    await pin_question(session=session.id, question=None)
    assert await pinned_statement_in(session.id) is await pinned_in(session.id) is None
    other = await make_session(consultation)
    with pytest.raises(NotFound):
        await pin_statement(session=other.id, statement=one.id)
    assert await room_change(other.id) == 0
