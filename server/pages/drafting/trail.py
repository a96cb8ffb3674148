"""The audit trail, for the drafting team."""

from typing import Any
from urllib.parse import urlencode

from litestar import Response, get
from litestar.params import FromQuery

from consultations.queries.trail import ACTIONS, actions_in_trail, people_in_trail, trail_of
from consultations.rules import Permission
from consultations.transactions import reading
from server.forms.trail import TrailForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit


@get("/kerja/{slug:str}/jejak", name="trail.show", opt=needs(Permission.READ_TRAIL))
async def show_trail(request: Visit, halaman: FromQuery[int] = 1) -> Response[Any]:
    """Who did what when, narrowed by what the address says."""
    here = request.consultation.id
    form = TrailForm(request.query_params, locale=request.locale)
    async with reading():
        form.offer(
            actions={name: ACTIONS.get(name, name) for name in await actions_in_trail(here)},
            people={str(account): name for account, name in await people_in_trail(here)},
        )
        chosen = form.chosen()
        found = await trail_of(here, **chosen, page=halaman)
    kept = urlencode({name: value for name, value in chosen.items() if value})
    return page(
        request,
        "drafting/trail.html",
        fragment="trail",
        form=form,
        found=found,
        actions=ACTIONS,
        address=f"{request.url.path}?{kept}" if kept else request.url.path,
    )
