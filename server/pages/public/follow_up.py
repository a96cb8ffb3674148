"""What was promised and how far it is, for everyone: the roadmap's action plan and sessions'."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from consultations.clock import now
from consultations.errors import NotFound
from consultations.follow_up_rows import follow_up_rows
from consultations.queries.follow_ups import (
    every_follow_up,
    find_follow_up,
    find_public_step_file,
    follow_ups_in,
    owners_in,
    status_counts,
    steps_of,
)
from consultations.queries.sessions import sessions_of
from consultations.rules import Permission
from consultations.transactions import reading
from server.forms.follow_up import FollowUpFilterForm
from server.pages.public.evidence import download
from server.responses import page
from server.security.permissions import needs
from server.sheets import csv_response, workbook_response
from server.visit import Visit

MONITORING = "/konsultasi/{slug:str}/pemantauan"
READ = needs(Permission.READ_PUBLISHED)


@get(MONITORING, name="follow_up.public", opt=READ)
async def show_progress(request: Visit, halaman: FromQuery[int] = 1) -> Response[Any]:
    """Every public item with its status, as a picture and as a table."""
    here, today = request.consultation.id, _today(request)
    async with reading():
        form = await _filter(request)
        only = form.chosen(today, public_only=True)
        found = await follow_ups_in(here, only, halaman, form.chosen_order())
        counts = await status_counts(here, public=True)
    kept = urlencode(form.kept())
    return page(
        request,
        "public/follow_up.html",
        form=form,
        found=found,
        counts=counts,
        today=today,
        kept=f"?{kept}" if kept else "",
    )


@get(MONITORING + "/{item:uuid}", name="follow_up.public.item", opt=READ)
async def show_item(request: Visit, item: FromPath[UUID]) -> Response[Any]:
    """One public item with its reports and the evidence that is for everyone."""
    async with reading():
        found = await find_follow_up(request.consultation.id, item, public=True)
        if found is None or not found.public:
            raise NotFound
        steps = await steps_of(item)
    return page(
        request, "public/follow_up_item.html", item=found, steps=steps, today=_today(request)
    )


@get(MONITORING + "/unduh.csv", name="follow_up.public.csv", opt=READ)
async def download_csv(request: Visit) -> Response[Any]:
    """The list as it is narrowed, as CSV."""
    return csv_response(await _rows(request), name=_name(request))


@get(MONITORING + "/unduh.xlsx", name="follow_up.public.xlsx", opt=READ)
async def download_workbook(request: Visit) -> Response[Any]:
    """The list as it is narrowed, as XLSX."""
    return await workbook_response(await _rows(request), sheet="Rencana aksi", name=_name(request))


@get("/bukti/tindak-lanjut/{file:uuid}", name="follow_up.public.file", opt=READ)
async def show_file(request: Visit, file: FromPath[UUID]) -> Response[Any]:
    """Evidence that was opened to everyone. Nobody is recognised here."""
    return download(request, await find_public_step_file(file))


async def _rows(visit: Visit) -> list[list[str]]:
    today = _today(visit)
    async with reading():
        form = await _filter(visit)
        only = form.chosen(today, public_only=True)
        items = await every_follow_up(visit.consultation.id, only, form.chosen_order())
    return follow_up_rows(items)


async def _filter(visit: Visit) -> FollowUpFilterForm:
    here = visit.consultation.id
    form = FollowUpFilterForm(visit.query_params, locale=visit.locale)
    sessions = {str(one.id): one.title for one in await sessions_of(here)}
    form.offer(sessions, await owners_in(here, public_only=True))
    return form


def _name(visit: Visit) -> str:
    return f"rencana-aksi-{visit.consultation.slug}-{now():%Y-%m-%d}"


def _today(visit: Visit) -> date:
    return now().astimezone(ZoneInfo(visit.consultation.zone)).date()
