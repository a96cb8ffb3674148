"""Sessions as they are planned: the list, a new one, its plan, and calling it off."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.errors import NotFound, Refusal, Stale
from consultations.mailing import mail_is_on
from consultations.preparing import cancel_session, edit_session, ensure_code, plan_session
from consultations.queries.drafts import units_of, versions_of
from consultations.queries.participants import headcount
from consultations.queries.session_lists import SessionFilter, planned_sessions
from consultations.queries.session_plans import find_plan, units_of_session
from consultations.queries.sessions import sessions_of
from consultations.rules import Permission
from consultations.session_templates import (
    shifted,
    start_from_session,
    start_from_template,
    templates,
)
from consultations.telling_participants import count_concerned
from consultations.transactions import reading, transaction
from server.forms.session_plan import (
    CancelForm,
    PlanForm,
    SessionFilterForm,
    copied_values,
    plan_values,
    template_values,
)
from server.pages.facilitator.at_hand import (
    SESSION,
    SESSIONS,
    plan_at_hand,
    session_path,
    sessions_path,
)
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

PLAN = SESSION + "/rencana"
NEW = SESSIONS + "/baru"


@get(SESSIONS, name="session.index", opt=needs(Permission.ENTER_WORKSPACE))
async def list_sessions(request: Visit, halaman: FromQuery[int] = 1) -> Response[Any]:
    """The sessions with where each stands, narrowed by the address."""
    form = SessionFilterForm(request.query_params, locale=request.locale)
    only = form.chosen()
    async with reading():
        found = await planned_sessions(request.consultation.id, only, halaman)
    kept = urlencode(
        {name: value for name in SessionFilter.__slots__ if (value := getattr(only, name))}
    )
    return page(
        request,
        "facilitator/sessions.html",
        fragment="found",
        found=found,
        form=form,
        narrowed=bool(kept),
        address=f"{request.url.path}?{kept}" if kept else request.url.path,
    )


@get(NEW, name="session.new", opt=needs(Permission.HOLD_SESSION))
async def show_new(request: Visit, dari: FromQuery[str] = "") -> Response[Any]:
    """The form for another session: empty, from a template, or copied from a former one."""
    values: dict[str, Any] = {}
    kind, _, named = dari.partition(":")
    if kind == "pola" and named in templates():
        values = template_values(templates()[named])
    elif kind == "sesi":
        former = await _former(request, named)
        values = copied_values(
            former,
            await units_of_session(former.id),
            request.consultation.zone,
            shifted(former.starts_at),
        )
    return await _new_page(request, PlanForm(locale=request.locale, **values))


@post(SESSIONS, name="session.announce", opt=needs(Permission.HOLD_SESSION), status_code=303)
async def announce(request: Visit) -> Response[Any]:
    """Put a session on the calendar, with what it starts from."""
    form = PlanForm(await request.form(), locale=request.locale)
    await _offer_units(request, form)
    if not form.validate():
        return await _new_page(request, form)
    kind, _, named = (form.source.data or "").partition(":")
    former = await _former(request, named) if kind == "sesi" else None
    by = request.visitor.account
    async with transaction():
        session = await plan_session(
            consultation=request.consultation.id,
            plan=form.plan(request.consultation.zone),
            by=by,
        )
        if former:
            await start_from_session(session=session.id, former=former.id, by=by)
        else:
            await start_from_template(session=session.id, template=named, by=by)
    return request.lead_to(f"{session_path(request, session.id)}/rencana")


@get(PLAN, name="session.plan", opt=needs(Permission.HOLD_SESSION))
async def show_plan(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """The plan, to be changed."""
    plan = await plan_at_hand(request, session)
    form = PlanForm(
        locale=request.locale,
        **plan_values(plan, await units_of_session(session), request.consultation.zone),
    )
    return await _plan_page(request, session, form)


@post(PLAN, name="session.edit", opt=needs(Permission.HOLD_SESSION), status_code=303)
async def edit(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Save the plan; an edit made on an older reading is shown again, not lost."""
    form = PlanForm(await request.form(), locale=request.locale)
    await plan_at_hand(request, session)
    await _offer_units(request, form)
    if form.validate():
        try:
            told = await edit_session(
                session=session,
                version=form.read_version(),
                plan=form.plan(request.consultation.zone),
                by=request.visitor.account,
                quietly=bool(form.quietly.data),
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
            if isinstance(refusal, Stale):
                form.version.data = str((await plan_at_hand(request, session)).version)
        else:
            return request.lead_to(
                f"{session_path(request, session)}/rencana?tersimpan=ya&surat={told}"
            )
    return await _plan_page(request, session, form)


@get(SESSION + "/batalkan", name="session.cancelling", opt=needs(Permission.HOLD_SESSION))
async def ask_about_cancelling(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """What calling the session off does, before it is done."""
    return await _cancel_page(request, session, CancelForm(locale=request.locale))


@post(
    SESSION + "/batalkan",
    name="session.cancel",
    opt=needs(Permission.HOLD_SESSION),
    status_code=303,
)
async def cancel(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Call the session off and tell everybody."""
    await plan_at_hand(request, session)
    form = CancelForm(await request.form(), locale=request.locale)
    if form.validate():
        try:
            await cancel_session(
                session=session, reason=form.reason.data.strip(), by=request.visitor.account
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to(f"{session_path(request, session)}/rencana")
    return await _cancel_page(request, session, form)


async def _new_page(visit: Visit, form: PlanForm) -> Response[Any]:
    await _offer_units(visit, form)
    former = await sessions_of(visit.consultation.id)
    return page(
        visit,
        "facilitator/new_session.html",
        status_code=422 if form.errors else 200,
        form=form,
        former=former[::-1],
        templates=templates().values(),
        address=sessions_path(visit),
    )


async def _plan_page(visit: Visit, session: UUID, form: PlanForm) -> Response[Any]:
    await ensure_code(session=session)
    await _offer_units(visit, form)
    async with reading():
        plan = await plan_at_hand(visit, session)
        count = await headcount(session)
        concerned = await count_concerned(session)
    told = visit.query_params.get("surat", "")
    return page(
        visit,
        "facilitator/session_plan.html",
        status_code=422 if form.errors else 200,
        session=plan,
        form=form,
        count=count,
        concerned=concerned,
        mail_on=mail_is_on(),
        saved=visit.query_params.get("tersimpan") == "ya",
        told=int(told) if told.isdecimal() and len(told) < 6 else 0,  # noqa: PLR2004 - a count
        check_in_address=f"{visit.app.state.settings.address}/s/{plan.code}",
    )


async def _cancel_page(visit: Visit, session: UUID, form: CancelForm) -> Response[Any]:
    async with reading():
        plan = await plan_at_hand(visit, session)
        count = await headcount(session)
    return page(
        visit,
        "facilitator/cancel_session.html",
        status_code=422 if form.errors else 200,
        session=plan,
        count=count,
        form=form,
    )


async def _offer_units(visit: Visit, form: PlanForm) -> None:
    versions = await versions_of(visit.consultation.id)
    form.offer_units(await units_of(versions[0].id) if versions else [])


async def _former(visit: Visit, named: str) -> Any:
    try:
        found = await find_plan(visit.consultation.id, UUID(named))
    except ValueError:
        found = None
    if found is None:
        raise NotFound
    return found
