"""The note screen of a session: what is said, written down while it is said."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.errors import NotFound, Refusal
from consultations.noting import take_note
from consultations.queries.drafts import UnitFacts, units_of, versions_of
from consultations.queries.note_forms import RoomFacts, room_of
from consultations.queries.notes import latest_notes
from consultations.queries.sessions import SessionFacts, find_session
from consultations.queries.timer import timer_of
from consultations.rules import Permission
from consultations.transactions import reading
from consultations.vocabulary import N_
from server.forms.input import new_key
from server.forms.note import NoteTakingForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

SESSION = "/kerja/{slug:str}/sesi/{session:uuid}"
ANOTHERS = N_("Catatan ini ditulis dengan akun lain. Masuk dengan akun itu untuk mengirimnya.")
# What seldom changes from one note to the next is chosen already in the next form.
STAYING = ("question", "group", "speaker_code", "element", "note_form")


@get(SESSION, name="session.notes", opt=needs(Permission.TAKE_NOTES))
async def show_notes(
    request: Visit, session: FromPath[UUID], halaman: FromQuery[int] = 1
) -> Response[Any]:
    """The note screen of one session, the newest note first."""
    return await _notes_page(request, session, number=halaman)


@get(SESSION + "/luring", name="session.notes.offline", opt=needs(Permission.TAKE_NOTES))
async def show_notes_offline(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """The note screen without anybody's notes: what a device keeps for when the network is gone."""
    return await _notes_page(request, session, offline=True)


@post(SESSION, name="session.note", opt=needs(Permission.TAKE_NOTES), status_code=303)
async def note(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Take one note, then offer a form again with what seldom changes."""
    posted = await request.form()
    form = await note_form(request, session, posted)
    if _is_anothers(request, form):
        form.refuse(ANOTHERS)
        return await _notes_page(request, session, form, status_code=409)
    if form.validate():
        try:
            await take_note(
                session=session,
                statement=form.statement(),
                remark=form.remark(),
                unit=form.unit_id(),
                idempotency_key=form.key.data or new_key(),
                by=request.visitor.account,
                device=form.origin(),
            )
        except NotFound:
            raise
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            kept = {name: posted[name] for name in STAYING if posted.get(name)}
            return request.lead_to(f"{address_of(request, session)}?{urlencode(kept)}")
    return await _notes_page(request, session, form, status_code=422)


def address_of(visit: Visit, session: UUID) -> str:
    """Where the session's pages are."""
    return f"/kerja/{visit.consultation.slug}/sesi/{session}"


async def note_form(
    visit: Visit, session: UUID, posted: Any = None, **values: Any
) -> NoteTakingForm:
    """A form that offers what this session's notes may name; ``NotFound`` without the session."""
    async with reading():
        await require_session(visit, session)
        room, units = await _offered(visit, session)
    form = NoteTakingForm(posted, locale=visit.locale, **values)
    form.offer(room, units)
    return form


async def require_session(visit: Visit, session: UUID) -> SessionFacts:
    """The session, if it is one of this consultation."""
    found = await find_session(visit.consultation.id, session)
    if found is None:
        raise NotFound
    return found


async def _offered(visit: Visit, session: UUID) -> tuple[RoomFacts, list[UnitFacts]]:
    versions = await versions_of(visit.consultation.id)
    units = await units_of(versions[0].id) if versions else []
    return await room_of(session), units


async def _notes_page(
    visit: Visit,
    session: UUID,
    form: NoteTakingForm | None = None,
    *,
    number: int = 1,
    offline: bool = False,
    status_code: int = 200,
) -> Response[Any]:
    async with reading():
        found = await require_session(visit, session)
        notes = await latest_notes(session, number)
        room, units = await _offered(visit, session)
        # What a device keeps for later would show a time long past.
        timer = None if offline else await timer_of(session)
    if form is None:
        form = NoteTakingForm(locale=visit.locale)
        form.offer(room, units)
        _keep_choices(visit, form)
    return page(
        visit,
        "facilitator/notes.html",
        status_code=status_code,
        session=found,
        notes=notes,
        room=room,
        units=units,
        timer=timer,
        form=form,
        offline=offline,
        keeps_offline=visit.app.state.settings.offline_notes,
        submission_key=form.key.data or new_key(),
    )


def _keep_choices(visit: Visit, form: NoteTakingForm) -> None:
    for name in STAYING:
        field = form["form" if name == "note_form" else name]
        given = visit.query_params.get(name)
        choices = getattr(field, "choices", None)
        if given and (choices is None or given in choices):
            field.data = given


def _is_anothers(visit: Visit, form: NoteTakingForm) -> bool:
    writer = form.writer.data or ""
    return bool(writer) and writer != str(visit.visitor.account)
