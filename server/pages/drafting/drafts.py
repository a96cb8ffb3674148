"""The drafting team's versions: take a draft in and look through them."""

from typing import Any

from litestar import Response, get, post

from consultations.beginning import begin_next_version
from consultations.drafting import take_in_draft
from consultations.errors import Refusal
from consultations.evidence import EvidenceStore
from consultations.picturing import draft_with_pictures
from consultations.queries.drafts import versions_of
from consultations.rules import Permission
from consultations.splitting import split_draft
from consultations.transactions import reading
from server.forms.draft import DraftForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

DRAFTS = "/kerja/{slug:str}/rancangan"
# A little more than the largest file, so that a file just above it is refused in words.
LARGEST_POST = 40_000_000


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
    """Split a file or a pasted text into units: the working copy of the unpublished version."""
    form = DraftForm(await request.form(), locale=request.locale)
    if form.validate():
        upload = form.upload
        try:
            content = await upload.read() if upload else form.text.data.encode()
            store = EvidenceStore(request.app.state.settings.evidence)
            async with draft_with_pictures(content, store) as read:
                draft = await take_in_draft(
                    consultation=request.consultation.id,
                    parsed=split_draft(read.blocks),
                    source="" if upload else form.text.data,
                    pictures=read.pictures,
                    by=request.visitor.account,
                )
        except Refusal as refusal:
            (form.file if upload else form.text).errors = [form.say(refusal.message)]
        else:
            return request.lead_to(f"/kerja/{request.consultation.slug}/rancangan/{draft.number}")
    return await _drafts_page(request, form)


@post(DRAFTS + "/mulai", name="draft.begin", opt=needs(Permission.EDIT_DRAFT), status_code=303)
async def begin(request: Visit) -> Response[Any]:
    """Begin the next version from the published one and lead to it."""
    draft = await begin_next_version(
        consultation=request.consultation.id, by=request.visitor.account
    )
    return request.lead_to(f"/kerja/{request.consultation.slug}/rancangan/{draft.number}")


async def _drafts_page(visit: Visit, form: DraftForm | None = None) -> Response[Any]:
    async with reading():
        versions = await versions_of(visit.consultation.id, published=False)
    return page(
        visit,
        "drafting/drafts.html",
        status_code=422 if form else 200,
        versions=versions,
        form=form or DraftForm(locale=visit.locale),
    )
