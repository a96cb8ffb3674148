"""The queue of inputs that are in no theme: each is read by a person."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from analysis.beginnings import beginning_of
from analysis.unthemed import Queue
from consultations.errors import NotFound
from consultations.placing import move_input, open_theme
from consultations.queries.inputs import belongs_to
from consultations.queries.themes import theme_names_of
from consultations.rules import Permission
from consultations.transactions import reading
from server.forms.theme_review import TickedForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

UNTHEMED = "/kerja/{slug:str}/belum-bertema"


@get(UNTHEMED, name="unthemed.index", opt=needs(Permission.REVIEW_THEMES))
async def list_unthemed(
    request: Visit,
    halaman: FromQuery[int] = 1,
    tunggal: FromQuery[bool] = False,  # noqa: FBT002 - the address's parameter
    diputuskan: FromQuery[bool] = False,  # noqa: FBT002 - the address's parameter
) -> Response[Any]:
    """Inputs in no theme and no proposal, the lone voices of them, or those decided on already."""
    here = request.consultation.id
    async with reading():
        found = await Queue(here, tunggal, diputuskan).page(halaman)
        themes = await theme_names_of(here)
        beginning = None if themes else await beginning_of(here)
    form = TickedForm(locale=request.locale)
    form.offer({str(key): name for key, name in themes})
    chosen = {"tunggal": tunggal, "diputuskan": diputuskan}
    kept = urlencode({name: "true" for name, given in chosen.items() if given})
    return page(
        request,
        "drafting/unthemed.html",
        fragment="inputs",
        found=found,
        beginning=beginning,
        ticked=form,
        lone=tunggal,
        decided=diputuskan,
        address=f"{request.url.path}?{kept}" if kept else request.url.path,
    )


@post(
    UNTHEMED + "/{entry:uuid}",
    name="unthemed.place",
    opt=needs(Permission.REVIEW_THEMES),
    status_code=303,
)
async def place_unthemed(request: Visit, entry: FromPath[UUID]) -> Response[Any]:
    """Put an unthemed input into an accepted theme, or into a new one of its own."""
    here, by = request.consultation, request.visitor.account
    if not await belongs_to(entry, here.id):
        raise NotFound
    posted = await request.form()
    name = (posted.get("name") or "").strip()[:200]
    chosen = posted.get("theme") or ""
    if name:
        await open_theme(consultation=here.id, name=name, entries=[entry], by=by)
    elif chosen:
        await move_input(entry=entry, to=_theme_id(chosen), away_from=None, by=by)
    return request.lead_to(f"/kerja/{here.slug}/belum-bertema")


def _theme_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error
