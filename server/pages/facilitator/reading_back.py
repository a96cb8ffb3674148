"""Reading notes back before a session is closed: on a list, on a screen, by private links."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.mailing import mail_is_on
from consultations.queries.notes import NoteFacts, notes_of
from consultations.queries.read_back import speakers_of
from consultations.reading_back import confirm_in_forum, open_until, send_read_back_links
from consultations.rules import Permission
from consultations.signatures import LinkPurpose, signed
from consultations.transactions import reading
from server.forms.read_back import ForumForm
from server.pages.facilitator.notes import SESSION, address_of, require_session
from server.qr import qr_picture
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

READ_BACK = SESSION + "/baca-ulang"
WAITING = "belum"


@get(READ_BACK, name="readback.index", opt=needs(Permission.TAKE_NOTES))
async def show_read_back(
    request: Visit, session: FromPath[UUID], tampil: FromQuery[str] = WAITING
) -> Response[Any]:
    """The notes, those first that nobody has heard yet."""
    return await _list_page(request, session, tampil)


@post(READ_BACK, name="readback.confirm", opt=needs(Permission.HOLD_SESSION), status_code=303)
async def confirm(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Keep that the chosen notes were read aloud and agreed to, and when."""
    found = await require_session(request, session)
    form = ForumForm(await request.form(), locale=request.locale)
    form.offer([str(note.id) for note in await notes_of(session)])
    if not form.validate():
        return await _list_page(request, session, WAITING, form)
    await confirm_in_forum(
        session=found.id,
        notes=[UUID(note) for note in form.notes.data],
        at=form.moment(request.consultation.zone),
        by=request.visitor.account,
    )
    return request.lead_to(f"{address_of(request, session)}/baca-ulang")


@get(READ_BACK + "/layar", name="readback.screen", opt=needs(Permission.TAKE_NOTES))
async def show_screen(
    request: Visit, session: FromPath[UUID], ke: FromQuery[int] = 1, tampil: FromQuery[str] = ""
) -> Response[Any]:
    """One note, large enough for the last row."""
    async with reading():
        found = await require_session(request, session)
        notes = _shown(await notes_of(session), tampil)
    number = min(max(1, ke), max(1, len(notes)))
    return page(
        request,
        "facilitator/read_back_screen.html",
        session=found,
        note=notes[number - 1] if notes else None,
        number=number,
        total=len(notes),
        narrowed=tampil == WAITING,
    )


@post(
    READ_BACK + "/layar",
    name="readback.confirm_one",
    opt=needs(Permission.HOLD_SESSION),
    status_code=303,
)
async def confirm_one(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """The forum agrees to the note on the screen; the next one follows."""
    found = await require_session(request, session)
    form = ForumForm(await request.form(), locale=request.locale)
    form.offer([str(note.id) for note in await notes_of(session)])
    if form.validate():
        await confirm_in_forum(
            session=found.id,
            notes=[UUID(note) for note in form.notes.data],
            at=form.moment(request.consultation.zone),
            by=request.visitor.account,
        )
    narrowed = "&tampil=belum" if form.tampil.data == WAITING else ""
    return request.lead_to(
        f"{address_of(request, session)}/baca-ulang/layar?ke={form.next_number()}{narrowed}"
    )


@get(READ_BACK + "/tautan", name="readback.links", opt=needs(Permission.HOLD_SESSION))
async def show_links(
    request: Visit, session: FromPath[UUID], terkirim: FromQuery[int] = -1
) -> Response[Any]:
    """A private link for each speaker, to print or to point a phone at."""
    async with reading():
        found = await require_session(request, session)
        speakers = await speakers_of(session)
    address = request.app.state.settings.address
    links = {
        speaker.id: f"{address}/catatan-saya/{signed(LinkPurpose.READ_BACK, speaker.id)}"
        for speaker in speakers
    }
    return page(
        request,
        "facilitator/read_back_links.html",
        session=found,
        speakers=speakers,
        links=links,
        pictures={speaker: qr_picture(link) for speaker, link in links.items()},
        ends_at=open_until(found.closed_at),
        sent=terkirim if terkirim >= 0 else None,
        mail_offered=mail_is_on(),
    )


@post(
    READ_BACK + "/tautan", name="readback.send", opt=needs(Permission.HOLD_SESSION), status_code=303
)
async def send_links(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Mail the links to those who gave an address."""
    await require_session(request, session)
    sent = await send_read_back_links(session=session, by=request.visitor.account)
    return request.lead_to(f"{address_of(request, session)}/baca-ulang/tautan?terkirim={sent}")


async def _list_page(
    visit: Visit, session: UUID, which: str, form: ForumForm | None = None
) -> Response[Any]:
    async with reading():
        found = await require_session(visit, session)
        notes = await notes_of(session)
    if form is None:
        form = ForumForm(locale=visit.locale)
        form.offer([])
        form.at_now(visit.consultation.zone)
    return page(
        visit,
        "facilitator/read_back.html",
        status_code=422 if form.errors else 200,
        session=found,
        notes=_shown(notes, which),
        total=len(notes),
        waiting=sum(note.verified_at is None for note in notes),
        narrowed=which == WAITING,
        form=form,
    )


def _shown(notes: list[NoteFacts], which: str) -> list[NoteFacts]:
    return [note for note in notes if note.verified_at is None] if which == WAITING else notes
