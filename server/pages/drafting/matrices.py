"""The response matrix and the list of issues, for the drafting team: read and downloaded."""

from typing import Any, BinaryIO
from urllib.parse import urlencode

from litestar import Response, get
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from consultations.clock import now
from consultations.errors import NotFound
from consultations.queries.decision_options import options_of
from consultations.queries.issue_list import issue_list_of
from consultations.queries.response_matrix import Matrix, matrix_page, unlisted_of
from consultations.response_matrix.issues import write_issues
from consultations.response_matrix.making import write_matrix
from consultations.rules import Permission
from consultations.transactions import reading
from server.downloads import MEDIA_TYPES, made_file
from server.pages.drafting.register import chosen_filter
from server.pages.issue_pages import issue_facts
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

MATRIX = "/kerja/{slug:str}/matriks"
ISSUES = "/kerja/{slug:str}/dim"


@get(MATRIX, name="response_matrix.show", opt=needs(Permission.READ_REGISTER))
async def show_matrix(
    request: Visit, halaman: FromQuery[int] = 1, baru: FromQuery[str] = ""
) -> Response[Any]:
    """Every input that may be shown with what is decided so far, published or not."""
    here = request.consultation.id
    async with reading():
        form = await chosen_filter(request)
        found = await matrix_page(Matrix(here, form.chosen(), published=False), halaman)
        unlisted = await unlisted_of(here)
    kept = urlencode(form.kept())
    return page(
        request,
        "drafting/matrix.html",
        fragment="rows",
        form=form,
        found=found,
        unlisted=unlisted,
        batch=baru if baru.replace("-", "").isalnum() else "",
        address=f"{request.url.path}?{kept}" if kept else request.url.path,
        kept=f"?{kept}" if kept else "",
    )


@get(
    MATRIX + "/unduh/{document:str}",
    name="response_matrix.download",
    opt=needs(Permission.EXPORT_REGISTER),
)
async def download_matrix(request: Visit, document: FromPath[str]) -> Stream:
    """The narrowed matrix as Word or Excel, with what it takes to read it back."""
    form = await chosen_filter(request)
    matrix = Matrix(request.consultation.id, form.chosen(), published=False)
    return await matrix_file(request, matrix, document)


@get(ISSUES, name="issue_list.show", opt=needs(Permission.READ_REGISTER))
async def show_issues(
    request: Visit, halaman: FromQuery[int] = 1, keterangan: FromQuery[str] = ""
) -> Response[Any]:
    """Every unit with a number that stays, and what became of it."""
    async with reading():
        facts = await issue_facts(request.consultation.id, keterangan, halaman)
    return page(request, "drafting/issues.html", fragment="issues", **facts)


@get(
    ISSUES + "/unduh/{document:str}",
    name="issue_list.download",
    opt=needs(Permission.EXPORT_REGISTER),
)
async def download_issues(request: Visit, document: FromPath[str]) -> Stream:
    """The whole list as Word or Excel."""
    return await issues_file(request, document)


async def matrix_file(visit: Visit, matrix: Matrix, name: str) -> Stream:
    """A matrix as the file asked for."""
    suffix = _suffix(name, "matriks")
    here = visit.consultation
    words = [
        option.label.text if option.label else str(option.decision.label)
        for option in await options_of(here.id)
        if option.offered
    ]

    async def make(file: BinaryIO) -> None:
        await write_matrix(
            matrix=matrix,
            target=file,
            suffix=suffix,
            title=f"Matriks tanggapan: {here.title}",
            zone=here.zone.value,
            words=words,
        )

    return made_file(f"matriks-{here.slug}-{now():%Y-%m-%d}.{suffix}", make)


async def issues_file(visit: Visit, name: str) -> Stream:
    """The list of issues as the file asked for."""
    suffix = _suffix(name, "dim")
    here = visit.consultation

    async def make(file: BinaryIO) -> None:
        async with reading():
            found = await issue_list_of(here.id)
        title = f"Daftar inventarisasi masalah (DIM): {here.title}"
        await write_issues(found=found, target=file, suffix=suffix, title=title)

    return made_file(f"dim-{here.slug}-{now():%Y-%m-%d}.{suffix}", make)


def _suffix(name: str, stem: str) -> str:
    given, _, suffix = name.rpartition(".")
    if given != stem or suffix not in MEDIA_TYPES:
        raise NotFound
    return suffix
