"""What was noted of a participant, behind a private link: to confirm or to correct."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.errors import NotFound, Refusal
from consultations.queries.notes import notes_by
from consultations.queries.read_back import OwnNotes, find_own_notes
from consultations.reading_back import answer_read_back
from consultations.rules import Permission
from consultations.transactions import reading
from server.forms.read_back import AnswerForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

OWN_NOTES = "/catatan-saya/{token:str}"


@get(OWN_NOTES, name="readback.own", opt=needs(Permission.READ_OWN_NOTES))
async def show_own_notes(request: Visit, token: FromPath[str]) -> Response[Any]:
    """One's own words as they were noted."""
    return await _own_page(request, token)


@post(
    OWN_NOTES + "/{note:uuid}",
    name="readback.answer",
    opt=needs(Permission.READ_OWN_NOTES),
    status_code=303,
)
async def answer(request: Visit, token: FromPath[str], note: FromPath[UUID]) -> Response[Any]:
    """Confirm a note or correct it."""
    own = await _require(token)
    form = AnswerForm(await request.form(), locale=request.locale)
    if form.validate():
        try:
            await answer_read_back(
                note=note,
                participant=own.participant,
                correction=form.given(),
                version=form.read_version(),
            )
        except NotFound:
            raise
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to(f"/catatan-saya/{token}#catatan-{note}")
    return await _own_page(request, token, form, note)


async def _own_page(
    visit: Visit, token: str, form: AnswerForm | None = None, refused: UUID | None = None
) -> Response[Any]:
    async with reading():
        own = await _require(token)
        notes = await notes_by(own.participant)
    forms = {note.id: AnswerForm(locale=visit.locale, prefix="") for note in notes}
    if form is not None and refused in forms:
        forms[refused] = form
    return page(
        visit,
        "public/own_notes.html",
        status_code=422 if form else 200,
        own=own,
        notes=notes,
        forms=forms,
        token=token,
        refused=form,
    )


async def _require(token: str) -> OwnNotes:
    own = await find_own_notes(token)
    if own is None:
        raise NotFound
    return own
