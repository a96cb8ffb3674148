"""The team of a session, and the checklist it works through."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath

from consultations.accounts import normalise_email
from consultations.checklists import LONGEST_NOTE, Tick, add_item, begin_checklist, tick_items
from consultations.errors import Refusal, Stale
from consultations.queries.session_plans import CheckFacts, checklist_of, team_of
from consultations.rules import Permission
from consultations.session_templates import usual_checklist
from consultations.staffing import accounts_of, set_team
from consultations.transactions import reading
from consultations.vocabulary import SessionStep
from server.forms.rows import RowsForm
from server.forms.session_lines import CheckForm, MemberRow
from server.pages.facilitator.at_hand import SESSION, plan_at_hand, session_path
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

TEAM = SESSION + "/tim"
CHECKLIST = SESSION + "/periksa"


@get(TEAM, name="session.team", opt=needs(Permission.HOLD_SESSION))
async def show_team(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Who runs the session, and as what."""
    return await _team_page(request, session)


@post(TEAM, name="session.team.save", opt=needs(Permission.HOLD_SESSION), status_code=303)
async def save_team(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Save the team; those with an account get their role for this session."""
    await plan_at_hand(request, session)
    form = RowsForm(MemberRow, await request.form(), locale=request.locale)
    if form.validate() and await _accounts_known(form):
        try:
            await set_team(
                session=session,
                version=form.version,
                members=[row.member() for row in form.filled],
                by=request.visitor.account,
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
            if isinstance(refusal, Stale):
                form.version = (await plan_at_hand(request, session)).version
        else:
            return request.lead_to(f"{session_path(request, session)}/tim")
    return await _team_page(request, session, form)


@get(CHECKLIST, name="session.checklist", opt=needs(Permission.TAKE_NOTES))
async def show_checklist(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """What is to be done before, during and after the session."""
    return await _checklist_page(request, session, CheckForm(locale=request.locale))


@post(CHECKLIST, name="session.checklist.tick", opt=needs(Permission.HOLD_SESSION), status_code=303)
async def tick(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Save the ticks and notes."""
    await plan_at_hand(request, session)
    posted = await request.form()
    listed = await checklist_of(session)
    await tick_items(
        session=session,
        ticks={item.id: _tick(posted, item) for item in listed if f"ada-{item.id}" in posted},
        by=request.visitor.account,
    )
    return request.lead_to(f"{session_path(request, session)}/periksa")


@post(
    CHECKLIST + "/mulai",
    name="session.checklist.begin",
    opt=needs(Permission.HOLD_SESSION),
    status_code=303,
)
async def begin(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Begin with the usual list."""
    await plan_at_hand(request, session)
    await begin_checklist(session=session, texts=usual_checklist(), by=request.visitor.account)
    return request.lead_to(f"{session_path(request, session)}/periksa")


@post(
    CHECKLIST + "/tambah",
    name="session.checklist.add",
    opt=needs(Permission.HOLD_SESSION),
    status_code=303,
)
async def append(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Put something of the team's own on the list."""
    await plan_at_hand(request, session)
    form = CheckForm(await request.form(), locale=request.locale)
    if not form.validate():
        return await _checklist_page(request, session, form)
    await add_item(
        session=session,
        step=SessionStep(form.step.data),
        text=form.text.data.strip(),
        by=request.visitor.account,
    )
    return request.lead_to(f"{session_path(request, session)}/periksa")


async def _accounts_known(form: RowsForm[MemberRow]) -> bool:
    known = await accounts_of([row.member() for row in form.filled])
    for row in form.filled:
        if row.email.data and normalise_email(row.email.data) not in known:
            row.refuse_account()
    return not form.errors


async def _team_page(
    visit: Visit, session: UUID, form: RowsForm[MemberRow] | None = None
) -> Response[Any]:
    async with reading():
        plan = await plan_at_hand(visit, session)
        team = await team_of(session)
    values = [{"duty": m.duty.value, "name": m.name, "email": m.email} for m in team]
    return page(
        visit,
        "facilitator/team.html",
        status_code=422 if form else 200,
        session=plan,
        form=form or RowsForm(MemberRow, locale=visit.locale, values=values, version=plan.version),
    )


async def _checklist_page(visit: Visit, session: UUID, form: CheckForm) -> Response[Any]:
    async with reading():
        plan = await plan_at_hand(visit, session)
        listed = await checklist_of(session)
    return page(
        visit,
        "facilitator/checklist.html",
        status_code=422 if form.errors else 200,
        session=plan,
        steps=[(step, [item for item in listed if item.step is step]) for step in SessionStep],
        done=sum(1 for item in listed if item.done_at),
        listed=len(listed),
        form=form,
        longest=LONGEST_NOTE,
    )


def _tick(posted: FormMultiDict, item: CheckFacts) -> Tick:
    def note(field: str) -> str:
        text = str(posted.get(f"{field}-{item.id}") or "").replace("\x00", "")
        return text.strip()[:LONGEST_NOTE]

    shown = Tick(done=posted.get(f"ada-{item.id}") == "selesai", note=note("semula"))
    return Tick(done=f"selesai-{item.id}" in posted, note=note("catatan"), shown=shown)
