"""Ask statements in the room of a session: take one there, put one on the projector."""

from uuid import UUID

from consultations import audit
from consultations.errors import NotFound
from consultations.revisions import touch
from consultations.room import mark_room
from consultations.tables import PollStatement, Session
from consultations.transactions import transaction
from consultations.vocabulary import StatementState


async def ask_in_room(
    *, consultation: UUID, statement: UUID, session: UUID, by: UUID | None
) -> None:
    """Ask an open statement of the whole consultation in a session's room too.

    Raises ``NotFound`` where it is not open, or is asked in a room already.
    """
    async with transaction():
        if await mark_room(session) != consultation:
            raise NotFound
        rows = (
            await PollStatement.update({PollStatement.session: session})
            .where(
                (PollStatement.id == statement)
                & (PollStatement.consultation == consultation)
                & (PollStatement.state == StatementState.OPEN.value)
                & PollStatement.session.is_null()
            )
            .returning(PollStatement.id)
        )
        if not rows:
            raise NotFound
        await audit.record(
            "statement.asked_in_room",
            PollStatement(id=statement, consultation=consultation),
            by=by,
            consultation=consultation,
        )
        await touch(consultation)


async def pin_statement(*, session: UUID, statement: UUID | None) -> None:
    """Put one of the room's statements on the projector, or nothing. Raises ``NotFound``."""
    async with transaction():
        await mark_room(
            session, {Session.pinned_question: None, Session.pinned_statement: statement}
        )
        if statement is not None and not await PollStatement.exists().where(
            (PollStatement.id == statement) & (PollStatement.session == session)
        ):
            raise NotFound
