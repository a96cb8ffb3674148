"""Questions from the room of a session, as its screens and its page show them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from consultations.queries.paging import Page, offset_of
from consultations.tables import (
    RoomQuestion,
    RoomSupport,
    Session,
)
from consultations.vocabulary import Attribution, Element, QuestionState

_NOTE: Any = RoomQuestion.note
# Named once: each mention of a column across a foreign key makes a copy of the table.
_COLUMNS = (*RoomQuestion.all_columns(), _NOTE.input.registration)
QUESTIONS_SHOWN = 30


class Order(StrEnum):
    """How the board is sorted."""

    SUPPORT = "dukungan"
    TIME = "waktu"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFacts:
    """A question from the room; ``registration`` once it stands in the register."""

    id: UUID
    text: str
    element: Element | None
    at: datetime
    state: QuestionState
    supports: int
    answer: str
    answered_at: datetime | None
    hidden_for: str
    registration: str | None


async def room_change(session: UUID) -> int:
    """How often what the telephones in the room show has changed."""
    row = await Session.select(Session.room_change).where(Session.id == session).first()
    return int(row["room_change"]) if row else 0


async def board_change(session: UUID) -> int:
    """How often what the board and the projector show has changed: with the votes."""
    row = (
        await Session.select(Session.room_change, Session.room_votes)
        .where(Session.id == session)
        .first()
    )
    return int(row["room_change"]) + int(row["room_votes"]) if row else 0


async def session_changes(sessions: list[UUID]) -> dict[UUID, int]:
    """How often anything that pages follow has changed in each session: notes, room and votes."""
    rows = await Session.select(
        Session.id, Session.last_change, Session.room_change, Session.room_votes
    ).where(Session.id.is_in(sessions))
    return {row["id"]: row["last_change"] + row["room_change"] + row["room_votes"] for row in rows}


async def pinned_in(session: UUID) -> QuestionFacts | None:
    """The question on the projector."""
    row = await Session.select(Session.pinned_question).where(Session.id == session).first()
    pinned = row["pinned_question"] if row else None
    found = await find_question(session, pinned) if pinned else None
    return found if found and found.state is not QuestionState.HIDDEN else None


async def pinned_statement_in(session: UUID) -> UUID | None:
    """The statement on the projector."""
    row = await Session.select(Session.pinned_statement).where(Session.id == session).first()
    return row["pinned_statement"] if row else None


async def find_question(session: UUID, question: UUID) -> QuestionFacts | None:
    """One question of this session, hidden or not."""
    row = (
        await _select()
        .where((RoomQuestion.id == question) & (RoomQuestion.session == session))
        .first()
    )
    return _question(row) if row else None


async def questions_of(
    session: UUID,
    state: QuestionState | None = None,
    *,
    order: Order = Order.SUPPORT,
    page: int = 1,
    size: int = QUESTIONS_SHOWN,
) -> Page[QuestionFacts]:
    """Questions in one state, or all that are not hidden."""
    wanted: Any = RoomQuestion.session == session
    if state is None:
        wanted = wanted & (RoomQuestion.state != QuestionState.HIDDEN.value)
    else:
        wanted = wanted & (RoomQuestion.state == state.value)
    select = _select().where(wanted)
    if order is Order.SUPPORT:
        select = select.order_by(RoomQuestion.supports, ascending=False)
    rows = await (
        select.order_by(RoomQuestion.at, ascending=False).limit(size).offset(offset_of(page, size))
    )
    total = await RoomQuestion.count().where(wanted)
    return Page([_question(row) for row in rows], max(1, page), total, size)


async def question_counts(session: UUID) -> dict[QuestionState, int]:
    """How many questions there are in each state."""
    rows = await RoomQuestion.raw(
        "SELECT state, COUNT(*) AS count FROM room_question WHERE session = {} GROUP BY state",
        session,
    )
    return dict.fromkeys(QuestionState, 0) | {
        QuestionState(row["state"]): int(row["count"]) for row in rows
    }


async def supported_by(questions: list[UUID], supporter_hash: str) -> frozenset[UUID]:
    """Which of these questions one supports."""
    if not questions:
        return frozenset()
    rows = await RoomSupport.select(RoomSupport.question).where(
        RoomSupport.question.is_in(questions) & (RoomSupport.supporter_hash == supporter_hash)
    )
    return frozenset(row["question"] for row in rows)


async def public_questions(session: UUID, attribution: Attribution) -> list[QuestionFacts]:
    """What the session's page shows afterwards; nobody's element where none is to be named."""
    rows = await (
        _select()
        .where(
            (RoomQuestion.session == session) & (RoomQuestion.state != QuestionState.HIDDEN.value)
        )
        .order_by(RoomQuestion.supports, ascending=False)
        .order_by(RoomQuestion.at)
    )
    if attribution is Attribution.NONE:
        rows = [{**row, "element": None} for row in rows]
    return [_question(row) for row in rows]


def _select() -> Any:
    return RoomQuestion.select(*_COLUMNS)


def _question(row: dict[str, Any]) -> QuestionFacts:
    return QuestionFacts(
        id=row["id"],
        text=row["text"],
        element=Element(row["element"]) if row["element"] else None,
        at=row["at"],
        state=QuestionState(row["state"]),
        supports=row["supports"],
        answer=row["answer"],
        answered_at=row["answered_at"],
        hidden_for=row["hidden_for"],
        registration=row["note.input.registration"],
    )
