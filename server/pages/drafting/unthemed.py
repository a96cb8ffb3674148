"""The queue of inputs that are in no theme: each is read by a person."""

from typing import Any
from urllib.parse import urlencode

from litestar import Response, get
from litestar.params import FromQuery

from analysis.beginnings import beginning_of
from analysis.unthemed import Queue
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
