"""The participants' page of a session's room, opened with its code; no account, no name."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.asking import ask_question, support_question
from consultations.attending import check_in_is_open
from consultations.errors import NotFound, Refusal
from consultations.rules import Permission
from server.forms.input import new_key
from server.forms.room import AskForm, uuid_in
from server.pages.public.check_in import session_of_code
from server.pages.public.devices import marked, with_mark
from server.pages.public.room_page import ROOM, room_page
from server.security.flooding import admit_question, admit_side, slowed_down
from server.security.permissions import needs
from server.visit import Visit

SUPPORT, TAKE_BACK = "dukung", "batal"


@get(ROOM, name="room.show", opt=needs(Permission.JOIN_ROOM))
async def show_room(
    request: Visit, code: FromPath[str], halaman: FromQuery[int] = 1, kabar: FromQuery[str] = ""
) -> Response[Any]:
    """What runs now, the questions by support, and a form to ask."""
    plan, consultation = await session_of_code(request, code)
    # Marked on entering, so that a first press that arrives twice is one person's.
    supporter, mark = marked(request)
    response = await room_page(
        request, plan, consultation, number=halaman, said=kabar, supporter=supporter
    )
    return with_mark(request, response, mark if check_in_is_open(plan, oneself=True) else None)


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
    return slowed_down(await room_page(request, plan, consultation, form=form), refused)


@post(ROOM + "/dukung", name="room.support", opt=needs(Permission.JOIN_ROOM), status_code=303)
async def support(request: Visit, code: FromPath[str]) -> Response[Any]:
    """Support a question, or take it back: once a device."""
    plan, consultation = await session_of_code(request, code)
    posted = await request.form()
    word, _, named = str(posted.get("pilih", "")).partition(":")
    question = uuid_in(named)
    if question is None or word not in (SUPPORT, TAKE_BACK):
        raise NotFound
    supporter, mark = marked(request)
    await admit_side(request)
    await support_question(
        session=plan.id, question=question, supporter=supporter, supports=word == SUPPORT
    )
    number = str(posted.get("halaman", ""))
    turn = int(number) if number.isdecimal() and len(number) < 5 else 1  # noqa: PLR2004
    if request.wants_fragment:
        response = await room_page(request, plan, consultation, number=turn, supporter=supporter)
    else:
        more = f"?halaman={turn}" if turn > 1 else ""
        response = request.lead_to(f"/s/{plan.code}/ruang{more}#t-{question}")
    return with_mark(request, response, mark)
