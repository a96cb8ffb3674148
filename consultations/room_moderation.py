"""What the moderator does with the room's questions: choose, hide, answer, show, take down."""

from typing import Any
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.commenting import Receipt, Statement
from consultations.errors import NotFound, Refusal
from consultations.noting import Remark, take_note
from consultations.room import mark_room
from consultations.tables import Note, RoomQuestion, Session
from consultations.transactions import transaction
from consultations.vocabulary import (
    N_,
    Element,
    InputKind,
    NoteForm,
    QuestionState,
    Scope,
    Visibility,
)

# Whoever wrote on a phone has no code at the table.
WRITTEN = "TERTULIS"


class HiddenQuestion(Refusal):
    """What is hidden is neither shown nor answered nor taken down."""

    message = N_("Pertanyaan ini disembunyikan. Tampilkan lagi lebih dahulu.")


class AlreadyNoted(Refusal):
    """A question stands in the register once."""

    message = N_("Pertanyaan ini sudah menjadi catatan.")


class ElementNeeded(Refusal):
    """Every input of the register says which element it comes from."""

    message = N_("Penanya tidak menyebut unsurnya: pilih unsurnya.")


async def choose_question(*, session: UUID, question: UUID, chosen: bool, by: UUID | None) -> None:
    """Put a question on the shortlist, or back among the new ones; also opens an answered one."""
    async with transaction():
        await _hold_visible(session, question)
        state = QuestionState.SHORTLISTED if chosen else QuestionState.NEW
        await _put(question, by, {RoomQuestion.state: state.value})
        await mark_room(session)


async def answer_question(*, session: UUID, question: UUID, answer: str, by: UUID | None) -> None:
    """Mark a question as answered; ``answer`` says how in short, or is empty: aloud."""
    async with transaction():
        row = await _hold_visible(session, question)
        await _put(
            question,
            by,
            {
                RoomQuestion.state: QuestionState.ANSWERED.value,
                RoomQuestion.answer: answer,
                RoomQuestion.answered_at: now(),
            },
        )
        await audit.record("question.answered", row, by=by, consultation=await mark_room(session))


async def hide_question(*, session: UUID, question: UUID, reason: str, by: UUID | None) -> None:
    """Take a question off every screen, saying why; the team still reads it."""
    async with transaction():
        row = await _hold(session, question)
        await _put(
            question,
            by,
            {
                RoomQuestion.state: QuestionState.HIDDEN.value,
                RoomQuestion.hidden_for: reason,
            },
        )
        await _unpin(session, question)
        await audit.record("question.hidden", row, by=by, consultation=await mark_room(session))


async def show_question(*, session: UUID, question: UUID, by: UUID | None) -> None:
    """Show a hidden question again."""
    async with transaction():
        row = await _hold(session, question)
        if row.state != QuestionState.HIDDEN:
            return
        state = QuestionState.ANSWERED if row.answered_at else QuestionState.NEW
        await _put(question, by, {RoomQuestion.state: state.value, RoomQuestion.hidden_for: ""})
        await audit.record("question.shown", row, by=by, consultation=await mark_room(session))


async def pin_question(*, session: UUID, question: UUID | None) -> None:
    """Put one question on the projector, instead of what is there; ``None`` takes that off."""
    async with transaction():
        if question is not None:
            await _hold_visible(session, question)
        await mark_room(
            session, {Session.pinned_question: question, Session.pinned_statement: None}
        )


async def note_question(
    *, session: UUID, question: UUID, element: Element | None, by: UUID | None
) -> Receipt:
    """Take a question down as a note, and so into the register, once.

    Raises ``ElementNeeded`` where neither the asker nor ``element`` says it, ``AlreadyNoted``,
    ``HiddenQuestion``, ``SessionClosed`` or ``NotFound``.
    """
    async with transaction():
        row = await _hold_visible(session, question)
        if row.note is not None:
            raise AlreadyNoted
        said = Element(row.element) if row.element else element
        if said is None:
            raise ElementNeeded
        receipt = await take_note(
            session=session,
            statement=Statement(
                text=row.text,
                kind=InputKind.QUESTION,
                scope=Scope.DRAFT_POLICY,
                element=said,
                visibility=Visibility.ANONYMOUS,
            ),
            remark=Remark(speaker_code=WRITTEN, form=NoteForm.VERBATIM),
            unit=None,
            idempotency_key=f"room-question:{question}",
            by=by,
        )
        note = await Note.select(Note.id).where(Note.input == receipt.input).first()
        await _put(
            question,
            by,
            {RoomQuestion.note: note["id"] if note else None, RoomQuestion.element: said.value},
        )
        await mark_room(session)
    return receipt


async def _hold(session: UUID, question: UUID) -> RoomQuestion:
    # The row is taken by an update, so that two moderators act one after the other.
    rows = (
        await RoomQuestion.update({RoomQuestion.supports: RoomQuestion.supports + 0})
        .where((RoomQuestion.id == question) & (RoomQuestion.session == session))
        .returning(RoomQuestion.id)
    )
    row = await RoomQuestion.objects().get(RoomQuestion.id == question) if rows else None
    if row is None:
        raise NotFound
    return row


async def _hold_visible(session: UUID, question: UUID) -> RoomQuestion:
    row = await _hold(session, question)
    if row.state == QuestionState.HIDDEN:
        raise HiddenQuestion
    return row


async def _put(question: UUID, by: UUID | None, values: dict[Any, Any]) -> None:
    await RoomQuestion.update({**values, RoomQuestion.handled_by: by}).where(
        RoomQuestion.id == question
    )


async def _unpin(session: UUID, question: UUID) -> None:
    await Session.update({Session.pinned_question: None}).where(
        (Session.id == session) & (Session.pinned_question == question)
    )
