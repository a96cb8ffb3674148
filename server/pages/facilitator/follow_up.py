"""Follow-up items across sessions: listed, added, changed, and moved on step by step."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import File

from consultations.clock import now
from consultations.errors import NotFound, Refusal
from consultations.follow_ups import (
    UnknownInputs,
    add_follow_up,
    change_follow_up,
    record_step,
)
from consultations.queries.drafts import UnitFacts, units_of, versions_of
from consultations.queries.follow_up_imports import undoable_import
from consultations.queries.follow_ups import (
    find_follow_up,
    find_step_file,
    follow_ups_in,
    owners_in,
    status_counts,
    steps_of,
)
from consultations.queries.sessions import sessions_of
from consultations.rules import Permission
from consultations.transactions import reading
from server.forms.follow_up import FollowUpFilterForm, FollowUpForm, StepForm
from server.pages.facilitator.documents import SESSION, photo_paths, require_dossier
from server.pages.public.evidence import SANDBOX
from server.responses import page
from server.security.permissions import needs
from server.uploads import LARGEST_FORM, given_evidence
from server.visit import Visit

ITEMS = "/kerja/{slug:str}/tindak-lanjut"
ITEM = ITEMS + "/{item:uuid}"
KEEP = needs(Permission.KEEP_FOLLOW_UP)


@get(ITEMS, name="follow_up.index", opt=KEEP)
async def list_items(request: Visit, halaman: FromQuery[int] = 1) -> Response[Any]:
    """Every item, narrowed and sorted by what the address says."""
    return await items_page(request, halaman)


@get(SESSION + "/rtl", name="follow_up.session", opt=KEEP)
async def list_of_session(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """The items of one session, which its follow-up plan is made of."""
    dossier = await require_dossier(request, session)
    return page(
        request, "facilitator/session_follow_ups.html", session=dossier, today=_today(request)
    )


@get(ITEMS + "/baru", name="follow_up.new", opt=KEEP)
async def show_new(request: Visit, sesi: FromQuery[str] = "") -> Response[Any]:
    """The form for another item."""
    form = FollowUpForm(locale=request.locale, session=sesi)
    return await _new_page(request, form)


@post(ITEMS + "/baru", name="follow_up.add", opt=KEEP, status_code=303)
async def add(request: Visit) -> Response[Any]:
    """Enter an item."""
    form = FollowUpForm(await request.form(), locale=request.locale)
    form.offer(await _sessions(request), await _units(request))
    if form.validate():
        try:
            row = await add_follow_up(
                consultation=request.consultation.id,
                words=form.words(),
                inputs=form.registrations(),
                by=request.visitor.account,
            )
        except UnknownInputs as unknown:
            form.inputs.errors = [form.say(unknown.message, numbers=unknown.numbers)]
        else:
            return request.lead_to(f"{_items(request)}/{row.id}")
    return await _new_page(request, form)


@get(ITEM, name="follow_up.show", opt=KEEP)
async def show_item(request: Visit, item: FromPath[UUID]) -> Response[Any]:
    """One item with its history."""
    return await _item_page(request, item)


@post(ITEM, name="follow_up.change", opt=KEEP, status_code=303)
async def change(request: Visit, item: FromPath[UUID]) -> Response[Any]:
    """Correct an item."""
    form = FollowUpForm(await request.form(), locale=request.locale)
    form.offer(await _sessions(request), await _units(request))
    if form.validate():
        version = form.version.data or ""
        try:
            await change_follow_up(
                consultation=request.consultation.id,
                item=item,
                words=form.words(),
                inputs=form.registrations(),
                version=int(version) if version.isdecimal() else 0,
                by=request.visitor.account,
            )
        except UnknownInputs as unknown:
            form.inputs.errors = [form.say(unknown.message, numbers=unknown.numbers)]
        except NotFound:
            raise
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to(request.url.path)
    return await _item_page(request, item, form=form)


@post(
    ITEM + "/langkah",
    name="follow_up.step",
    opt=KEEP,
    status_code=303,
    request_max_body_size=LARGEST_FORM,
)
async def take_step(request: Visit, item: FromPath[UUID]) -> Response[Any]:
    """Say how far it is, with evidence."""
    form = StepForm(await request.form(), locale=request.locale)
    form.validate()
    async with given_evidence(request, form, form.evidence) as evidence:
        if not form.errors:
            await record_step(
                consultation=request.consultation.id,
                item=item,
                progress=form.progress(await evidence.keep(), _today(request)),
                by=request.visitor.account,
            )
            return request.lead_to(f"{_items(request)}/{item}")
    return await _item_page(request, item, step=form)


@get(ITEM + "/berkas/{file:uuid}", name="follow_up.file", opt=KEEP)
async def show_file(request: Visit, item: FromPath[UUID], file: FromPath[UUID]) -> File:
    """Evidence of a step."""
    if await find_follow_up(request.consultation.id, item) is None:
        raise NotFound
    found = await find_step_file(item, file)
    if found is None or not (path := photo_paths(request)(found.sha256)).is_file():
        raise NotFound
    return File(
        path,
        filename=found.name,
        media_type=found.media_type,
        content_disposition_type="attachment",
        headers={"Content-Security-Policy": SANDBOX},
    )


async def items_page(
    visit: Visit, number: int, error: str = "", changed: str = ""
) -> Response[Any]:
    """The list, and the last import while it can be taken back; ``changed`` names why it can't."""
    here, today = visit.consultation.id, _today(visit)
    async with reading():
        form = FollowUpFilterForm(visit.query_params, locale=visit.locale)
        form.offer(await _sessions(visit), await owners_in(here, public_only=False))
        found = await follow_ups_in(here, form.chosen(today), number, form.chosen_order())
        counts = await status_counts(here, public=False)
        imported = await undoable_import(here)
    kept, path = urlencode(form.kept()), _items(visit)
    return page(
        visit,
        "facilitator/follow_ups.html",
        fragment="items",
        status_code=422 if error else 200,
        form=form,
        found=found,
        counts=counts,
        imported=imported,
        error=error,
        changed=changed,
        today=today,
        path=path,
        address=f"{path}?{kept}" if kept else path,
        kept=f"?{kept}" if kept else "",
    )


async def _new_page(visit: Visit, form: FollowUpForm) -> Response[Any]:
    form.offer(await _sessions(visit), await _units(visit))
    return page(
        visit, "facilitator/new_follow_up.html", status_code=422 if form.errors else 200, form=form
    )


async def _item_page(
    visit: Visit, item: UUID, form: FollowUpForm | None = None, step: StepForm | None = None
) -> Response[Any]:
    found = await find_follow_up(visit.consultation.id, item)
    if found is None:
        raise NotFound
    form_shown = form or FollowUpForm.of(found, visit.locale)
    form_shown.offer(await _sessions(visit), await _units(visit))
    return page(
        visit,
        "facilitator/follow_up.html",
        status_code=422 if form or step else 200,
        item=found,
        steps=await steps_of(item),
        form=form_shown,
        step=step or StepForm(locale=visit.locale, status=found.status.value),
        today=_today(visit),
    )


async def _sessions(visit: Visit) -> dict[str, str]:
    return {str(one.id): one.title for one in await sessions_of(visit.consultation.id)}


async def _units(visit: Visit) -> list[UnitFacts]:
    versions = await versions_of(visit.consultation.id)
    return await units_of(versions[0].id) if versions else []


def _items(visit: Visit) -> str:
    return f"/kerja/{visit.consultation.slug}/tindak-lanjut"


def _today(visit: Visit) -> date:
    return now().astimezone(ZoneInfo(visit.consultation.zone)).date()
