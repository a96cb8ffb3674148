"""The register of inputs: narrowed by the address, read page by page, downloaded as a sheet."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get
from litestar.params import FromQuery
from litestar.response import Stream

from consultations.clock import now
from consultations.exporting import Workbook, as_csv, register_rows
from consultations.queries.drafts import units_of, versions_of
from consultations.queries.notes import heard_back
from consultations.queries.register import registered_inputs
from consultations.queries.sessions import sessions_of
from consultations.queries.surveys import survey_names
from consultations.queries.themes import theme_names_of
from consultations.rules import Permission
from consultations.transactions import reading
from server.forms.register import FilterForm
from server.forms.theme_review import TickedForm
from server.pages.merged_themes import follow_merged
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

INPUTS = "/kerja/{slug:str}/masukan"
CHUNK = 256 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@get(INPUTS, name="input.index", opt=needs(Permission.READ_REGISTER))
async def list_inputs(request: Visit, halaman: FromQuery[int] = 1) -> Response[Any]:
    """All inputs, narrowed and sorted by what the address says."""
    async with reading():
        form = await chosen_filter(request)
        found = await registered_inputs(
            request.consultation.id, form.chosen(), halaman, form.chosen_order()
        )
        heard = await heard_back([entry.id for entry in found.items])
        themes = await theme_names_of(request.consultation.id)
    gathering = None
    if request.may(Permission.REVIEW_THEMES):
        gathering = TickedForm(locale=request.locale)
        gathering.offer({str(key): name for key, name in themes})
    kept = urlencode(form.kept())
    return page(
        request,
        "drafting/register.html",
        fragment="inputs",
        form=form,
        found=found,
        heard_back=heard,
        gathering=gathering,
        address=f"{request.url.path}?{kept}" if kept else request.url.path,
        kept=f"?{kept}" if kept else "",
    )


@get(INPUTS + "/unduh.csv", name="input.csv", opt=needs(Permission.EXPORT_REGISTER))
async def download_csv(request: Visit) -> Stream:
    """The narrowed register as CSV, sent while it is read."""
    form = await chosen_filter(request)
    rows = register_rows(request.consultation.id, form.chosen())

    async def lines() -> AsyncIterator[bytes]:
        yield "\ufeff".encode()
        async for batch in rows:
            yield as_csv(batch).encode()

    return Stream(
        lines(), media_type="text/csv; charset=utf-8", headers=_attachment(request, "csv")
    )


@get(INPUTS + "/unduh.xlsx", name="input.xlsx", opt=needs(Permission.EXPORT_REGISTER))
async def download_workbook(request: Visit) -> Stream:
    """The narrowed register as XLSX; a workbook is complete only when its last row is known."""
    form = await chosen_filter(request)
    rows = register_rows(request.consultation.id, form.chosen())

    async def chunks() -> AsyncIterator[bytes]:
        with tempfile.TemporaryFile() as file:
            book = Workbook(file)
            async for batch in rows:
                await asyncio.to_thread(book.add, batch)
            await asyncio.to_thread(book.finish)
            file.seek(0)
            while chunk := await asyncio.to_thread(file.read, CHUNK):
                yield chunk

    return Stream(chunks(), media_type=XLSX, headers=_attachment(request, "xlsx"))


async def chosen_filter(visit: Visit) -> FilterForm:
    """The form with what the address says and the consultation offers."""
    here = visit.consultation.id
    form = FilterForm(visit.query_params, locale=visit.locale)
    versions = await versions_of(here)
    form.offer(
        units={
            str(unit.identity): f"{form.say(unit.kind.label)} {unit.number}"
            for unit in (await units_of(versions[0].id) if versions else [])
        },
        themes={str(theme): name for theme, name in await theme_names_of(here)},
        sessions={str(session.id): session.title for session in await sessions_of(here)},
        surveys=await survey_names(here, visit.locale),
    )
    await follow_merged(here, form.theme)
    return form


def _attachment(visit: Visit, kind: str) -> dict[str, str]:
    name = f"masukan-{visit.consultation.slug}-{now():%Y-%m-%d}.{kind}"
    return {"Content-Disposition": f'attachment; filename="{name}"'}
