"""The decision on one theme or one input: written, handed over, reviewed, undone, published."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.deciding import Subject
from consultations.easy_language import about_theme
from consultations.errors import NotFound
from consultations.queries.deliberations import (
    DeliberationFacts,
    colleagues_in,
    deliberation_on,
    history_of,
    notes_on,
)
from consultations.queries.dispositions import working_dispositions
from consultations.queries.spot_checks import theme_figures
from consultations.queries.threads import find_team_input
from consultations.rules import Permission
from consultations.transactions import reading
from server.forms.deciding import AssignForm, NoteForm, ReturnForm
from server.forms.localised import LocalisedForm
from server.pages.drafting.decision_acts import ACTS, Place, deciding_form
from server.pages.drafting.themes import require_theme
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

THEME = "/kerja/{slug:str}/tema/{theme:uuid}/keputusan"
INPUT = "/kerja/{slug:str}/masukan/{registration:str}/keputusan"


@get(THEME, name="decision.theme", opt=needs(Permission.DECIDE))
async def show_theme_decision(request: Visit, theme: FromPath[UUID]) -> Response[Any]:
    """What is decided on a theme, and everything that leads there."""
    return await _decision_page(request, await _theme_place(request, theme))


@post(THEME, name="decision.theme.act", opt=needs(Permission.DECIDE), status_code=303)
async def act_on_theme(request: Visit, theme: FromPath[UUID]) -> Response[Any]:
    """Write, hand over, review, undo or publish the decision on a theme."""
    return await _act(request, await _theme_place(request, theme))


@get(INPUT, name="decision.input", opt=needs(Permission.DECIDE))
async def show_input_decision(request: Visit, registration: FromPath[str]) -> Response[Any]:
    """What is decided on one input, and what its themes decide."""
    return await _decision_page(request, await _input_place(request, registration))


@post(INPUT, name="decision.input.act", opt=needs(Permission.DECIDE), status_code=303)
async def act_on_input(request: Visit, registration: FromPath[str]) -> Response[Any]:
    """Write, hand over, review, undo or publish the decision on an input."""
    return await _act(request, await _input_place(request, registration))


async def _act(visit: Visit, place: Place) -> Response[Any]:
    posted = await visit.form()
    act = ACTS.get(str(posted.get("tindakan") or ""))
    if act is None:
        raise NotFound
    if await act(visit, place, posted):
        return visit.lead_to(place.path)
    status = 200 if place.preview is not None else 422
    return await _decision_page(visit, place, status=status)


async def _decision_page(visit: Visit, place: Place, *, status: int = 200) -> Response[Any]:
    here = visit.consultation.id
    async with reading():
        facts = await deliberation_on(place.subject)
        effective = (
            (await working_dispositions([place.entry.id]))[place.entry.id] if place.entry else None
        )
        history = await history_of(facts.id) if facts.id else []
        notes = await notes_on(facts.id) if facts.id else []
        forms = await _forms(visit, place, facts)
        people = await colleagues_in(here)
        figures = await theme_figures(here) if place.theme else {}
    forms["assigning"].offer(people)
    return page(
        visit,
        "drafting/decision.html",
        status_code=status,
        theme=place.theme,
        figure=figures.get(place.theme.id) if place.theme else None,
        easily=about_theme(place.theme.id) if place.theme else "",
        entry_facts=place.entry,
        here=place.path,
        facts=facts,
        effective=effective,
        history=history,
        notes=notes,
        preview=place.preview,
        own_work=facts.written_by == visit.visitor.account,
        reviewed=visit.consultation.replies_reviewed,
        **forms,
    )


async def _forms(visit: Visit, place: Place, facts: DeliberationFacts) -> dict[str, Any]:
    given = place.forms
    return {
        "deciding": given.get("deciding") or await deciding_form(visit, None, facts),
        "assigning": given.get("assigning")
        or AssignForm(
            locale=visit.locale,
            assignee=str(facts.assignee) if facts.assignee else "",
            due_on=facts.due_on,
        ),
        "noting": given.get("noting") or NoteForm(locale=visit.locale),
        "returning": given.get("returning") or ReturnForm(locale=visit.locale),
        "publishing": given.get("publishing") or LocalisedForm(locale=visit.locale),
    }


async def _theme_place(visit: Visit, theme: UUID) -> Place:
    facts = await require_theme(visit, theme)
    return Place(
        Subject(visit.consultation.id, theme=theme),
        f"/kerja/{visit.consultation.slug}/tema/{theme}/keputusan",
        theme=facts,
    )


async def _input_place(visit: Visit, registration: str) -> Place:
    entry = await find_team_input(visit.consultation.id, registration)
    if entry is None:
        raise NotFound
    return Place(
        Subject(visit.consultation.id, input=entry.id),
        f"/kerja/{visit.consultation.slug}/masukan/{entry.registration}/keputusan",
        entry=entry,
    )
