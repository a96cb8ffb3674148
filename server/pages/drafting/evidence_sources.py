"""The sources of evidence behind the roadmap."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.errors import NotFound, Refusal
from consultations.evidence_sources import add_source, change_source
from consultations.queries.evidence_sources import SourceRow, find_source, sources_of
from consultations.queries.wording_evidence import words_resting_on
from consultations.rules import Permission
from server.forms.assessment import SourceForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

SOURCES = "/kerja/{slug:str}/sumber"
SOURCE = SOURCES + "/{source:uuid}"


@get(SOURCES, name="source.index", opt=needs(Permission.KEEP_EVIDENCE))
async def list_sources(request: Visit) -> Response[Any]:
    """Every source, and the form for another."""
    return await _sources_page(request)


@post(SOURCES, name="source.add", opt=needs(Permission.KEEP_EVIDENCE), status_code=303)
async def add(request: Visit) -> Response[Any]:
    """Enter a source."""
    form = SourceForm(await request.form(), locale=request.locale)
    if not form.validate():
        return await _sources_page(request, form)
    await add_source(
        consultation=request.consultation.id, facts=form.facts(), by=request.visitor.account
    )
    return request.lead_to(request.url.path)


@get(SOURCE, name="source.show", opt=needs(Permission.KEEP_EVIDENCE))
async def show_source(request: Visit, source: FromPath[UUID]) -> Response[Any]:
    """One source in full, to be corrected."""
    found = await find_source(request.consultation.id, source)
    if found is None:
        raise NotFound
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


@post(SOURCE, name="source.change", opt=needs(Permission.KEEP_EVIDENCE), status_code=303)
async def change(request: Visit, source: FromPath[UUID]) -> Response[Any]:
    """Correct a source."""
    form = SourceForm(await request.form(), locale=request.locale)
    if form.validate():
        try:
            await change_source(
                consultation=request.consultation.id,
                source=source,
                facts=form.facts(),
                version=int(form.version.data) if form.version.data.isdecimal() else 0,
                by=request.visitor.account,
            )
        except NotFound:
            raise
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to(f"/kerja/{request.consultation.slug}/sumber")
    found = await find_source(request.consultation.id, source)
    if found is None:
        raise NotFound
    return await _source_page(request, found, form, status=422)


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
        status_code=422 if form else 200,
        sources=await sources_of(visit.consultation.id),
        form=form or SourceForm(locale=visit.locale),
    )
