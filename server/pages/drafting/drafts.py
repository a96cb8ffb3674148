"""The drafting team's versions: paste, look at the split, publish."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.drafting import prepare_draft, publish_draft
from consultations.errors import NotFound, Refusal
from consultations.queries.drafts import source_of, units_of, versions_of
from consultations.rules import Permission
from consultations.transactions import reading
from server.forms.draft import LONGEST_DRAFT, DraftForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

DRAFTS = "/kerja/{slug:str}/rancangan"
LARGEST_POST = LONGEST_DRAFT * 12


@get(DRAFTS, name="draft.index", opt=needs(Permission.EDIT_DRAFT))
async def list_drafts(request: Visit) -> Response[Any]:
    """All versions, the unpublished one included, and the form for the next."""
    return await _drafts_page(request)


@post(
    DRAFTS,
    name="draft.prepare",
    opt=needs(Permission.EDIT_DRAFT),
    status_code=303,
    request_max_body_size=LARGEST_POST,
)
async def prepare(request: Visit) -> Response[Any]:
    """Split the pasted text into units and keep it as the next, unpublished version."""
    form = DraftForm(await request.form(), locale=request.locale)
    if form.validate():
        try:
            draft = await prepare_draft(
                consultation=request.consultation.id,
                text=form.text.data,
                by=request.visitor.account,
            )
        except Refusal as refusal:
            form.text.errors = [form.say(refusal.message)]
        else:
            return request.lead_to(f"/kerja/{request.consultation.slug}/rancangan/{draft.number}")
    return await _drafts_page(request, form)


@get(DRAFTS + "/{number:int}", name="draft.review", opt=needs(Permission.EDIT_DRAFT))
async def review(request: Visit, number: FromPath[int]) -> Response[Any]:
    """A version as it was split, before or after it is published."""
    async with reading():
        versions = await versions_of(request.consultation.id, published=False)
        draft = next((version for version in versions if version.number == number), None)
        if draft is None:
            raise NotFound
        units = await units_of(draft.id)
    return page(request, "drafting/draft.html", draft=draft, units=units)


@post(
    DRAFTS + "/{number:int}/terbitkan",
    name="draft.publish",
    opt=needs(Permission.PUBLISH_DRAFT),
    status_code=303,
)
async def publish(request: Visit, number: FromPath[int]) -> Response[Any]:
    """Make a version public, for good."""
    versions = await versions_of(request.consultation.id, published=False)
    draft = next((version for version in versions if version.number == number), None)
    if draft is None:
        raise NotFound
    await publish_draft(version=draft.id, by=request.visitor.account)
    return request.lead_to(f"/konsultasi/{request.consultation.slug}/rancangan/{number}")


async def _drafts_page(visit: Visit, form: DraftForm | None = None) -> Response[Any]:
    async with reading():
        versions = await versions_of(visit.consultation.id, published=False)
        text = await source_of(versions[0].id) if versions else ""
    return page(
        visit,
        "drafting/drafts.html",
        status_code=422 if form else 200,
        versions=versions,
        form=form or DraftForm(locale=visit.locale, text=text),
    )
