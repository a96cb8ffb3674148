"""FKP and FGD sessions: take notes, close them; and the workspace's front page."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from analysis.proposals import open_proposals
from analysis.unthemed import count_unthemed
from consultations.errors import NotFound, Refusal
from consultations.noting import close_session, take_note
from consultations.queries.consultations import participation_in, phases_of
from consultations.queries.drafts import units_of, versions_of
from consultations.queries.sessions import find_session, notes_of, sessions_of
from consultations.queries.target_matrix import coverage_of, elements_present_in
from consultations.queries.themes import themes_of
from consultations.rules import Permission
from consultations.transactions import reading
from server.forms.input import new_key
from server.forms.session import NoteTakingForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

SESSION = "/kerja/{slug:str}/sesi/{session:uuid}"


@get("/kerja/{slug:str}", name="workspace.show", opt=needs(Permission.ENTER_WORKSPACE))
async def show_workspace(request: Visit) -> Response[Any]:
    """Where the consultation stands and what waits for someone."""
    here = request.consultation.id
    async with reading():
        participation = await participation_in(here)
        present = await elements_present_in(here)
        heard = present | {e for e, count in participation.by_element.items() if count}
        facts: dict[str, Any] = {
            "phases": await phases_of(here, request.locale),
            "participation": participation,
            "heard": heard,
            "present": present,
            "coverage": coverage_of(len(heard)),
            "themes": await themes_of(here),
            "proposals": await open_proposals(here),
            "unthemed": await count_unthemed(here),
            "sessions": await sessions_of(here),
        }
    return page(request, "drafting/workspace.html", **facts)


@get(SESSION, name="session.notes", opt=needs(Permission.TAKE_NOTES))
async def show_notes(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """The note screen of one session."""
    return await _notes_page(request, session)


@post(SESSION, name="session.note", opt=needs(Permission.TAKE_NOTES), status_code=303)
async def note(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Take one note, then offer an empty form again."""
    form = await _note_form(request, await request.form())
    if form.validate():
        try:
            await take_note(
                session=await _require(request, session),
                statement=form.statement(),
                remark=form.remark(),
                unit=UUID(form.unit.data) if form.unit.data else None,
                idempotency_key=form.key.data or new_key(),
                by=request.visitor.account,
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to(f"/kerja/{request.consultation.slug}/sesi/{session}")
    return await _notes_page(request, session, form)


@post(
    SESSION + "/tutup",
    name="session.close",
    opt=needs(Permission.HOLD_SESSION),
    status_code=303,
)
async def close(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Close the session: its notes become final."""
    await close_session(session=await _require(request, session), by=request.visitor.account)
    return request.lead_to(f"/kerja/{request.consultation.slug}/sesi/{session}")


async def _notes_page(
    visit: Visit, session: UUID, form: NoteTakingForm | None = None
) -> Response[Any]:
    async with reading():
        found = await find_session(visit.consultation.id, session)
        if found is None:
            raise NotFound
        notes = await notes_of(session)
        empty = await _note_form(visit, None)
    return page(
        visit,
        "facilitator/notes.html",
        fragment="form",
        status_code=422 if form else 200,
        session=found,
        notes=notes[::-1],
        form=form or empty,
        submission_key=(form.key.data if form else None) or new_key(),
    )


async def _note_form(visit: Visit, posted: Any) -> NoteTakingForm:
    form = NoteTakingForm(posted, locale=visit.locale)
    versions = await versions_of(visit.consultation.id)
    form.offer_units(await units_of(versions[0].id) if versions else [])
    return form


async def _require(visit: Visit, session: UUID) -> UUID:
    if await find_session(visit.consultation.id, session) is None:
        raise NotFound
    return session
