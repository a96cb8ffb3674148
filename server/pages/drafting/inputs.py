"""One input as the drafting team sees it: everything given, its files and its earlier words."""

from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from consultations.clock import today_in
from consultations.errors import NotFound
from consultations.queries.carried_actions import actions_carrying
from consultations.queries.evidence import evidence_of
from consultations.queries.notes import heard_back
from consultations.queries.threads import editions_of, find_team_input
from consultations.queries.word_traces import changes_from
from consultations.rules import Permission
from consultations.transactions import reading
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit


@get(
    "/kerja/{slug:str}/masukan/{registration:str}",
    name="input.review",
    opt=needs(Permission.READ_REGISTER),
)
async def show_input_to_team(request: Visit, registration: FromPath[str]) -> Response[Any]:
    """The input, its evidence and the words it had before."""
    async with reading():
        entry = await find_team_input(request.consultation.id, registration)
        if entry is None:
            raise NotFound
        editions = await editions_of(entry.id)
        heard = await heard_back([entry.id])
        evidence = await evidence_of([entry.id])
        changed = await changes_from(entry.id)
        every = request.may(Permission.KEEP_FOLLOW_UP, whole=True)
        actions = await actions_carrying(entry.id, changed, public=not every)
    return page(
        request,
        "drafting/input.html",
        input=entry,
        editions=editions,
        heard_back=heard,
        evidence=evidence.get(entry.id, []),
        changed=changed,
        actions=actions,
        today=today_in(request.consultation.zone.value),
    )
