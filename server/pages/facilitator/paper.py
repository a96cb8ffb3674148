"""Input from paper, letters and WhatsApp: entered one after the other, and the sheet for it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post

from consultations.errors import NotFound, Refusal
from consultations.paper import UnknownClause, enter_paper
from consultations.queries.drafts import units_of, versions_of
from consultations.queries.paper import entered_last
from consultations.queries.sessions import sessions_of
from consultations.rules import Permission
from consultations.session_documents.comment_sheet import comment_sheet
from consultations.session_documents.typesetting import typeset
from consultations.vocabulary import Channel
from server.forms.input import new_key
from server.forms.paper import REMEMBERED, PaperForm
from server.pages.facilitator.documents import MEDIA_TYPES
from server.responses import page
from server.security.permissions import needs
from server.uploads import LARGEST_FORM, GivenEvidence, given_evidence
from server.visit import Visit

PAPER = "/kerja/{slug:str}/masukan-kertas"
ENTER = needs(Permission.ENTER_PAPER)


@get(PAPER, name="paper.show", opt=ENTER)
async def show_form(request: Visit) -> Response[Any]:
    """An empty form that remembers what the last input shared, and what was entered last."""
    given = {
        name: request.query_params[name] for name in REMEMBERED if name in request.query_params
    }
    return await _paper_page(request, PaperForm(locale=request.locale, **given))


@post(
    PAPER,
    name="paper.enter",
    opt=ENTER,
    status_code=303,
    request_max_body_size=LARGEST_FORM,
)
async def enter(request: Visit) -> Response[Any]:
    """Register one input, then offer the form for the next."""
    form = PaperForm(await request.form(), locale=request.locale)
    form.offer(await _sessions(request))
    form.validate()
    async with given_evidence(request, form, form.evidence) as evidence:
        if not form.errors:
            try:
                registration = await _register(request, form, evidence)
            except UnknownClause as refusal:
                form.clause.errors = [form.say(refusal.message)]
            except Refusal as refusal:
                form.refuse(refusal.message)
            else:
                kept = urlencode({**form.remembered(), "tersimpan": registration})
                return request.lead_to(f"{request.url.path}?{kept}")
    return await _paper_page(request, form)


@get(PAPER + "/lembar.pdf", name="paper.sheet", opt=ENTER)
async def download_sheet(request: Visit) -> Response[Any]:
    """The comment sheet of the newest version, to be printed and handed out."""
    versions = await versions_of(request.consultation.id)
    if not versions:
        raise NotFound
    sheet = comment_sheet(
        title=request.consultation.title,
        organiser=request.consultation.organiser,
        version=versions[0].number,
        units=await units_of(versions[0].id),
    )
    return Response(
        await typeset(sheet, "pdf"),
        media_type=MEDIA_TYPES["pdf"],
        headers={"Content-Disposition": 'attachment; filename="lembar-masukan.pdf"'},
    )


async def _register(visit: Visit, form: PaperForm, evidence: GivenEvidence) -> str:
    receipt = await enter_paper(
        consultation=visit.consultation.id,
        statement=form.statement(),
        channel=Channel(form.channel.data),
        session=UUID(form.session.data) if form.session.data else None,
        clause=(form.clause.data or "").strip(),
        received_at=form.received_at(visit.consultation.zone),
        evidence=await evidence.keep(),
        idempotency_key=form.key.data or new_key(),
        by=visit.visitor.account,
    )
    return receipt.registration


async def _paper_page(visit: Visit, form: PaperForm) -> Response[Any]:
    form.offer(await _sessions(visit))
    versions = await versions_of(visit.consultation.id)
    entered = await entered_last(visit.consultation.id)
    saved = visit.query_params.get("tersimpan", "")
    return page(
        visit,
        "facilitator/paper.html",
        status_code=422 if form.errors else 200,
        form=form,
        submission_key=(form.key.data if form.errors else None) or new_key(),
        # Only what is so: the address may have been written by anybody.
        saved=saved if any(one.registration == saved for one in entered) else "",
        entered=entered,
        version=versions[0].number if versions else None,
    )


async def _sessions(visit: Visit) -> dict[str, str]:
    return {str(one.id): one.title for one in await sessions_of(visit.consultation.id)}
