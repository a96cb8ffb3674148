"""Photos, signed scans and attachments of a session: given, shown, taken out."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import File

from consultations.errors import NotFound
from consultations.queries.session_records import find_session_file
from consultations.rules import Permission
from consultations.session_records import keep_session_file, remove_session_file
from consultations.vocabulary import N_, SessionFileUse
from server.forms.closing import SessionFileForm
from server.pages.facilitator.documents import SESSION, photo_paths, require_dossier
from server.pages.public.evidence import SANDBOX
from server.responses import page
from server.security.permissions import needs
from server.uploads import LARGEST_FORM, GivenEvidence, given_evidence
from server.visit import Visit

FILES = SESSION + "/berkas"
FILE = FILES + "/{file:uuid}"
HOLD = needs(Permission.HOLD_SESSION)


@get(FILES, name="session_file.index", opt=HOLD)
async def show_files(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """The session's files and the form for more."""
    return await _files_page(request, session)


@post(
    FILES,
    name="session_file.add",
    opt=HOLD,
    status_code=303,
    request_max_body_size=LARGEST_FORM,
)
async def add_files(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Keep photos or a signed scan, after they were checked."""
    await require_dossier(request, session)
    form = SessionFileForm(await request.form(), locale=request.locale)
    form.validate()
    async with given_evidence(request, form, form.evidence) as evidence:
        _check(form, evidence)
        if not form.errors:
            for file in await evidence.keep():
                await keep_session_file(
                    session=session,
                    use=SessionFileUse(form.use.data),
                    file=file,
                    caption=(form.caption.data or "").strip(),
                    taken_at=form.moment(request.consultation.zone),
                    by=request.visitor.account,
                )
            return request.lead_to(request.url.path)
    return await _files_page(request, session, form)


@get(FILE, name="session_file.show", opt=HOLD)
async def show_file(request: Visit, session: FromPath[UUID], file: FromPath[UUID]) -> File:
    """One file; nothing in it is run."""
    await require_dossier(request, session)
    found = await find_session_file(session, file)
    if found is None or not (path := photo_paths(request)(found.sha256)).is_file():
        raise NotFound
    return File(
        path,
        filename=found.name,
        media_type=found.media_type,
        content_disposition_type="attachment",
        headers={"Content-Security-Policy": SANDBOX},
    )


@post(FILE + "/keluarkan", name="session_file.remove", opt=HOLD, status_code=303)
async def remove_file(
    request: Visit, session: FromPath[UUID], file: FromPath[UUID]
) -> Response[Any]:
    """Take a file out of the session's documents."""
    await require_dossier(request, session)
    await remove_session_file(session=session, file=file, by=request.visitor.account)
    return request.lead_to(f"/kerja/{request.consultation.slug}/sesi/{session}/berkas")


def _check(form: SessionFileForm, evidence: GivenEvidence) -> None:
    if not form.evidence.errors and not evidence.checked:
        form.evidence.errors = [form.say(N_("Pilih berkasnya lebih dahulu."))]
    for checked in evidence.checked:
        if form.refuse_kind(checked.file.media_type):
            return
    if form.use.data != SessionFileUse.PHOTO.value and len(evidence.checked) > 1:
        form.evidence.errors = [form.say(N_("Pilih satu berkas; gabungkan pindaiannya dahulu."))]


async def _files_page(
    visit: Visit, session: UUID, form: SessionFileForm | None = None
) -> Response[Any]:
    return page(
        visit,
        "facilitator/session_files.html",
        status_code=422 if form else 200,
        session=await require_dossier(visit, session),
        form=form or SessionFileForm(locale=visit.locale),
    )
