"""Statements asked in a session's room: put up, taken from the consultation, shown, closed."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.errors import NotFound, Refusal
from consultations.polling.in_rooms import ask_in_room, pin_statement
from consultations.polling.stating import (
    NewStatement,
    StatementAct,
    act_on_statement,
    add_statements,
)
from consultations.preparing import ensure_code
from consultations.queries.room import board_change, pinned_statement_in
from consultations.queries.statements import open_elsewhere, statements_of, voters_of
from consultations.rules import Permission
from consultations.transactions import reading
from consultations.vocabulary import N_, StatementState
from server.forms.room import uuid_in
from server.forms.statement import RoomStatementForm
from server.pages.facilitator.at_hand import SESSION, plan_at_hand, session_path
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

STATEMENTS = SESSION + "/pernyataan"
KEEP = needs(Permission.KEEP_ROOM)
ON_SCREEN, OFF_SCREEN = "sematkan", "lepas"
# What is done with a statement in the room; its place and its proposal are the drafting team's.
_ACTS = (StatementAct.OPEN, StatementAct.CLOSE, StatementAct.HIDE)
_SHOWN = (StatementState.OPEN, StatementState.CLOSED, StatementState.HIDDEN)


@get(STATEMENTS, name="room_statement.index", opt=KEEP)
async def show_statements(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """What is asked in the room, how many have answered, and what came of it."""
    await plan_at_hand(request, session)
    await ensure_code(session=session)
    return await _statements_page(request, session, RoomStatementForm(locale=request.locale))


@post(STATEMENTS, name="room_statement.add", opt=KEEP, status_code=303)
async def add(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Put up a statement in the room."""
    await plan_at_hand(request, session)
    form = RoomStatementForm(await request.form(), locale=request.locale)
    if form.validate():
        try:
            added = await add_statements(
                consultation=request.consultation.id,
                statements=[NewStatement(" ".join((form.text.data or "").split()))],
                session=session,
                by=request.visitor.account,
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            if added:
                return request.lead_to(_here(request, session))
            form.text.errors = [form.say(N_("Pernyataan ini sudah ada."))]
    return await _statements_page(request, session, form)


@post(STATEMENTS + "/pilih", name="room_statement.take", opt=KEEP, status_code=303)
async def take(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Ask a statement of the consultation in this room too."""
    await plan_at_hand(request, session)
    statement = uuid_in((await request.form()).get("pernyataan"))
    if statement is None:
        raise NotFound
    await ask_in_room(
        consultation=request.consultation.id,
        statement=statement,
        session=session,
        by=request.visitor.account,
    )
    return request.lead_to(_here(request, session))


@post(STATEMENTS + "/{statement:uuid}", name="room_statement.act", opt=KEEP, status_code=303)
async def act(request: Visit, session: FromPath[UUID], statement: FromPath[UUID]) -> Response[Any]:
    """Put a statement on the projector or take it off; close, open again or hide it."""
    await plan_at_hand(request, session)
    word = str((await request.form()).get("tindakan", ""))
    if word in (ON_SCREEN, OFF_SCREEN):
        await pin_statement(session=session, statement=statement if word == ON_SCREEN else None)
    elif word in _ACTS:
        await act_on_statement(
            consultation=request.consultation.id,
            statement=statement,
            act=StatementAct(word),
            by=request.visitor.account,
            room=session,
        )
    else:
        raise NotFound
    return request.lead_to(f"{_here(request, session)}#n-{statement}")


async def _statements_page(visit: Visit, session: UUID, form: RoomStatementForm) -> Response[Any]:
    here = visit.consultation.id
    async with reading():
        plan = await plan_at_hand(visit, session)
        statements = [one for one in await statements_of(here, session) if one.state in _SHOWN]
        voters = await voters_of(session)
        pinned = await pinned_statement_in(session)
        elsewhere = await open_elsewhere(here)
        change = await board_change(session)
    return page(
        visit,
        "facilitator/room_statements.html",
        fragment="statements",
        status_code=422 if form.errors else 200,
        session=plan,
        statements=statements,
        voters=voters,
        pinned=pinned,
        elsewhere=elsewhere,
        change=change,
        form=form,
    )


def _here(visit: Visit, session: UUID) -> str:
    return f"{session_path(visit, session)}/pernyataan"
