"""What the participants' page of a room shows, and whose browser reads it."""

from typing import Any

from litestar import Response

from consultations.attending import check_in_is_open
from consultations.queries.consultations import ConsultationFacts
from consultations.queries.dots import DotRoundFacts, dots_given, rounds_of
from consultations.queries.participants import ParticipantFacts, find_person
from consultations.queries.room import pinned_in, questions_of, room_change, supported_by
from consultations.queries.session_plans import PlanFacts
from consultations.queries.statements import statements_of, votes_by
from consultations.queries.timer import timer_of
from consultations.supporting import Supporter
from consultations.transactions import reading
from consultations.vocabulary import StatementState, Vote
from server.forms.input import new_key
from server.forms.room import AskForm
from server.pages.public.presence import present_here
from server.responses import page
from server.visit import Visit

ROOM = "/s/{code:str}/ruang"


async def room_page(
    visit: Visit,
    plan: PlanFacts,
    consultation: ConsultationFacts,
    *,
    number: int = 1,
    form: AskForm | None = None,
    said: str = "",
    supporter: Supporter | None = None,
    dots: frozenset[int] | None = None,
    dots_refused: str = "",
    statement_refused: str = "",
) -> Response[Any]:
    """The page as this browser's person sees it, with what was refused where it was sent."""
    supporter = supporter or visit.supporter
    voter = supporter.hash if supporter else None
    async with reading():
        questions = await questions_of(plan.id, page=number)
        rounds = await rounds_of(plan.id)
        statements = await statements_of(plan.consultation, plan.id)
        change = await room_change(plan.id)
        pinned = await pinned_in(plan.id)
        timer = await timer_of(plan.id)
        shown = [question.id for question in questions.items] + ([pinned.id] if pinned else [])
        own = await supported_by(shown, voter) if voter else frozenset()
        running = _running(rounds)
        if dots is None:
            dots = await dots_given(running.id, voter) if running and voter else frozenset()
        said_of = await votes_by(plan.consultation, voter) if statements else {}
        present = await _present(visit, plan)
    refused = dots_refused or statement_refused or (form and form.errors)
    response = page(
        visit,
        "public/room.html",
        fragment="room",
        status_code=422 if refused else 200,
        session=plan,
        consultation=consultation,
        is_open=check_in_is_open(plan, oneself=True),
        present=present,
        questions=questions,
        pinned=pinned,
        own=own,
        running=running,
        closed=[each for each in rounds if each.closed_at],
        dots=dots,
        dots_refused=dots_refused,
        asked=[each for each in statements if each.state is StatementState.OPEN],
        decided=[each for each in statements if each.state is StatementState.CLOSED],
        said_of=said_of,
        votes=list(Vote),
        statement_refused=statement_refused,
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


async def _present(visit: Visit, plan: PlanFacts) -> ParticipantFacts | None:
    named = present_here(visit)
    person = await find_person(named) if named else None
    return person if person and person.session == plan.id and person.attended_at else None
