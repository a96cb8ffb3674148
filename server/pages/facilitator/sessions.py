"""FKP and FGD sessions: announce them, take notes, close them; and the workspace's front page."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from analysis.proposals import open_proposals
from analysis.unthemed import count_unthemed
from consultations.errors import NotFound, Refusal
from consultations.noting import announce_session, close_session, take_note
from consultations.queries.consultations import participation_in, phases_of
from consultations.queries.drafts import units_of, versions_of
from consultations.queries.sessions import find_session, notes_of, sessions_of
from consultations.queries.themes import themes_of
from consultations.rules import Permission
from consultations.transactions import reading
from consultations.vocabulary import SessionKind
from server.forms.input import new_key
from server.forms.session import NoteTakingForm, SessionForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

SESSIONS = "/kerja/{slug:str}/sesi"
SESSION = SESSIONS + "/{session:uuid}"


@get("/kerja/{slug:str}", name="workspace.show", opt=needs(Permission.ENTER_WORKSPACE))
async def show_workspace(request: Visit) -> Response[Any]:
    """Where the consultation stands and what waits for someone."""
    here = request.consultation.id
    async with reading():
        facts: dict[str, Any] = {
            "phases": await phases_of(here, request.locale),
            "participation": await participation_in(here),
            "themes": await themes_of(here),
            "proposals": await open_proposals(here),
            "unthemed": await count_unthemed(here),
            "sessions": await sessions_of(here),
        }
    return page(request, "drafting/workspace.html", **facts)


@get(SESSIONS, name="session.index", opt=needs(Permission.ENTER_WORKSPACE))
async def list_sessions(request: Visit) -> Response[Any]:
    """The sessions, and for those who may the form to announce one."""
    return await _sessions_page(request)


@post(SESSIONS, name="session.announce", opt=needs(Permission.HOLD_SESSION), status_code=303)
async def announce(request: Visit) -> Response[Any]:
    """Put a session on the calendar."""
    form = SessionForm(await request.form(), locale=request.locale)
    if not form.validate():
        return await _sessions_page(request, form)
    session = await announce_session(
        consultation=request.consultation.id,
        kind=SessionKind(form.kind.data),
        title=form.title.data.strip(),
        theme=form.theme.data.strip(),
        place=form.place.data.strip(),
        moderator=(form.moderator.data or "").strip(),
        starts_at=form.moment(request.consultation.zone),
        by=request.visitor.account,
    )
    return request.lead_to(f"/kerja/{request.consultation.slug}/sesi/{session.id}")


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


async def _sessions_page(visit: Visit, form: SessionForm | None = None) -> Response[Any]:
    sessions = await sessions_of(visit.consultation.id)
    return page(
        visit,
        "facilitator/sessions.html",
        status_code=422 if form else 200,
        sessions=sessions,
        form=form or SessionForm(locale=visit.locale),
    )


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
