"""The moderator's board: the room's questions, chosen, hidden, answered, shown, taken down."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.errors import NotFound, Refusal
from consultations.preparing import ensure_code
from consultations.queries.room import (
    Order,
    QuestionFacts,
    board_change,
    find_question,
    pinned_in,
    question_counts,
    questions_of,
)
from consultations.queries.statements import voters_of
from consultations.queries.timer import timer_of
from consultations.room_moderation import (
    answer_question,
    choose_question,
    hide_question,
    note_question,
    pin_question,
    show_question,
)
from consultations.rules import Permission
from consultations.transactions import reading
from consultations.vocabulary import Element, QuestionState
from server.forms.input import words_of
from server.forms.localised import LocalisedForm
from server.forms.room import AnswerForm, HideForm, TakeDownForm
from server.pages.facilitator.at_hand import SESSION, plan_at_hand, session_path
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

BOARD = SESSION + "/papan"
QUESTION = BOARD + "/{question:uuid}"


@get(BOARD, name="board.show", opt=needs(Permission.KEEP_ROOM))
async def show_board(
    request: Visit,
    session: FromPath[UUID],
    tampil: FromQuery[str] = "",
    urut: FromQuery[str] = "",
    halaman: FromQuery[int] = 1,
) -> Response[Any]:
    """The questions in one state, by support or by time."""
    await plan_at_hand(request, session)
    await ensure_code(session=session)
    return await _board_page(request, session, tampil, urut, number=halaman)


@post(QUESTION, name="board.act", opt=needs(Permission.KEEP_ROOM), status_code=303)
async def act(request: Visit, session: FromPath[UUID], question: FromPath[UUID]) -> Response[Any]:
    """What takes one press: choose, put back, show on the projector, answered, visible again."""
    await plan_at_hand(request, session)
    posted = await request.form()
    done = _ACTS.get(str(posted.get("tindakan", "")))
    if done is None:
        raise NotFound
    await done(session, question, request.visitor.account)
    return request.lead_to(_back(request, session, posted))


@get(QUESTION, name="board.question", opt=needs(Permission.KEEP_ROOM))
async def show_question_page(
    request: Visit, session: FromPath[UUID], question: FromPath[UUID]
) -> Response[Any]:
    """One question with what takes words: answer it, hide it, take it down."""
    return await _question_page(request, session, question)


@post(QUESTION + "/jawab", name="board.answer", opt=needs(Permission.KEEP_ROOM), status_code=303)
async def answer(
    request: Visit, session: FromPath[UUID], question: FromPath[UUID]
) -> Response[Any]:
    """Mark as answered, with a short answer."""
    form = AnswerForm(await request.form(), locale=request.locale)

    async def done() -> None:
        await answer_question(
            session=session,
            question=question,
            answer=words_of(form.answer.data) or "",
            by=request.visitor.account,
        )

    return await _with_words(request, session, question, form, done)


@post(
    QUESTION + "/sembunyikan", name="board.hide", opt=needs(Permission.KEEP_ROOM), status_code=303
)
async def hide(request: Visit, session: FromPath[UUID], question: FromPath[UUID]) -> Response[Any]:
    """Hide, with a reason."""
    form = HideForm(await request.form(), locale=request.locale)

    async def done() -> None:
        await hide_question(
            session=session,
            question=question,
            reason=(form.reason.data or "").strip(),
            by=request.visitor.account,
        )

    return await _with_words(request, session, question, form, done)


@post(QUESTION + "/catat", name="board.note", opt=needs(Permission.TAKE_NOTES), status_code=303)
async def take_down(
    request: Visit, session: FromPath[UUID], question: FromPath[UUID]
) -> Response[Any]:
    """Take down as a note, and so into the register."""
    form = TakeDownForm(await request.form(), locale=request.locale)

    async def done() -> None:
        await note_question(
            session=session,
            question=question,
            element=Element(form.element.data) if form.element.data else None,
            by=request.visitor.account,
        )

    return await _with_words(request, session, question, form, done)


async def _choose(session: UUID, question: UUID, by: UUID | None) -> None:
    await choose_question(session=session, question=question, chosen=True, by=by)


async def _put_back(session: UUID, question: UUID, by: UUID | None) -> None:
    await choose_question(session=session, question=question, chosen=False, by=by)


async def _answered(session: UUID, question: UUID, by: UUID | None) -> None:
    await answer_question(session=session, question=question, answer="", by=by)


async def _show(session: UUID, question: UUID, by: UUID | None) -> None:
    await show_question(session=session, question=question, by=by)


async def _pin(session: UUID, question: UUID, _: UUID | None) -> None:
    await pin_question(session=session, question=question)


async def _unpin(session: UUID, _: UUID, __: UUID | None) -> None:
    await pin_question(session=session, question=None)


_ACTS: dict[str, Callable[[UUID, UUID, UUID | None], Awaitable[None]]] = {
    "pilih": _choose,
    "kembalikan": _put_back,
    "terjawab": _answered,
    "tampilkan": _show,
    "sematkan": _pin,
    "lepas": _unpin,
}


async def _with_words(
    visit: Visit,
    session: UUID,
    question: UUID,
    form: LocalisedForm,
    done: Callable[[], Awaitable[None]],
) -> Response[Any]:
    await plan_at_hand(visit, session)
    if form.validate():
        try:
            await done()
        except NotFound:
            raise
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return visit.lead_to(_back(visit, session, await visit.form()))
    return await _question_page(visit, session, question, form)


async def _question_page(
    visit: Visit, session: UUID, question: UUID, form: LocalisedForm | None = None
) -> Response[Any]:
    async with reading():
        plan = await plan_at_hand(visit, session)
        found = await _require(session, question)
    forms = {
        kind: form if isinstance(form, kind) else kind(locale=visit.locale)
        for kind in (AnswerForm, HideForm, TakeDownForm)
    }
    answer_form = forms[AnswerForm]
    if form is None and found.answer:
        answer_form = AnswerForm(locale=visit.locale, answer=found.answer)
    return page(
        visit,
        "facilitator/board_question.html",
        status_code=422 if form else 200,
        session=plan,
        question=found,
        form=form,
        answer_form=answer_form,
        hide_form=forms[HideForm],
        note_form=forms[TakeDownForm],
    )


async def _board_page(
    visit: Visit, session: UUID, shown: str, order: str, *, number: int
) -> Response[Any]:
    state = QuestionState(shown) if shown in set(QuestionState) else None
    by = Order(order) if order in set(Order) else Order.SUPPORT
    async with reading():
        plan = await plan_at_hand(visit, session)
        questions = await questions_of(session, state, order=by, page=number)
        counts = await question_counts(session)
        pinned = await pinned_in(session)
        timer = await timer_of(session)
        voters = await voters_of(session)
        change = await board_change(session)
    kept = {"tampil": shown if state else "", "urut": by.value}
    return page(
        visit,
        "facilitator/board.html",
        fragment="board",
        session=plan,
        questions=questions,
        counts=counts,
        pinned=pinned,
        timer=timer,
        voters=voters,
        change=change,
        state=state,
        order=by,
        here=f"{visit.url.path}?{urlencode(kept)}",
        kept=urlencode(kept),
    )


async def _require(session: UUID, question: UUID) -> QuestionFacts:
    found = await find_question(session, question)
    if found is None:
        raise NotFound
    return found


def _back(visit: Visit, session: UUID, posted: Any) -> str:
    kept = {
        name: word
        for name, among in (("tampil", QuestionState), ("urut", Order))
        if (word := str(posted.get(name, ""))) in set(among)
    }
    more = f"?{urlencode(kept)}" if kept else ""
    return f"{session_path(visit, session)}/papan{more}"
