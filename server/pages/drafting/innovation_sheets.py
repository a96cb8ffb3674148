"""The register of innovations as a sheet: handed in, looked at, registered; and downloaded."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.clock import now
from consultations.errors import Malformed, NotFound
from consultations.pending_imports import find_sheet, forget_sheet
from consultations.queries.innovations import (
    InnovationFilter,
    InnovationRow,
    innovations_like,
)
from consultations.replication.checking import InnovationPreview, check_innovations
from consultations.replication.exchange import import_innovations, innovation_rows, new_in
from consultations.sheets import Sheet
from server.forms.importing import LARGEST_FILE, UploadForm
from server.pages.drafting.innovations import INNOVATIONS, KEEP
from server.responses import page
from server.sheets import hand_in, workbook_response
from server.visit import Visit

IMPORT = INNOVATIONS + "/impor"
PENDING = IMPORT + "/{pending:uuid}"
MOST_ROWS = 2000
SHOWN_ERRORS = 100
SHOWN_ROWS = 10


@get(IMPORT, name="innovation.import", opt=KEEP)
async def show_import(request: Visit) -> Response[Any]:
    """The form to hand in a sheet, and which columns it may have."""
    return _upload_page(request, UploadForm(locale=request.locale))


@post(
    IMPORT,
    name="innovation.upload",
    opt=KEEP,
    status_code=303,
    request_max_body_size=LARGEST_FILE + 10_000,
)
async def upload(request: Visit) -> Response[Any]:
    """Read the sheet and keep it for a look; nothing is registered."""
    form = UploadForm(await request.form(), locale=request.locale)
    pending = await hand_in(request, form, check_innovations, most_rows=MOST_ROWS)
    if pending is None:
        return _upload_page(request, form, status_code=422)
    return request.lead_to(f"/kerja/{request.consultation.slug}/inovasi/impor/{pending}")


@get(PENDING, name="innovation.import.preview", opt=KEEP)
async def show_preview(request: Visit, pending: FromPath[UUID]) -> Response[Any]:
    """What registering the sheet would do, and what is wrong with it."""
    sheet, name = await _sheet(request, pending)
    return await _preview_page(request, check_innovations(sheet), name)


@post(PENDING, name="innovation.import.confirm", opt=KEEP, status_code=303)
async def confirm(request: Visit, pending: FromPath[UUID]) -> Response[Any]:
    """Register what is new in the sheet, all of it or nothing."""
    sheet, name = await _sheet(request, pending)
    preview = check_innovations(sheet)
    try:
        innovations, replications = await import_innovations(
            consultation=request.consultation.id, preview=preview, by=request.visitor.account
        )
    except Malformed:
        return await _preview_page(request, preview, name, status_code=422)
    await forget_sheet(consultation=request.consultation.id, pending=pending, by=_person(request))
    told = f"order=terbaru&baru={innovations}&replikasi={replications}"
    return request.lead_to(f"/kerja/{request.consultation.slug}/inovasi?{told}")


@get(INNOVATIONS + "/unduh.xlsx", name="innovation.xlsx", opt=KEEP)
async def download_workbook(request: Visit) -> Response[Any]:
    """The register as XLSX, in the columns that the import reads."""
    rows = list(innovation_rows(await _everything(request)))
    name = f"inovasi-{request.consultation.slug}-{now():%Y-%m-%d}"
    return await workbook_response(rows, sheet="Inovasi", name=name)


async def _everything(visit: Visit) -> list[InnovationRow]:
    only = InnovationFilter(consultation=visit.consultation.id, public_only=False)
    found: list[InnovationRow] = []
    number = 1
    while True:
        page_found = await innovations_like(only, number)
        found += page_found.items
        if number >= page_found.last:
            return found
        number += 1


async def _sheet(visit: Visit, pending: UUID) -> tuple[Sheet, str]:
    sheet, _, name = await find_sheet(
        consultation=visit.consultation.id, pending=pending, by=_person(visit)
    )
    return sheet, name


def _upload_page(visit: Visit, form: UploadForm, status_code: int = 200) -> Response[Any]:
    return page(
        visit,
        "drafting/innovation_import.html",
        status_code=status_code,
        form=form,
    )


async def _preview_page(
    visit: Visit, preview: InnovationPreview, name: str, status_code: int = 200
) -> Response[Any]:
    innovations, replications = await new_in(visit.consultation.id, preview)
    return page(
        visit,
        "drafting/innovation_preview.html",
        status_code=status_code,
        preview=preview,
        file_name=name,
        innovations=innovations,
        replications=replications,
        shown_errors=SHOWN_ERRORS,
        shown_rows=SHOWN_ROWS,
    )


def _person(visit: Visit) -> UUID:
    if visit.visitor.account is None:
        raise NotFound
    return visit.visitor.account
