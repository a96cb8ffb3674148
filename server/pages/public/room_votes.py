"""Votes in a session's room: dots, and agreeing or disagreeing with statements."""

from typing import Any

from litestar import Response, post
from litestar.params import FromPath

from consultations.dot_voting import cast_dots
from consultations.errors import NotFound, Refusal
from consultations.polling.voting import vote_on
from consultations.rules import Permission
from consultations.vocabulary import Vote
from server.forms.room import uuid_in
from server.pages.public.check_in import session_of_code
from server.pages.public.devices import marked, with_mark
from server.pages.public.room_page import ROOM, room_page
from server.security.flooding import admit_side, slowed_down
from server.security.permissions import needs
from server.visit import Visit


@post(ROOM + "/suara", name="room.vote", opt=needs(Permission.JOIN_ROOM), status_code=303)
async def give_dots(request: Visit, code: FromPath[str]) -> Response[Any]:
    """Give one's dots; again, and the earlier ones are replaced."""
    plan, consultation = await session_of_code(request, code)
    posted = await request.form()
    named = uuid_in(posted.get("putaran"))
    given = [str(place) for place in posted.getall("pilihan", [])]
    if named is None or not all(p.isdecimal() and len(p) < 5 for p in given):  # noqa: PLR2004
        raise NotFound
    supporter, mark = marked(request)
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
        response = await room_page(
            request,
            plan,
            consultation,
            dots=frozenset(map(int, given)),
            dots_refused=refusal.message,
        )
        return slowed_down(response, refusal)
    response = request.lead_to(f"/s/{plan.code}/ruang?kabar=suara#suara")
    return with_mark(request, response, mark)


@post(ROOM + "/pernyataan", name="room.state", opt=needs(Permission.JOIN_ROOM), status_code=303)
async def vote_on_statement(request: Visit, code: FromPath[str]) -> Response[Any]:
    """Agree, disagree or pass on a statement asked here; the last vote counts."""
    plan, consultation = await session_of_code(request, code)
    word, _, named = str((await request.form()).get("pilih", "")).partition(":")
    statement = uuid_in(named)
    if statement is None or word not in set(Vote):
        raise NotFound
    supporter, mark = marked(request)
    try:
        await admit_side(request)
        await vote_on(
            consultation=plan.consultation,
            statement=statement,
            vote=Vote(word),
            voter=supporter,
            room=plan.id,
        )
    except NotFound:
        raise
    except Refusal as refusal:
        response = await room_page(request, plan, consultation, statement_refused=refusal.message)
        return slowed_down(response, refusal)
    if request.wants_fragment:
        response = await room_page(request, plan, consultation, supporter=supporter)
    else:
        response = request.lead_to(f"/s/{plan.code}/ruang#n-{statement}")
    return with_mark(request, response, mark)
