"""Who signs a session's documents: added, corrected, put in order, taken off the list."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.errors import NotFound
from consultations.queries.session_dossiers import Dossier
from consultations.queries.session_records import SignatoryFacts
from consultations.signing import (
    add_signatory,
    change_signatory,
    move_signatory,
    remove_signatory,
)
from server.forms.closing import SignatoryForm
from server.pages.facilitator.documents import DOCUMENTS, HOLD, documents_page, require_dossier
from server.responses import page
from server.visit import Visit

SIGNATORIES = DOCUMENTS + "/penanda-tangan"
SIGNATORY = SIGNATORIES + "/{signatory:uuid}"


@post(SIGNATORIES, name="document.signatory", opt=HOLD, status_code=303)
async def name_signatory(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Add somebody who signs."""
    await require_dossier(request, session)
    form = SignatoryForm(await request.form(), locale=request.locale)
    if not form.validate():
        return await documents_page(request, session, signatory=form)
    await add_signatory(
        session=session,
        signature=form.signature(request.consultation.zone),
        by=request.visitor.account,
    )
    return request.lead_to(_list(request, session))


@get(SIGNATORY, name="document.signatory.show", opt=HOLD)
async def show_signatory(
    request: Visit, session: FromPath[UUID], signatory: FromPath[UUID]
) -> Response[Any]:
    """One who signs, to be corrected."""
    dossier, found = await _require(request, session, signatory)
    form = SignatoryForm.of(found, request.consultation.zone, request.locale)
    return _form_page(request, dossier, found, form)


@post(SIGNATORY, name="document.signatory.change", opt=HOLD, status_code=303)
async def correct_signatory(
    request: Visit, session: FromPath[UUID], signatory: FromPath[UUID]
) -> Response[Any]:
    """Save who signs, as what and how."""
    dossier, found = await _require(request, session, signatory)
    form = SignatoryForm(await request.form(), locale=request.locale)
    if not form.validate():
        return _form_page(request, dossier, found, form)
    await change_signatory(
        session=session,
        signatory=signatory,
        signature=form.signature(request.consultation.zone),
        by=request.visitor.account,
    )
    return request.lead_to(_list(request, session))


@post(SIGNATORY + "/geser", name="document.signatory.move", opt=HOLD, status_code=303)
async def shift_signatory(
    request: Visit, session: FromPath[UUID], signatory: FromPath[UUID]
) -> Response[Any]:
    """Let somebody sign one place earlier or later."""
    await _require(request, session, signatory)
    where = (await request.form()).get("ke")
    if where in ("naik", "turun"):
        await move_signatory(
            session=session,
            signatory=signatory,
            earlier=where == "naik",
            by=request.visitor.account,
        )
    return request.lead_to(_list(request, session))


@post(SIGNATORY + "/hapus", name="document.signatory.remove", opt=HOLD, status_code=303)
async def drop_signatory(
    request: Visit, session: FromPath[UUID], signatory: FromPath[UUID]
) -> Response[Any]:
    """Take somebody off the list."""
    await require_dossier(request, session)
    await remove_signatory(session=session, signatory=signatory, by=request.visitor.account)
    return request.lead_to(_list(request, session))


def _form_page(
    visit: Visit, dossier: Dossier, signatory: SignatoryFacts, form: SignatoryForm
) -> Response[Any]:
    return page(
        visit,
        "facilitator/signatory.html",
        status_code=422 if form.errors else 200,
        session=dossier,
        signatory=signatory,
        signing=form,
    )


async def _require(visit: Visit, session: UUID, signatory: UUID) -> tuple[Dossier, SignatoryFacts]:
    dossier = await require_dossier(visit, session)
    found = next((each for each in dossier.signatories if each.id == signatory), None)
    if found is None:
        raise NotFound
    return dossier, found


def _list(visit: Visit, session: UUID) -> str:
    return f"/kerja/{visit.consultation.slug}/sesi/{session}/dokumen#penanda-tangan"
