"""One note of a session: edit it, see what it said before, take it out."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.errors import NotFound, Refusal, Stale
from consultations.note_editing import edit_note, withdraw_note
from consultations.queries.note_forms import note_as_written
from consultations.queries.notes import NoteFacts, find_note, past_of
from consultations.rules import Permission
from consultations.transactions import reading
from server.forms.note import NoteTakingForm, WithdrawalForm
from server.pages.facilitator.notes import SESSION, address_of, note_form, require_session
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

NOTE = SESSION + "/catatan/{note:uuid}"


@get(NOTE, name="note.show", opt=needs(Permission.TAKE_NOTES))
async def show_note(request: Visit, session: FromPath[UUID], note: FromPath[UUID]) -> Response[Any]:
    """The form with the note as it stands."""
    await _require(request, session, note)
    return await _note_page(request, session, note, await _filled(request, session, note))


@post(NOTE, name="note.edit", opt=needs(Permission.TAKE_NOTES), status_code=303)
async def edit(request: Visit, session: FromPath[UUID], note: FromPath[UUID]) -> Response[Any]:
    """Write the note anew; who comes second sees both texts and decides."""
    await _require(request, session, note)
    form = await note_form(request, session, await request.form())
    stale = False
    if form.validate():
        try:
            await edit_note(
                note=note,
                statement=form.statement(),
                remark=form.remark(),
                unit=form.unit_id(),
                version=form.read_version(),
                by=request.visitor.account,
            )
        except NotFound:
            raise
        except Refusal as refusal:
            stale = isinstance(refusal, Stale)
            form.refuse(refusal.message)
        else:
            return request.lead_to(f"{address_of(request, session)}#catatan-{note}")
    return await _note_page(request, session, note, form, stale=stale, status_code=422)


@post(NOTE + "/tarik", name="note.withdraw", opt=needs(Permission.TAKE_NOTES), status_code=303)
async def withdraw(request: Visit, session: FromPath[UUID], note: FromPath[UUID]) -> Response[Any]:
    """Take the note out; its number and its reason stay."""
    await _require(request, session, note)
    leaving = WithdrawalForm(await request.form(), locale=request.locale)
    if leaving.validate():
        try:
            await withdraw_note(
                note=note, reason=leaving.reason.data.strip(), by=request.visitor.account
            )
        except NotFound:
            raise
        except Refusal as refusal:
            leaving.refuse(refusal.message)
        else:
            return request.lead_to(address_of(request, session))
    filled = await _filled(request, session, note)
    return await _note_page(request, session, note, filled, leaving=leaving, status_code=422)


async def _note_page(
    visit: Visit,
    session: UUID,
    note: UUID,
    form: NoteTakingForm,
    *,
    leaving: WithdrawalForm | None = None,
    stale: bool = False,
    status_code: int = 200,
) -> Response[Any]:
    async with reading():
        found = await require_session(visit, session)
        stored = await _require(visit, session, note)
        past = await past_of(note)
    return page(
        visit,
        "facilitator/note.html",
        status_code=status_code,
        session=found,
        note=stored,
        past=past,
        form=form,
        room=form.room,
        units=list(form.units.values()),
        leaving=leaving or WithdrawalForm(locale=visit.locale),
        stale=stale,
        # Whoever has seen both texts and saves again means it.
        version=stored.version if stale or not form.version.data else form.read_version(),
    )


async def _filled(visit: Visit, session: UUID, note: UUID) -> NoteTakingForm:
    return await note_form(visit, session, **await note_as_written(note))


async def _require(visit: Visit, session: UUID, note: UUID) -> NoteFacts:
    await require_session(visit, session)
    found = await find_note(session, note)
    if found is None:
        raise NotFound
    return found
