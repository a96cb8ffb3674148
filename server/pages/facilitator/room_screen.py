"""The room's projector, and the timer of its agenda."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.errors import NotFound
from consultations.preparing import ensure_code
from consultations.queries.dots import rounds_of
from consultations.queries.room import (
    board_change,
    pinned_in,
    pinned_statement_in,
    question_counts,
    questions_of,
)
from consultations.queries.session_plans import agenda_of
from consultations.queries.statements import StatementFacts, statements_of
from consultations.queries.timer import timer_of
from consultations.rules import Permission
from consultations.timekeeping import next_step, pause_step, start_step
from consultations.transactions import reading
from consultations.vocabulary import QuestionState, StatementState
from server.forms.room import uuid_in
from server.pages.account import own_path
from server.pages.facilitator.at_hand import SESSION, plan_at_hand, session_path
from server.qr import qr_picture
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

ON_SCREEN = 4


@get(SESSION + "/layar-ruang", name="room.screen", opt=needs(Permission.KEEP_ROOM))
async def show_screen(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Large enough for the last row: code, time, the question at hand, the dots."""
    await plan_at_hand(request, session)
    await ensure_code(session=session)
    async with reading():
        plan = await plan_at_hand(request, session)
        agenda = await agenda_of(plan)
        timer = await timer_of(session)
        pinned = await pinned_in(session)
        rounds = await rounds_of(session)
        chosen = await questions_of(session, QuestionState.SHORTLISTED, size=ON_SCREEN)
        counts = await question_counts(session)
        statements = await statements_of(request.consultation.id, session)
        stated = await pinned_statement_in(session)
        change = await board_change(session)
    settings = request.app.state.settings
    address = f"{settings.address}/s/{plan.code}/ruang"
    return page(
        request,
        "facilitator/room_screen.html",
        fragment="screen",
        session=plan,
        agenda=agenda,
        timer=timer,
        pinned=pinned,
        stated=_on_screen(statements, stated),
        latest=rounds[0] if rounds else None,
        chosen=chosen.items,
        counts=counts,
        change=change,
        picture=qr_picture(address),
        short=settings.address.partition("://")[2] + "/s",
        address=address,
    )


@post(SESSION + "/jam", name="room.timer", opt=needs(Permission.KEEP_ROOM), status_code=303)
async def set_timer(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Start a step, let the time stand still, go on, or go to the next step."""
    await plan_at_hand(request, session)
    posted = await request.form()
    word, step = str(posted.get("tindakan", "")), uuid_in(posted.get("langkah"))
    if word == "mulai" and step is not None:
        await start_step(session=session, step=step)
    elif word == "berikut":
        await next_step(session=session, after=step)
    elif word in ("jeda", "lanjut"):
        await pause_step(session=session, paused=word == "jeda")
    else:
        raise NotFound
    given = str(posted.get("kembali", ""))
    here = session_path(request, session)
    return request.lead_to(own_path(given) if given.startswith(here) else f"{here}/layar-ruang")


def _on_screen(statements: list[StatementFacts], pinned: UUID | None) -> StatementFacts | None:
    shown = (StatementState.OPEN, StatementState.CLOSED)
    return next((one for one in statements if one.id == pinned and one.state in shown), None)
