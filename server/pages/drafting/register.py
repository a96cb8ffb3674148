"""The register of inputs, and the queue of those in no theme."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from analysis.proposals import unthemed_inputs
from consultations.errors import NotFound
from consultations.queries.inputs import belongs_to
from consultations.queries.register import RegisterFilter, registered_inputs
from consultations.queries.themes import themes_of
from consultations.rules import Permission
from consultations.theming import Placement, accept_theme, move_input
from consultations.transactions import reading
from server.forms.register import FilterForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

UNTHEMED = "/kerja/{slug:str}/belum-bertema"


@get("/kerja/{slug:str}/masukan", name="input.index", opt=needs(Permission.READ_REGISTER))
async def list_inputs(request: Visit, halaman: FromQuery[int] = 1) -> Response[Any]:
    """All inputs, narrowed by what the address says."""
    form = FilterForm(request.query_params, locale=request.locale)
    chosen = form.chosen()
    async with reading():
        found = await registered_inputs(request.consultation.id, RegisterFilter(**chosen), halaman)
    kept = urlencode({name: value for name, value in chosen.items() if value})
    return page(
        request,
        "drafting/register.html",
        fragment="inputs",
        form=form,
        found=found,
        address=f"{request.url.path}?{kept}" if kept else request.url.path,
    )


@get(UNTHEMED, name="unthemed.index", opt=needs(Permission.REVIEW_THEMES))
async def list_unthemed(request: Visit, halaman: FromQuery[int] = 1) -> Response[Any]:
    """Inputs in no theme and no proposal: each is read by a person."""
    here = request.consultation.id
    async with reading():
        found = await unthemed_inputs(here, halaman)
        themes = await themes_of(here)
    return page(request, "drafting/unthemed.html", fragment="inputs", found=found, themes=themes)


@post(
    UNTHEMED + "/{entry:uuid}",
    name="unthemed.place",
    opt=needs(Permission.REVIEW_THEMES),
    status_code=303,
)
async def place_unthemed(request: Visit, entry: FromPath[UUID]) -> Response[Any]:
    """Put an unthemed input into an accepted theme, or into a new one of its own."""
    here = request.consultation
    if not await belongs_to(entry, here.id):
        raise NotFound
    posted = await request.form()
    name = (posted.get("name") or "").strip()[:200]
    chosen = posted.get("theme") or ""
    if name:
        await accept_theme(
            consultation=here.id,
            name=name,
            placements=[Placement(entry)],
            by=request.visitor.account,
        )
    elif chosen:
        await move_input(
            entry=entry, to=_theme_id(chosen), away_from=None, by=request.visitor.account
        )
    return request.lead_to(f"/kerja/{here.slug}/belum-bertema")


def _theme_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error
