"""The documents of a session: their words, who signs, and the files to download."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Stream

from consultations.errors import NotFound, Refusal
from consultations.evidence import EvidenceStore
from consultations.queries.session_dossiers import Dossier, dossier_of
from consultations.rules import Permission
from consultations.session_documents.bundle import bundle
from consultations.session_documents.composing import compose_document
from consultations.session_documents.typesetting import typeset
from consultations.session_records import write_record
from consultations.vocabulary import SessionDocumentKind
from server.forms.closing import RecordForm, SignatoryForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

SESSION = "/kerja/{slug:str}/sesi/{session:uuid}"
DOCUMENTS = SESSION + "/dokumen"
HOLD = needs(Permission.HOLD_SESSION)
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@get(DOCUMENTS, name="document.index", opt=HOLD)
async def show_documents(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Every document with its downloads, the words they need, and who signs."""
    return await documents_page(request, session)


@post(DOCUMENTS, name="document.write", opt=HOLD, status_code=303)
async def write(request: Visit, session: FromPath[UUID]) -> Response[Any]:
    """Keep the documents' words."""
    await require_dossier(request, session)
    form = RecordForm(await request.form(), locale=request.locale)
    if form.validate():
        version = form.version.data or ""
        try:
            await write_record(
                session=session,
                words=form.words(),
                version=int(version) if version.isdecimal() else 0,
                by=request.visitor.account,
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to(request.url.path)
    return await documents_page(request, session, record=form)


@get(DOCUMENTS + "/unduh/{document:str}", name="document.download", opt=HOLD)
async def download(
    request: Visit, session: FromPath[UUID], document: FromPath[str]
) -> Response[Any]:
    """One document as PDF or Word, made now from what is known now."""
    name, _, suffix = document.rpartition(".")
    if suffix not in MEDIA_TYPES or name not in list(SessionDocumentKind):
        raise NotFound
    dossier = await require_dossier(request, session)
    made = await typeset(
        compose_document(SessionDocumentKind(name), dossier, photo_paths(request)), suffix
    )
    return Response(
        made, media_type=MEDIA_TYPES[suffix], headers=_attachment(dossier, name, suffix)
    )


@get(SESSION + "/bukti.zip", name="document.bundle", opt=HOLD)
async def download_bundle(request: Visit, session: FromPath[UUID]) -> Stream:
    """The whole evidence bundle, sent while it is made."""
    dossier = await require_dossier(request, session)
    pieces: AsyncIterator[bytes] = bundle(request.consultation.id, dossier, photo_paths(request))
    headers = _attachment(dossier, "bukti-dukung", "zip")
    return Stream(pieces, media_type="application/zip", headers=headers)


async def require_dossier(visit: Visit, session: UUID) -> Dossier:
    """The dossier of a session of this consultation."""
    dossier = await dossier_of(visit.consultation.id, session)
    if dossier is None:
        raise NotFound
    return dossier


def photo_paths(visit: Visit) -> Callable[[str], Path]:
    """Where the files of sessions lie."""
    return EvidenceStore(visit.app.state.settings.evidence).path_of


async def documents_page(
    visit: Visit,
    session: UUID,
    record: RecordForm | None = None,
    signatory: SignatoryForm | None = None,
) -> Response[Any]:
    """The page, with what was typed wrongly still there."""
    dossier = await require_dossier(visit, session)
    return page(
        visit,
        "facilitator/documents.html",
        status_code=422 if record or signatory else 200,
        session=dossier,
        kinds=list(SessionDocumentKind),
        form=record or RecordForm.of(dossier.record, visit.locale),
        signing=signatory or SignatoryForm(locale=visit.locale),
    )


def _attachment(dossier: Dossier, name: str, suffix: str) -> dict[str, str]:
    file = f"{name}-{dossier.kind.value}-{dossier.starts_at:%Y-%m-%d}.{suffix}"
    return {"Content-Disposition": f'attachment; filename="{file}"'}
