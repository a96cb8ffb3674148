"""Publish all decisions that are ready at once: what is missing, a letter to look at, progress."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.errors import NotFound
from consultations.publications import request_publication
from consultations.queries.dispositions import working_dispositions
from consultations.queries.letters import inputs_for_letter, sections_of
from consultations.queries.publications import (
    publications_of,
    readiness_of,
    sample_of_ready,
    undecided_inputs,
)
from consultations.rules import Permission
from consultations.transactions import reading
from server.mail.composing import write_answers
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

PUBLISHING = "/kerja/{slug:str}/keputusan/terbitkan"


@get(PUBLISHING, name="publication.show", opt=needs(Permission.DECIDE))
async def show_publishing(request: Visit, halaman: FromQuery[int] = 1) -> Response[Any]:
    """What would be published, what is missing, and a letter as an author gets it."""
    here = request.consultation
    async with reading():
        ready = await readiness_of(here.id)
        missing = await undecided_inputs(here.id, halaman)
        earlier = await publications_of(here.id)
        entries = await inputs_for_letter(await sample_of_ready(here.id))
        found = await working_dispositions([entry.id for entry in entries])
    letter = None
    if entries:
        address = request.app.state.settings.address
        links = {entry.id: f"{address}/tanda-terima/…" for entry in entries}
        letter = write_answers(request.locale, address, here, sections_of(entries, found), links)
    return page(
        request,
        "drafting/decision_publishing.html",
        ready=ready,
        missing=missing,
        earlier=earlier,
        letter=letter,
    )


@post(PUBLISHING, name="publication.ask", opt=needs(Permission.DECIDE), status_code=303)
async def publish_all(request: Visit) -> Response[Any]:
    """Ask the worker to publish everything that is ready."""
    here = request.consultation
    asked = await request_publication(consultation=here.id, by=request.visitor.account)
    return request.lead_to(f"/kerja/{here.slug}/keputusan/terbitkan/{asked.id}")


@get(
    PUBLISHING + "/{publication:uuid}",
    name="publication.progress",
    opt=needs(Permission.DECIDE),
)
async def show_progress(request: Visit, publication: FromPath[UUID]) -> Response[Any]:
    """How far a joint publication is."""
    found = [p for p in await publications_of(request.consultation.id) if p.id == publication]
    if not found:
        raise NotFound
    return page(request, "drafting/publication.html", fragment="progress", publication=found[0])
