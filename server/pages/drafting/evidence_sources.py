"""The sources of evidence behind the roadmap."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.errors import NotFound, Stale
from consultations.evidence_sources import add_source, change_source, remove_source_file
from consultations.queries.evidence_sources import (
    SourceRow,
    find_source,
    find_source_file,
    sources_of,
)
from consultations.queries.themes import themes_of
from consultations.queries.wording_evidence import words_resting_on
from consultations.rules import Permission
from server.forms.assessment import SourceForm
from server.pages.public.evidence import download
from server.responses import page
from server.security.permissions import needs
from server.uploads import LARGEST_FORM, given_evidence
from server.visit import Visit

SOURCES = "/kerja/{slug:str}/sumber"
SOURCE = SOURCES + "/{source:uuid}"
FILE = SOURCES + "/berkas/{file:uuid}"
KEEP = needs(Permission.KEEP_EVIDENCE)


@get(SOURCES, name="source.index", opt=KEEP)
async def list_sources(request: Visit, dari: FromQuery[str] = "") -> Response[Any]:
    """Every source, and the form for another; filled in from the themes when asked to."""
    form = None
    if dari == "tema":
        form = SourceForm.of_themes(await themes_of(request.consultation.id), request.locale)
    return await _sources_page(request, form)


@post(SOURCES, name="source.add", opt=KEEP, status_code=303, request_max_body_size=LARGEST_FORM)
async def add(request: Visit) -> Response[Any]:
    """Enter a source with its files."""
    form = SourceForm(await request.form(), locale=request.locale)
    form.validate()
    async with given_evidence(request, form, form.documents) as given:
        if not form.errors:
            await add_source(
                consultation=request.consultation.id,
                facts=form.facts(),
                files=await given.keep(),
                by=request.visitor.account,
            )
            return request.lead_to(request.url.path)
    return await _sources_page(request, form)


@get(SOURCE, name="source.show", opt=KEEP)
async def show_source(request: Visit, source: FromPath[UUID]) -> Response[Any]:
    """One source in full, to be corrected."""
    found = await _required(request, source)
    form = SourceForm(
        locale=request.locale,
        kind=found.kind.value,
        title=found.title,
        question=found.question,
        method=found.method,
        period=found.period,
        findings=found.findings,
        score="" if found.score is None else f"{found.score:g}",
        link=found.link or "",
        stage=found.stage.value if found.stage else "",
        version=str(found.version),
    )
    return await _source_page(request, found, form)


@post(SOURCE, name="source.change", opt=KEEP, status_code=303, request_max_body_size=LARGEST_FORM)
async def change(request: Visit, source: FromPath[UUID]) -> Response[Any]:
    """Correct a source and add files."""
    form = SourceForm(await request.form(), locale=request.locale)
    form.validate()
    async with given_evidence(request, form, form.documents) as given:
        if not form.errors:
            try:
                await change_source(
                    consultation=request.consultation.id,
                    source=source,
                    facts=form.facts(),
                    files=await given.keep(),
                    version=int(form.version.data) if form.version.data.isdecimal() else 0,
                    by=request.visitor.account,
                )
            except Stale as refusal:
                form.refuse(refusal.message)
                form.version.data = str((await _required(request, source)).version)
            else:
                return request.lead_to(f"/kerja/{request.consultation.slug}/sumber")
    return await _source_page(request, await _required(request, source), form, status=422)


@get(FILE, name="source.file.team", opt=needs(Permission.SCORE))
async def show_file(request: Visit, file: FromPath[UUID]) -> Response[Any]:
    """A file of any source, for the team and for whoever is asked to score."""
    return download(request, await find_source_file(file, consultation=request.consultation.id))


@post(SOURCE + "/keluarkan/{file:uuid}", name="source.file.remove", opt=KEEP, status_code=303)
async def remove_file(
    request: Visit, source: FromPath[UUID], file: FromPath[UUID]
) -> Response[Any]:
    """Take a file out of a source."""
    await remove_source_file(
        consultation=request.consultation.id, file=file, by=request.visitor.account
    )
    return request.lead_to(f"/kerja/{request.consultation.slug}/sumber/{source}#berkas")


async def _required(visit: Visit, source: UUID) -> SourceRow:
    found = await find_source(visit.consultation.id, source)
    if found is None:
        raise NotFound
    return found


async def _source_page(
    visit: Visit, source: SourceRow, form: SourceForm, *, status: int = 200
) -> Response[Any]:
    return page(
        visit,
        "drafting/source.html",
        status_code=status,
        source=source,
        form=form,
        words=await words_resting_on(source.id),
    )


async def _sources_page(visit: Visit, form: SourceForm | None = None) -> Response[Any]:
    return page(
        visit,
        "drafting/sources.html",
        status_code=422 if form and form.errors else 200,
        sources=await sources_of(visit.consultation.id),
        form=form or SourceForm(locale=visit.locale),
    )
