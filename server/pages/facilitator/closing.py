"""Close a session with its checklist in view, and open it again with a reason."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.closing import close_session, reopen_session
from consultations.queries.closing import closing_points
from consultations.queries.session_records import closings_of
from consultations.rules import Permission
from server.forms.closing import ReasonForm
from server.pages.facilitator.documents import SESSION, require_dossier
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

CLOSING = SESSION + "/tutup"
HOLD = needs(Permission.HOLD_SESSION)


@get(CLOSING, name="session.closing", opt=HOLD)
async def show_closing(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """What is there, what is missing and where it is given."""
    return await _closing_page(request, session)


@post(CLOSING, name="session.close", opt=HOLD, status_code=303)
async def close(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Close the session: its notes become final. What is missing needs a reason."""
    form = ReasonForm(await request.form(), locale=request.locale)
    dossier = await require_dossier(request, session)
    missing = [point.key for point in closing_points(dossier) if not point.is_there]
    form.validate()
    if missing and dossier.closed_at is None:
        form.ask()
    if form.errors:
        return await _closing_page(request, session, form)
    await close_session(
        session=session, by=request.visitor.account, reason=form.words(), missing=missing
    )
    return request.lead_to(request.url.path)


@post(SESSION + "/buka-lagi", name="session.reopen", opt=HOLD, status_code=303)
async def reopen(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Open a closed session again; the reason stays on record."""
    form = ReasonForm(await request.form(), locale=request.locale)
    await require_dossier(request, session)
    form.validate()
    form.ask()
    if form.errors:
        return await _closing_page(request, session, form)
    await reopen_session(session=session, reason=form.words(), by=request.visitor.account)
    return request.lead_to(f"/kerja/{request.consultation.slug}/sesi/{session}/tutup")


async def _closing_page(
    visit: Visit, session: UUID, form: ReasonForm | None = None
) -> Response[Any]:
    dossier = await require_dossier(visit, session)
    return page(
        visit,
        "facilitator/closing.html",
        status_code=422 if form else 200,
        session=dossier,
        points=closing_points(dossier),
        closings=await closings_of(session),
        form=form or ReasonForm(locale=visit.locale),
    )
