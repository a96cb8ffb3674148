"""The list of consultations and each one's front page."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from consultations.easy_language import RESULTS, about_theme
from consultations.errors import NotFound
from consultations.queries.being_heard import reached_by_element, reached_by_unit
from consultations.queries.consultations import (
    input_window,
    listed_consultations,
    participation_in,
    phases_of,
)
from consultations.queries.dots import rounds_of
from consultations.queries.drafts import versions_of
from consultations.queries.easy_texts import easy_texts_of
from consultations.queries.notes import public_notes_of
from consultations.queries.own_results import decision_tally, own_results
from consultations.queries.response_matrix import unlisted_of
from consultations.queries.results import published_results
from consultations.queries.room import public_questions
from consultations.queries.session_plans import agenda_of, find_plan
from consultations.queries.session_records import has_signed_record
from consultations.queries.sessions import find_session, sessions_of
from consultations.queries.statements import has_statements, statements_of
from consultations.queries.surveys import has_surveys
from consultations.queries.target_matrix import public_attendance
from consultations.queries.tellers import tellers_of
from consultations.queries.theme_words import units_reworded_for
from consultations.rules import Permission, may
from consultations.transactions import reading
from consultations.vocabulary import StatementState
from server.pages.public.easy_language import EASY, easily_said
from server.responses import page
from server.reuse import reusable_page
from server.security.permissions import needs
from server.visit import Visit


@get("/", name="consultation.index", opt=needs(Permission.READ_PUBLISHED))
async def list_consultations(request: Visit) -> Response[Any]:
    """Every announced consultation, open ones first."""
    consultations = await listed_consultations(request.locale)
    workplaces = {
        one.facts.id
        for one in consultations
        if may(request.visitor, Permission.ENTER_WORKSPACE, consultation=one.facts.id)
    }
    return page(
        request, "public/consultations.html", consultations=consultations, workplaces=workplaces
    )


@get("/konsultasi/{slug:str}", name="consultation.show", opt=needs(Permission.READ_PUBLISHED))
async def show_consultation(
    request: Visit,
) -> Response[Any]:
    """What the consultation is about, where it stands and how to take part."""
    here = request.consultation

    async def facts() -> dict[str, Any]:
        phases = await phases_of(here.id, request.locale)
        return {
            "phases": phases,
            "window": input_window(phases),
            "participation": await participation_in(here.id, public=True),
            "unlisted": await unlisted_of(here.id),
            "versions": await versions_of(here.id),
            "sessions": await sessions_of(here.id),
            "surveys": await has_surveys(here.id),
            "statements": await has_statements(here.id),
        }

    return await reusable_page(request, "public/consultation.html", facts)


@get(
    "/konsultasi/{slug:str}/sesi/{session:uuid}",
    name="session.show",
    opt=needs(Permission.READ_PUBLISHED),
)
async def show_session(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """One FKP or FGD session with what was noted in it."""
    async with reading():
        found = await find_session(request.consultation.id, session)
        if found is None:
            raise NotFound
        notes = await public_notes_of(session, found.attribution)
        plan = await find_plan(request.consultation.id, session)
        agenda = await agenda_of(plan) if plan else []
        attended = await public_attendance(session)
        questions = await public_questions(session, found.attribution)
        rounds = [one for one in await rounds_of(session) if one.closed_at]
        statements = await statements_of(request.consultation.id, session)
        ended = found.closed_at is not None and found.cancelled_at is None
        recorded = ended and await has_signed_record(session)
    states = [one.state for one in statements]
    return page(
        request,
        "public/session.html",
        session=found,
        plan=plan,
        notes=notes,
        agenda=agenda,
        attended=attended,
        questions=questions,
        rounds=rounds,
        recorded=recorded,
        statements=StatementState.OPEN in states,
        decided=[one for one in statements if one.state is StatementState.CLOSED],
    )


@get("/konsultasi/{slug:str}/hasil", name="result.index", opt=needs(Permission.READ_PUBLISHED))
async def show_results(
    request: Visit, halaman: FromQuery[int] = 1, bacaan: FromQuery[str] = ""
) -> Response[Any]:
    """Every published decision with its reason; or, asked so, the team's easy text of it."""
    here = request.consultation

    if bacaan == EASY and (shown := await easily_said(request, RESULTS)):
        return shown

    async def facts() -> dict[str, Any]:
        reached, elements = await reached_by_element(here.id)
        results = await published_results(here.id)
        easy = await easy_texts_of(here.id)
        said = {about: words.said(request.locale) for about, words in easy.items()}
        return {
            "by_element": elements,
            "by_unit": await reached_by_unit(here.id),
            "reached": reached,
            "results": results,
            "reworded": await units_reworded_for(here.id),
            "tellers": await tellers_of(here.id),
            "own": await own_results(here.id, halaman),
            "tally": await decision_tally(here.id),
            "participation": await participation_in(here.id, public=True),
            "unlisted": await unlisted_of(here.id),
            "easy": said.get(RESULTS, ""),
            "easily": {one.theme: said.get(about_theme(one.theme), "") for one in results},
        }

    return await reusable_page(request, "public/results.html", facts)
