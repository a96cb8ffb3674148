"""The comment sheet of a published version, to be printed and filled in by hand."""

from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from consultations.errors import NotFound
from consultations.queries.drafts import units_of, versions_of
from consultations.rules import Permission
from consultations.session_documents.comment_sheet import clauses_of
from consultations.vocabulary import Element
from server.reuse import reusable_page
from server.security.permissions import needs
from server.visit import Visit


@get(
    "/konsultasi/{slug:str}/rancangan/{version:int}/lembar",
    name="draft.sheet",
    opt=needs(Permission.READ_PUBLISHED),
)
async def show_sheet(request: Visit, version: FromPath[int]) -> Response[Any]:
    """Every clause with its number and room to write."""

    async def facts() -> dict[str, Any]:
        draft = next(
            (v for v in await versions_of(request.consultation.id) if v.number == version), None
        )
        if draft is None:
            raise NotFound
        return {
            "draft": draft,
            "units": clauses_of(await units_of(draft.id)),
            "elements": list(Element),
        }

    return await reusable_page(request, "public/comment_sheet.html", facts)
