"""The stages as the team tells them: summaries, who worked on them, and their documents."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.errors import NotFound, Stale
from consultations.queries.stages import (
    DocumentRow,
    documents_of,
    find_stage_document,
    stages_of,
    summary_of,
)
from consultations.rules import Permission
from consultations.stages import (
    add_stage_document,
    change_stage_document,
    describe_stage,
    remove_stage_document,
    restore_stage_document,
)
from consultations.transactions import reading
from consultations.vocabulary import Stage
from server.forms.stage import DocumentForm, NewDocumentForm, StageForm
from server.pages.public.evidence import download
from server.responses import page
from server.security.permissions import needs
from server.uploads import LARGEST_FORM, given_evidence
from server.visit import Visit

STAGES = "/kerja/{slug:str}/tahap"
STAGE = STAGES + "/{stage:str}"
DOCUMENT = STAGES + "/dokumen/{document:uuid}"
EDIT = needs(Permission.EDIT_CONSULTATION)


@get(STAGES, name="stage.index", opt=EDIT)
async def list_stages(request: Visit) -> Response[Any]:
    """The four stages and what is said of each so far."""
    async with reading():
        stages = await stages_of(request.consultation.id, request.locale)
    return page(request, "drafting/stages.html", stages=stages)


@get(STAGE, name="stage.show", opt=EDIT)
async def show_stage(request: Visit, stage: FromPath[str]) -> Response[Any]:
    """One stage: its words and its documents."""
    return await _stage_page(request, _known(stage))


@post(STAGE, name="stage.describe", opt=EDIT, status_code=303)
async def describe(request: Visit, stage: FromPath[str]) -> Response[Any]:
    """Save the words; an edit made on an older reading is shown again, not lost."""
    form = StageForm(await request.form(), locale=request.locale)
    if form.validate():
        try:
            await describe_stage(
                consultation=request.consultation.id,
                stage=_known(stage),
                words=form.words(),
                version=_number(form.version.data),
                by=request.visitor.account,
            )
        except Stale as refusal:
            form.refuse(refusal.message)
            stands = await summary_of(request.consultation.id, _known(stage))
            form.version.data = str(stands.version)
        else:
            return request.lead_to(request.url.path)
    return await _stage_page(request, _known(stage), form=form)


@post(
    STAGE + "/dokumen",
    name="stage.document.add",
    opt=EDIT,
    status_code=303,
    request_max_body_size=LARGEST_FORM,
)
async def add_document(request: Visit, stage: FromPath[str]) -> Response[Any]:
    """Add a document after its file was checked."""
    form = NewDocumentForm(await request.form(), locale=request.locale)
    form.validate()
    async with given_evidence(request, form, form.evidence) as given:
        form.check_file(len(given.checked))
        if not form.errors:
            for file in await given.keep():
                await add_stage_document(
                    consultation=request.consultation.id,
                    stage=_known(stage),
                    facts=form.facts(),
                    file=file,
                    by=request.visitor.account,
                )
            return request.lead_to(f"{_stages(request)}/{_known(stage).value}")
    return await _stage_page(request, _known(stage), new=form)


@get(DOCUMENT, name="stage.document.show", opt=EDIT)
async def show_document(request: Visit, document: FromPath[UUID]) -> Response[Any]:
    """What is said of a document, to be corrected."""
    found = await _required(request, document)
    return _document_page(request, found, DocumentForm.of(found, request.locale))


@post(DOCUMENT, name="stage.document.change", opt=EDIT, status_code=303)
async def change_document(request: Visit, document: FromPath[UUID]) -> Response[Any]:
    """Correct what is said of a document."""
    found = await _required(request, document)
    form = DocumentForm(await request.form(), locale=request.locale)
    if form.validate():
        try:
            await change_stage_document(
                consultation=request.consultation.id,
                document=document,
                facts=form.facts(),
                version=_number(form.version.data),
                by=request.visitor.account,
            )
        except Stale as refusal:
            form.refuse(refusal.message)
            form.version.data = str((await _required(request, document)).version)
        else:
            return request.lead_to(f"{_stages(request)}/{found.stage.value}")
    return _document_page(request, found, form)


@get(DOCUMENT + "/unduh", name="stage.document.team", opt=EDIT)
async def download_document(request: Visit, document: FromPath[UUID]) -> Response[Any]:
    """The file, also while nobody else sees it."""
    return download(request, await _required(request, document))


@post(DOCUMENT + "/keluarkan", name="stage.document.remove", opt=EDIT, status_code=303)
async def remove_document(request: Visit, document: FromPath[UUID]) -> Response[Any]:
    """Take a document off the public page; it can be put back."""
    found = await _required(request, document)
    await remove_stage_document(
        consultation=request.consultation.id, document=document, by=request.visitor.account
    )
    return request.lead_to(f"{_stages(request)}/{found.stage.value}#dikeluarkan")


@post(DOCUMENT + "/kembalikan", name="stage.document.restore", opt=EDIT, status_code=303)
async def restore_document(request: Visit, document: FromPath[UUID]) -> Response[Any]:
    """Put back a document that was taken off."""
    found = await _required(request, document)
    await restore_stage_document(
        consultation=request.consultation.id, document=document, by=request.visitor.account
    )
    return request.lead_to(f"{_stages(request)}/{found.stage.value}#dokumen")


async def _stage_page(
    visit: Visit, stage: Stage, form: StageForm | None = None, new: NewDocumentForm | None = None
) -> Response[Any]:
    here = visit.consultation.id
    async with reading():
        words = await summary_of(here, stage)
        documents = await documents_of(here, stage)
    return page(
        visit,
        "drafting/stage.html",
        status_code=422 if form or new else 200,
        stage=stage,
        form=form or StageForm.of(words, visit.locale),
        new=new or NewDocumentForm(locale=visit.locale),
        documents=[one for one in documents if one.removed_at is None],
        removed=[one for one in documents if one.removed_at is not None],
    )


def _document_page(visit: Visit, found: DocumentRow, form: DocumentForm) -> Response[Any]:
    return page(
        visit,
        "drafting/stage_document.html",
        status_code=422 if form.errors else 200,
        document=found,
        form=form,
    )


async def _required(visit: Visit, document: UUID) -> DocumentRow:
    found = await find_stage_document(document, consultation=visit.consultation.id)
    if found is None:
        raise NotFound
    return found


def _known(stage: str) -> Stage:
    if stage not in set(Stage):
        raise NotFound
    return Stage(stage)


def _number(written: str | None) -> int:
    text = written or ""
    return int(text) if text.isdecimal() and len(text) < 9 else 0  # noqa: PLR2004 - fits a column


def _stages(visit: Visit) -> str:
    return f"/kerja/{visit.consultation.slug}/tahap"
