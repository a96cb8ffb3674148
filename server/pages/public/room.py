"""The participants' page of a session's room, opened with its code; no account, no name."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from consultations.asking import ask_question, support_question
from consultations.attending import check_in_is_open
from consultations.dot_voting import cast_dots
from consultations.errors import NotFound, Refusal
from consultations.queries.consultations import ConsultationFacts
from consultations.queries.dots import DotRoundFacts, dots_given, rounds_of
from consultations.queries.room import pinned_in, questions_of, room_change, supported_by
from consultations.queries.session_plans import PlanFacts
from consultations.queries.timer import timer_of
from consultations.rules import Permission
from consultations.supporting import Supporter
from consultations.transactions import reading
from server.forms.input import new_key
from server.forms.room import AskForm, uuid_in
from server.live import LivePages
from server.pages.facilitator.note_stream import (
    AGAIN_MILLISECONDS,
    BEAT_SECONDS,
    HEADERS,
    RETRY,
)
from server.pages.public.check_in import session_of_code
from server.responses import page
from server.security.device import device_cookie, new_mark
from server.security.flooding import address_of, admit_question, admit_side, slowed_down
from server.security.permissions import needs
from server.visit import Visit

ROOM = "/s/{code:str}/ruang"
SUPPORT, TAKE_BACK = "dukung", "batal"
# A hall behind one address: everybody in it, and some who have the page open twice.
MOST_OF_A_HALL = 600


@get(ROOM, name="room.show", opt=needs(Permission.JOIN_ROOM))
async def show_room(
    request: Visit, code: FromPath[str], halaman: FromQuery[int] = 1, kabar: FromQuery[str] = ""
) -> Response[Any]:
    """What runs now, the questions by support, and a form to ask."""
    plan, consultation = await session_of_code(request, code)
    # Marked on entering, so that a first press that arrives twice is one person's.
    supporter, mark = _marked(request)
    response = await _room_page(
        request, plan, consultation, number=halaman, said=kabar, supporter=supporter
    )
    return _with_mark(request, response, mark if check_in_is_open(plan, oneself=True) else None)


@post(ROOM, name="room.ask", opt=needs(Permission.JOIN_ROOM), status_code=303)
async def ask(request: Visit, code: FromPath[str]) -> Response[Any]:
    """Put a question to the room."""
    plan, consultation = await session_of_code(request, code)
    form, refused = AskForm(await request.form(), locale=request.locale), None
    if form.validate():
        try:
            await admit_question(request, key=form.key.data or "", words=form.words())
            await ask_question(
                session=plan.id,
                text=form.words(),
                element=form.asker(),
                idempotency_key=form.key.data or new_key(),
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
            refused = refusal
        else:
            return request.lead_to(f"/s/{plan.code}/ruang?kabar=terkirim")
    return slowed_down(await _room_page(request, plan, consultation, form=form), refused)


@post(ROOM + "/dukung", name="room.support", opt=needs(Permission.JOIN_ROOM), status_code=303)
async def support(request: Visit, code: FromPath[str]) -> Response[Any]:
    """Support a question, or take it back: once a device."""
    plan, consultation = await session_of_code(request, code)
    posted = await request.form()
    word, _, named = str(posted.get("pilih", "")).partition(":")
    question = uuid_in(named)
    if question is None or word not in (SUPPORT, TAKE_BACK):
        raise NotFound
    supporter, mark = _marked(request)
    await admit_side(request)
    await support_question(
        session=plan.id, question=question, supporter=supporter, supports=word == SUPPORT
    )
    number = str(posted.get("halaman", ""))
    turn = int(number) if number.isdecimal() and len(number) < 5 else 1  # noqa: PLR2004
    if request.wants_fragment:
        response = await _room_page(request, plan, consultation, number=turn, supporter=supporter)
    else:
        more = f"?halaman={turn}" if turn > 1 else ""
        response = request.lead_to(f"/s/{plan.code}/ruang{more}#t-{question}")
    return _with_mark(request, response, mark)


@post(ROOM + "/suara", name="room.vote", opt=needs(Permission.JOIN_ROOM), status_code=303)
async def vote(request: Visit, code: FromPath[str]) -> Response[Any]:
    """Give one's dots; again, and the earlier ones are replaced."""
    plan, consultation = await session_of_code(request, code)
    posted = await request.form()
    named = uuid_in(posted.get("putaran"))
    given = [str(place) for place in posted.getall("pilihan", [])]
    if named is None or not all(p.isdecimal() and len(p) < 5 for p in given):  # noqa: PLR2004
        raise NotFound
    supporter, mark = _marked(request)
    try:
        await admit_side(request)
        await cast_dots(
            session=plan.id,
            round_id=named,
            voter=supporter,
            choices=[int(place) for place in given],
        )
    except NotFound:
        raise
    except Refusal as refusal:
        form = AskForm(locale=request.locale)
        response = await _room_page(
            request,
            plan,
            consultation,
            dots=frozenset(map(int, given)),
            refused=form.say(refusal.message),
            status_code=422,
        )
        return slowed_down(response, refusal)
    response = request.lead_to(f"/s/{plan.code}/ruang?kabar=suara#suara")
    return _with_mark(request, response, mark)


@get(ROOM + "/siaran", name="room.stream", opt=needs(Permission.JOIN_ROOM))
async def follow_room(request: Visit, code: FromPath[str]) -> Response[Any]:
    """Server-sent events: that something changed. What it is, the page asks for when it suits."""
    plan, _ = await session_of_code(request, code)
    live: LivePages = request.app.state.live
    owner = ("ruang", address_of(request))
    if not live.has_room(owner, MOST_OF_A_HALL):
        return Response(b"", status_code=503, headers=RETRY)
    return Stream(_changes(request, plan.id, owner), headers=HEADERS)


async def _changes(visit: Visit, session: UUID, owner: object) -> AsyncIterator[bytes]:
    live: LivePages = visit.app.state.live
    seen: int | None = None
    yield f"retry: {AGAIN_MILLISECONDS}\n\n".encode()
    with live.follow(session, owner) as follower:
        while not live.is_ending:
            # A whole hall is woken at once and asks once.
            change = await visit.recent(room_change, session)
            if change != seen:
                seen = change
                yield f"event: ruang\ndata: {change}\n\n".encode()
            if not await follower.wait(BEAT_SECONDS):
                yield b": masih di sini\n\n"


async def _room_page(
    visit: Visit,
    plan: PlanFacts,
    consultation: ConsultationFacts,
    *,
    number: int = 1,
    form: AskForm | None = None,
    said: str = "",
    supporter: Supporter | None = None,
    dots: frozenset[int] | None = None,
    refused: str | None = None,
    status_code: int = 200,
) -> Response[Any]:
    supporter = supporter or visit.supporter
    async with reading():
        questions = await questions_of(plan.id, page=number)
        rounds = await rounds_of(plan.id)
        change = await room_change(plan.id)
        pinned = await pinned_in(plan.id)
        timer = await timer_of(plan.id)
        shown = [question.id for question in questions.items] + ([pinned.id] if pinned else [])
        own = await supported_by(shown, supporter.hash) if supporter else frozenset()
        running = _running(rounds)
        if dots is None:
            dots = (
                await dots_given(running.id, supporter.hash)
                if running and supporter
                else frozenset()
            )
    response = page(
        visit,
        "public/room.html",
        fragment="room",
        status_code=422 if form and form.errors else status_code,
        session=plan,
        consultation=consultation,
        is_open=check_in_is_open(plan, oneself=True),
        questions=questions,
        pinned=pinned,
        own=own,
        running=running,
        closed=[each for each in rounds if each.closed_at],
        dots=dots,
        refused=refused,
        timer=timer,
        change=change,
        room=f"/s/{plan.code}/ruang",
        said=said,
        form=form or AskForm(locale=visit.locale),
        submission_key=(form.key.data if form else None) or new_key(),
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _running(rounds: list[DotRoundFacts]) -> DotRoundFacts | None:
    return next((each for each in rounds if each.closed_at is None), None)


def _marked(visit: Visit) -> tuple[Supporter, str | None]:
    supporter = visit.supporter
    if supporter is not None:
        return supporter, None
    mark = new_mark(visit.app.state.settings.device_key)
    return Supporter(mark), mark


def _with_mark(visit: Visit, response: Response[Any], mark: str | None) -> Response[Any]:
    if mark:
        response.set_cookie(device_cookie(mark, secure=visit.is_secure))
    return response
