"""The four stages with what was done in each, and their documents."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from consultations.queries.consultations import participation_in
from consultations.queries.evidence_sources import find_source_file
from consultations.queries.finalisation import finalisations_of
from consultations.queries.follow_ups import status_counts
from consultations.queries.own_results import decision_tally
from consultations.queries.stages import find_stage_document, stages_of
from consultations.rules import Permission
from server.pages.public.evidence import download
from server.reuse import reusable_page
from server.security.permissions import needs
from server.visit import Visit

READ = needs(Permission.READ_PUBLISHED)


@get("/konsultasi/{slug:str}/tahap", name="stage.public", opt=READ)
async def show_stages(request: Visit) -> Response[Any]:
    """What was done in each stage, by whom, when, and with which documents."""
    here = request.consultation

    async def facts() -> dict[str, Any]:
        return {
            "stages": await stages_of(here.id, request.locale),
            "participation": await participation_in(here.id, public=True),
            "tally": await decision_tally(here.id),
            "finals": await finalisations_of(here.id),
            "promised": sum((await status_counts(here.id, public=True)).values()),
        }

    return await reusable_page(request, "public/stages.html", facts)


@get("/bukti/tahap/{document:uuid}", name="stage.document", opt=READ)
async def show_document(request: Visit, document: FromPath[UUID]) -> Response[Any]:
    """A document of a stage. Nobody is recognised here: the address reads no cookie."""
    return download(request, await find_stage_document(document))


@get("/bukti/sumber/{file:uuid}", name="source.file", opt=READ)
async def show_source_file(request: Visit, file: FromPath[UUID]) -> Response[Any]:
    """A file of a source of evidence that is shown on a stage; as above."""
    return download(request, await find_source_file(file))
