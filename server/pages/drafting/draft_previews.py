"""Secret preview links to a version that is not public yet."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.previewing import (
    make_preview_link,
    preview_links_of,
    read_preview,
    revoke_preview_link,
)
from consultations.queries.drafts import find_version
from consultations.rules import Permission
from consultations.transactions import reading
from server.forms.draft import PreviewForm
from server.pages.drafting.draft_units import DRAFT
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

PREVIEWS = DRAFT + "/pratinjau"


@post(PREVIEWS, name="preview.make", opt=needs(Permission.EDIT_DRAFT), status_code=200)
async def make_link(request: Visit, number: FromPath[int]) -> Response[Any]:
    """Make a link and show it, this once."""
    form = PreviewForm(await request.form(), locale=request.locale)
    draft = await find_version(request.consultation.id, number, published=False)
    link = ""
    if form.validate():
        token = await make_preview_link(
            version=draft.id, days=form.days.data, by=request.visitor.account
        )
        link = f"{request.app.state.settings.address}/pratinjau/{token}"
    return page(
        request,
        "drafting/draft_preview_link.html",
        status_code=200 if link else 422,
        draft=draft,
        link=link,
        form=form,
        links=await preview_links_of(draft.id),
    )


@post(
    PREVIEWS + "/{link:uuid}/cabut",
    name="preview.revoke",
    opt=needs(Permission.EDIT_DRAFT),
    status_code=303,
)
async def revoke_link(request: Visit, number: FromPath[int], link: FromPath[UUID]) -> Response[Any]:
    """Make a link useless at once."""
    draft = await find_version(request.consultation.id, number, published=False)
    await revoke_preview_link(version=draft.id, link=link, by=request.visitor.account)
    return request.lead_to(f"/kerja/{request.consultation.slug}/rancangan/{number}#pratinjau")


@get("/pratinjau/{token:str}", name="preview.show", opt=needs(Permission.READ_PREVIEW))
async def show_preview(request: Visit, token: FromPath[str]) -> Response[Any]:
    """An unpublished version for whoever holds the link; the public one once it is published."""
    async with reading():
        preview = await read_preview(token)
    if preview.published_as is not None:
        return request.lead_to(f"/konsultasi/{preview.slug}/rancangan/{preview.published_as}")
    response = page(request, "public/draft_preview.html", preview=preview)
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
