"""The agenda of a session and the guide of its discussion."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.errors import Refusal, Stale
from consultations.queries.session_plans import agenda_of, guide_of
from consultations.rules import Permission
from consultations.running_order import set_agenda, set_guide
from consultations.transactions import reading
from server.forms.rows import RowsForm
from server.forms.session_lines import AgendaRow, GuideRow
from server.pages.facilitator.at_hand import SESSION, plan_at_hand, session_path
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

AGENDA = SESSION + "/acara"
GUIDE = SESSION + "/panduan"


@get(AGENDA, name="session.agenda", opt=needs(Permission.TAKE_NOTES))
async def show_agenda(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """The steps with the clock times that follow from their minutes."""
    return await _agenda_page(request, session)


@post(AGENDA, name="session.agenda.save", opt=needs(Permission.HOLD_SESSION), status_code=303)
async def save_agenda(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Save all steps in their order."""
    await plan_at_hand(request, session)
    form = RowsForm(AgendaRow, await request.form(), locale=request.locale)
    if form.validate():
        try:
            await set_agenda(
                session=session,
                version=form.version,
                lines=[row.line() for row in form.filled],
                by=request.visitor.account,
            )
        except Refusal as refusal:
            await _refuse(request, session, form, refusal)
        else:
            return request.lead_to(f"{session_path(request, session)}/acara")
    return await _agenda_page(request, session, form)


@get(GUIDE, name="session.guide", opt=needs(Permission.TAKE_NOTES))
async def show_guide(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """The questions from the opening to the closing ones."""
    return await _guide_page(request, session)


@post(GUIDE, name="session.guide.save", opt=needs(Permission.HOLD_SESSION), status_code=303)
async def save_guide(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Save all questions; they are sorted into the hourglass."""
    await plan_at_hand(request, session)
    form = RowsForm(GuideRow, await request.form(), locale=request.locale)
    if form.validate():
        try:
            await set_guide(
                session=session,
                version=form.version,
                lines=[row.line() for row in form.filled],
                by=request.visitor.account,
            )
        except Refusal as refusal:
            await _refuse(request, session, form, refusal)
        else:
            return request.lead_to(f"{session_path(request, session)}/panduan")
    return await _guide_page(request, session, form)


async def _agenda_page(
    visit: Visit, session: UUID, form: RowsForm[AgendaRow] | None = None
) -> Response[Any]:
    async with reading():
        plan = await plan_at_hand(visit, session)
        agenda = await agenda_of(plan)
    values = [
        {"id": str(s.id), "title": s.title, "speaker": s.speaker, "minutes": str(s.minutes)}
        for s in agenda
    ]
    return page(
        visit,
        "facilitator/agenda.html",
        status_code=422 if form else 200,
        session=plan,
        agenda=agenda,
        total=sum(step.minutes for step in agenda),
        form=form or RowsForm(AgendaRow, locale=visit.locale, values=values, version=plan.version),
    )


async def _guide_page(
    visit: Visit, session: UUID, form: RowsForm[GuideRow] | None = None
) -> Response[Any]:
    async with reading():
        plan = await plan_at_hand(visit, session)
        guide = await guide_of(session)
    values = [{"id": str(q.id), "part": q.part.value, "text": q.text} for q in guide]
    return page(
        visit,
        "facilitator/guide.html",
        status_code=422 if form else 200,
        session=plan,
        guide=guide,
        form=form or RowsForm(GuideRow, locale=visit.locale, values=values, version=plan.version),
    )


async def _refuse(visit: Visit, session: UUID, form: RowsForm[Any], refusal: Refusal) -> None:
    form.refuse(refusal.message)
    if isinstance(refusal, Stale):
        form.version = (await plan_at_hand(visit, session)).version
