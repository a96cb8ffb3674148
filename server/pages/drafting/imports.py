"""Inputs from a sheet: hand it in, look at what would happen, confirm, and take back."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.errors import Malformed, NotFound, Refusal
from consultations.import_rows import Preview
from consultations.importing import count_known
from consultations.pending_imports import (
    check_mapped,
    confirm_import,
    find_sheet,
    forget_sheet,
    map_columns,
)
from consultations.queries.imports import find_import, imports_of
from consultations.queries.sessions import sessions_of
from consultations.rules import Permission
from consultations.undoing_imports import undo_import
from server.forms.importing import LABELS, LARGEST_FILE, ConfirmForm, MappingForm, UploadForm
from server.responses import page
from server.security.permissions import needs
from server.sheets import hand_in
from server.visit import Visit

IMPORTS = "/kerja/{slug:str}/impor"
PENDING = IMPORTS + "/pratinjau/{pending:uuid}"
MADE = IMPORTS + "/{made:uuid}"
# Each row takes its number in turn, and meanwhile other writers wait.
MOST_ROWS = 2000
SHOWN_ERRORS = 100
SHOWN_ROWS = 5


@get(IMPORTS, name="import.index", opt=needs(Permission.IMPORT_INPUT))
async def list_imports(request: Visit, halaman: FromQuery[int] = 1) -> Response[Any]:
    """The imports made so far, and the form to hand in a sheet."""
    return await _imports_page(request, UploadForm(locale=request.locale), halaman)


@post(
    IMPORTS,
    name="import.upload",
    opt=needs(Permission.IMPORT_INPUT),
    status_code=303,
    request_max_body_size=LARGEST_FILE + 10_000,
)
async def upload(request: Visit) -> Response[Any]:
    """Read the sheet and keep it for a look; nothing is registered."""
    form = UploadForm(await request.form(), locale=request.locale)
    pending = await hand_in(request, form, most_rows=MOST_ROWS)
    if pending is None:
        return await _imports_page(request, form)
    return request.lead_to(f"{_imports(request)}/pratinjau/{pending}")


@get(PENDING, name="import.preview", opt=needs(Permission.IMPORT_INPUT))
async def show_preview(request: Visit, pending: FromPath[UUID]) -> Response[Any]:
    """What importing the sheet would do, and what is wrong with it."""
    return await _preview_page(request, pending)


@post(
    PENDING + "/kolom",
    name="import.map",
    opt=needs(Permission.IMPORT_INPUT),
    status_code=303,
)
async def name_columns(request: Visit, pending: FromPath[UUID]) -> Response[Any]:
    """Take other columns of the same sheet."""
    form = MappingForm(await request.form(), locale=request.locale)
    await map_columns(
        consultation=request.consultation.id,
        pending=pending,
        mapping=form.mapping(),
        by=_person(request),
    )
    return request.lead_to(f"{_imports(request)}/pratinjau/{pending}")


@post(
    PENDING,
    name="import.confirm",
    opt=needs(Permission.IMPORT_INPUT),
    status_code=303,
)
async def confirm(request: Visit, pending: FromPath[UUID]) -> Response[Any]:
    """Register the sheet, all of it or nothing."""
    form = ConfirmForm(await request.form(), locale=request.locale)
    form.offer(await _sessions(request))
    try:
        await confirm_import(
            consultation=request.consultation.id,
            pending=pending,
            by=_person(request),
            session=form.chosen(),
        )
    except Malformed as refusal:
        return await _preview_page(request, pending, refusal.message)
    return request.lead_to(_imports(request))


@post(
    PENDING + "/buang",
    name="import.forget",
    opt=needs(Permission.IMPORT_INPUT),
    status_code=303,
)
async def forget(request: Visit, pending: FromPath[UUID]) -> Response[Any]:
    """Throw the sheet away."""
    await forget_sheet(consultation=request.consultation.id, pending=pending, by=_person(request))
    return request.lead_to(_imports(request))


@get(MADE + "/batalkan", name="import.undoing", opt=needs(Permission.IMPORT_INPUT))
async def ask_about_undoing(request: Visit, made: FromPath[UUID]) -> Response[Any]:
    """What taking the import back does, before it is done."""
    return await _undo_page(request, made)


@post(
    MADE + "/batalkan",
    name="import.undo",
    opt=needs(Permission.IMPORT_INPUT),
    status_code=303,
)
async def undo(request: Visit, made: FromPath[UUID]) -> Response[Any]:
    """Take the import back as a whole."""
    if await find_import(request.consultation.id, made) is None:
        raise NotFound
    try:
        await undo_import(made=made, by=request.visitor.account)
    except Refusal as refusal:
        return await _undo_page(request, made, refusal.message)
    return request.lead_to(_imports(request))


async def _imports_page(visit: Visit, form: UploadForm, number: int = 1) -> Response[Any]:
    return page(
        visit,
        "drafting/imports.html",
        status_code=422 if form.errors else 200,
        form=form,
        found=await imports_of(visit.consultation.id, number),
    )


async def _preview_page(visit: Visit, pending: UUID, error: str = "") -> Response[Any]:
    here = visit.consultation.id
    sheet, mapping, file_name = await find_sheet(
        consultation=here, pending=pending, by=_person(visit)
    )
    preview: Preview | None = None
    known = 0
    try:
        preview = await check_mapped(consultation=here, sheet=sheet, mapping=mapping)
        known = await count_known(consultation=here, preview=preview)
    except Malformed as refusal:
        error = error or refusal.message
    form = MappingForm(None, locale=visit.locale, **mapping)
    form.offer(sheet.headings)
    confirming = ConfirmForm(locale=visit.locale)
    confirming.offer(await _sessions(visit))
    return page(
        visit,
        "drafting/import_preview.html",
        confirming=confirming,
        status_code=422 if error and visit.method == "POST" else 200,
        preview=preview,
        known=known,
        file_name=file_name,
        form=form,
        error=error,
        labels=LABELS,
        shown_errors=SHOWN_ERRORS,
        shown_rows=SHOWN_ROWS,
    )


async def _undo_page(visit: Visit, made: UUID, error: str = "") -> Response[Any]:
    found = await find_import(visit.consultation.id, made)
    if found is None:
        raise NotFound
    return page(
        visit,
        "drafting/import_undo.html",
        status_code=422 if error else 200,
        made=found,
        error=error,
    )


async def _sessions(visit: Visit) -> dict[str, str]:
    return {str(one.id): one.title for one in await sessions_of(visit.consultation.id)}


def _imports(visit: Visit) -> str:
    return f"/kerja/{visit.consultation.slug}/impor"


def _person(visit: Visit) -> UUID:
    account = visit.visitor.account
    if account is None:
        raise NotFound
    return account
