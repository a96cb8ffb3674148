"""The response matrix and the list of issues as everyone may read them."""

from typing import Any
from urllib.parse import urlencode

from litestar import Response, get
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from consultations.queries.drafts import units_of, versions_of
from consultations.queries.response_matrix import Matrix, matrix_page, unlisted_of
from consultations.rules import Permission
from consultations.transactions import reading
from server.forms.response_matrix import PublicMatrixForm
from server.pages.drafting.matrices import issues_file, matrix_file
from server.pages.issue_pages import issue_facts
from server.responses import page
from server.reuse import reusable_page
from server.security.permissions import needs
from server.visit import Visit

MATRIX = "/konsultasi/{slug:str}/matriks"
ISSUES = "/konsultasi/{slug:str}/dim"
READ = needs(Permission.READ_PUBLISHED)


@get(MATRIX, name="response_matrix.public", opt=READ)
async def show_matrix(request: Visit, halaman: FromQuery[int] = 1) -> Response[Any]:
    """Every public input with its published decision and the words it led to."""
    here = request.consultation.id
    async with reading():
        form = await _form(request)
        found = await matrix_page(Matrix(here, form.chosen(), published=True), halaman)
        unlisted = await unlisted_of(here)
    kept = urlencode(form.kept())
    return page(
        request,
        "public/matrix.html",
        fragment="rows",
        form=form,
        found=found,
        unlisted=unlisted,
        address=f"{request.url.path}?{kept}" if kept else request.url.path,
        kept=f"?{kept}" if kept else "",
    )


@get(MATRIX + "/unduh/{document:str}", name="response_matrix.public.download", opt=READ)
async def download_matrix(request: Visit, document: FromPath[str]) -> Stream:
    """The narrowed public matrix as Word or Excel."""
    form = await _form(request)
    matrix = Matrix(request.consultation.id, form.chosen(), published=True)
    return await matrix_file(request, matrix, document)


@get(ISSUES, name="issue_list.public", opt=READ)
async def show_issues(
    request: Visit, halaman: FromQuery[int] = 1, keterangan: FromQuery[str] = ""
) -> Response[Any]:
    """Every unit with a number that stays, and what became of it."""
    here = request.consultation.id

    async def facts() -> dict[str, Any]:
        return await issue_facts(here, keterangan, halaman)

    return await reusable_page(request, "public/issues.html", facts)


@get(ISSUES + "/unduh/{document:str}", name="issue_list.public.download", opt=READ)
async def download_issues(request: Visit, document: FromPath[str]) -> Stream:
    """The whole list as Word or Excel."""
    return await issues_file(request, document)


async def _form(visit: Visit) -> PublicMatrixForm:
    form = PublicMatrixForm(visit.query_params, locale=visit.locale)
    versions = await versions_of(visit.consultation.id)
    units = await units_of(versions[0].id) if versions else []
    form.offer({str(u.identity): f"{form.say(u.kind.label)} {u.number}" for u in units})
    return form
