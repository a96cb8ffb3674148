"""What people asked and chose from their telephones in the demonstration's sessions."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from consultations.asking import ask_question, support_question
from consultations.clock import clock_moved, now
from consultations.dot_voting import cast_dots, close_round, open_round
from consultations.polling.stating import (
    NewStatement,
    StatementAct,
    act_on_statement,
    add_statements,
)
from consultations.polling.voting import vote_on
from consultations.queries.statements import statements_of
from consultations.room_moderation import answer_question, choose_question, hide_question
from consultations.supporting import Supporter
from consultations.tables import Session
from consultations.vocabulary import Element, Vote

FILE = Path(__file__).with_name("rooms.json")
# The talk had been going on for a while.
INTO_IT = timedelta(minutes=70)
_VOTES = {"S": Vote.AGREE, "T": Vote.DISAGREE, "L": Vote.PASS}


async def fill_demonstration_room(session: Session, *, starts_at: datetime, by: UUID) -> None:
    """Ask, support, answer, hide, give dots and vote as the data of the session's kind say.

    The clock is moved to the session, for its room is open at no other time.
    """
    facts = json.loads(FILE.read_text(encoding="utf-8"))[session.kind]
    with clock_moved(starts_at + INTO_IT - now()):
        for place, question in enumerate(facts["questions"]):
            await _ask(session.id, place, question, by)
        await _give_dots(session.id, facts["dots"], by)
        await _state(session, facts["statements"], by)


async def _ask(session: UUID, place: int, facts: dict[str, Any], by: UUID) -> None:
    element = facts["element"]
    question = await ask_question(
        session=session,
        text=facts["text"],
        element=Element(element) if element else None,
        idempotency_key=f"demonstrasi-{session}-{place}",
    )
    for number in range(facts["supports"]):
        await support_question(
            session=session, question=question, supporter=_phone(session, number), supports=True
        )
    here: Any = {"session": session, "question": question, "by": by}
    if "answer" in facts:
        await answer_question(**here, answer=facts["answer"])
    elif "hidden_for" in facts:
        await hide_question(**here, reason=facts["hidden_for"])
    elif "state" in facts:
        await choose_question(**here, chosen=True)


async def _give_dots(session: UUID, facts: dict[str, Any], by: UUID) -> None:
    chosen = await open_round(session=session, title=facts["title"], items=facts["items"], by=by)
    for number, choices in enumerate(facts["ballots"]):
        await cast_dots(
            session=session, round_id=chosen, voter=_phone(session, number), choices=choices
        )
    await close_round(session=session, round_id=chosen, by=by)


async def _state(session: Session, listed: list[dict[str, Any]], by: UUID) -> None:
    here = session.consultation
    await add_statements(
        consultation=here,
        statements=[NewStatement(facts["text"]) for facts in listed],
        session=session.id,
        by=by,
    )
    for facts, statement in zip(listed, await statements_of(here, session.id), strict=True):
        for number, letter in enumerate(facts["votes"]):
            await vote_on(
                consultation=here,
                statement=statement.id,
                vote=_VOTES[letter],
                voter=_phone(session.id, number),
                room=session.id,
            )
        if facts["closed"]:
            await act_on_statement(
                consultation=here, statement=statement.id, act=StatementAct.CLOSE, by=by
            )


def _phone(session: UUID, number: int) -> Supporter:
    return Supporter(f"peragaan-{session}-{number}")
