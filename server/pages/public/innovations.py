"""The public directory of innovations and their replications."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from consultations.errors import NotFound
from consultations.queries.consultations import find_consultation_by_id
from consultations.queries.good_practices import units_informed_by
from consultations.queries.innovations import (
    award_years,
    definitions_in,
    find_document,
    find_innovation,
    innovations_like,
)
from consultations.rules import Permission
from consultations.transactions import reading
from server.forms.innovation import DirectoryForm
from server.pages.public.evidence import download
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

DIRECTORY = "/inovasi"
READ = needs(Permission.READ_PUBLISHED)


@get(DIRECTORY, name="innovation.directory", opt=READ)
async def show_directory(request: Visit, halaman: FromQuery[int] = 1) -> Response[Any]:
    """Public innovations, narrowed and sorted by what the address says."""
    form = DirectoryForm(request.query_params, locale=request.locale)
    async with reading():
        form.offer(await award_years())
        found = await innovations_like(form.chosen(), halaman, form.chosen_order())
    kept = urlencode(form.kept())
    return page(
        request,
        "public/innovations.html",
        fragment="innovations",
        form=form,
        found=found,
        address=f"{DIRECTORY}?{kept}" if kept else DIRECTORY,
    )


@get(DIRECTORY + "/{innovation:uuid}", name="innovation.show", opt=READ)
async def show_innovation(request: Visit, innovation: FromPath[UUID]) -> Response[Any]:
    """One innovation with its replications, their documents and what came of them."""
    async with reading():
        found = await find_innovation(innovation)
        if found is None:
            raise NotFound
        keeper = await find_consultation_by_id(found.consultation, request.locale)
        definitions = await definitions_in(found.consultation)
        informed = await units_informed_by(innovation)
    return page(
        request,
        "public/innovation.html",
        innovation=found,
        keeper=keeper,
        definitions=definitions,
        informed=informed,
    )


@get(DIRECTORY + "/dokumen/{document:uuid}", name="innovation.document", opt=READ)
async def show_document(request: Visit, document: FromPath[UUID]) -> Response[Any]:
    """A document of a public innovation's replication."""
    return download(request, await find_document(document))
