"""A matrix that was edited offline: handed in, looked at, and taken over as drafts."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.errors import Malformed, NotFound, Refusal
from consultations.pending_imports import find_sheet, forget_sheet, keep_sheet
from consultations.queries.decision_options import options_of
from consultations.response_matrix.applying import MOST_CHANGES, take_over
from consultations.response_matrix.reading import (
    READ,
    MatrixPreview,
    preview_matrix,
    read_matrix,
)
from consultations.rules import Permission
from consultations.transactions import reading
from server.forms.deciding import number
from server.forms.importing import LARGEST_FILE
from server.forms.response_matrix import ReadBackForm, ticked_in
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

READING = "/kerja/{slug:str}/matriks/baca"
PENDING = READING + "/{pending:uuid}"
DECIDE = needs(Permission.DECIDE)
SHOWN = 200


@get(READING, name="matrix_reading.show", opt=DECIDE)
async def show_reading(request: Visit) -> Response[Any]:
    """How editing offline works, and the form to hand a matrix in."""
    return page(request, "drafting/matrix_reading.html", form=ReadBackForm(locale=request.locale))


@post(
    READING,
    name="matrix_reading.upload",
    opt=DECIDE,
    status_code=303,
    request_max_body_size=LARGEST_FILE + 10_000,
)
async def upload(request: Visit) -> Response[Any]:
    """Read the matrix and keep it for a look; nothing is decided."""
    form = ReadBackForm(await request.form(), locale=request.locale)
    given = await form.read()
    if given is not None:
        content, name = given
        try:
            sheet = await read_matrix(content)
        except Malformed as refusal:
            form.file.errors = [form.say(refusal.message)]
        else:
            here = request.consultation.id
            pending = await keep_sheet(
                consultation=here, sheet=sheet, file_name=name, by=_person(request)
            )
            return request.lead_to(f"{request.url.path}/{pending}")
    return page(request, "drafting/matrix_reading.html", status_code=422, form=form)


@get(PENDING, name="matrix_reading.preview", opt=DECIDE)
async def show_preview(request: Visit, pending: FromPath[UUID]) -> Response[Any]:
    """What the file would change, what is wrong with it, and who decided meanwhile."""
    return await _preview_page(request, pending)


@post(PENDING, name="matrix_reading.confirm", opt=DECIDE, status_code=303)
async def confirm(request: Visit, pending: FromPath[UUID]) -> Response[Any]:
    """Take the decisions over as drafts."""
    preview, _ = await _preview(request, pending)
    ticked = ticked_in(await request.form())
    try:
        batch = await take_over(
            consultation=request.consultation.id,
            pending=pending,
            changes=preview.changes,
            ticked={
                change.entry: number(ticked[str(change.entry)])
                for change in preview.changes
                if str(change.entry) in ticked
            },
            by=request.visitor.account,
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return await _preview_page(request, pending, refusal.message)
    return request.lead_to(f"/kerja/{request.consultation.slug}/matriks?baru={batch}")


@post(PENDING + "/buang", name="matrix_reading.forget", opt=DECIDE, status_code=303)
async def forget(request: Visit, pending: FromPath[UUID]) -> Response[Any]:
    """Throw the file away."""
    here = request.consultation
    await forget_sheet(consultation=here.id, pending=pending, by=_person(request))
    return request.lead_to(f"/kerja/{here.slug}/matriks/baca")


async def _preview(visit: Visit, pending: UUID) -> tuple[MatrixPreview, str]:
    here = visit.consultation.id
    async with reading():
        sheet, _, name = await find_sheet(consultation=here, pending=pending, by=_person(visit))
        if sheet.headings != list(READ):
            raise NotFound
        return await preview_matrix(here, sheet, await options_of(here)), name


async def _preview_page(visit: Visit, pending: UUID, error: str = "") -> Response[Any]:
    preview, name = await _preview(visit, pending)
    return page(
        visit,
        "drafting/matrix_preview.html",
        status_code=422 if error else 200,
        preview=preview,
        file_name=name,
        error=error,
        shown=SHOWN,
        most=MOST_CHANGES,
    )


def _person(visit: Visit) -> UUID:
    account = visit.visitor.account
    if account is None:
        raise NotFound
    return account
