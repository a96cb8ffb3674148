"""The register of innovations that a team keeps: innovations, links to units, definitions."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.errors import NotFound, Refusal
from consultations.queries.drafts import units_of, versions_of
from consultations.queries.good_practices import units_linked_to
from consultations.queries.innovations import (
    InnovationRow,
    award_years,
    definitions_in,
    find_document,
    find_innovation,
    innovations_like,
)
from consultations.replication.keeping import (
    add_innovation,
    change_innovation,
    define_form,
    link_unit,
)
from consultations.replication.twice import is_registered
from consultations.rules import Permission
from consultations.transactions import reading
from consultations.vocabulary import USUAL_DEFINITIONS, ReplicationForm
from server.forms.innovation import DefinitionForm, DirectoryForm, InnovationForm
from server.pages.public.evidence import download
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

INNOVATIONS = "/kerja/{slug:str}/inovasi"
INNOVATION = INNOVATIONS + "/{innovation:uuid}"
KEEP = needs(Permission.KEEP_INNOVATIONS)


@get(INNOVATIONS, name="innovation.index", opt=KEEP)
async def list_innovations(
    request: Visit,
    halaman: FromQuery[int] = 1,
    baru: FromQuery[int] = 0,
    replikasi: FromQuery[int] = 0,
) -> Response[Any]:
    """Every innovation this team keeps, public or not; and how many an import has just added."""
    form = DirectoryForm(request.query_params, locale=request.locale)
    async with reading():
        form.offer(await award_years(request.consultation.id))
        only = form.chosen(consultation=request.consultation.id, public_only=False)
        found = await innovations_like(only, halaman, form.chosen_order())
    kept = urlencode(form.kept())
    return page(
        request,
        "drafting/innovations.html",
        fragment="innovations",
        form=form,
        found=found,
        added=(baru, replikasi),
        address=f"{request.url.path}?{kept}" if kept else request.url.path,
    )


@get(INNOVATIONS + "/baru", name="innovation.new", opt=KEEP)
async def show_new(request: Visit) -> Response[Any]:
    """The form for another innovation."""
    return _form_page(request, InnovationForm(locale=request.locale))


@post(INNOVATIONS + "/baru", name="innovation.add", opt=KEEP, status_code=303)
async def add(request: Visit) -> Response[Any]:
    """Enter an innovation."""
    form = InnovationForm(await request.form(), locale=request.locale)
    if not form.validate() or await _is_registered(request, form):
        return _form_page(request, form, status_code=422)
    row = await add_innovation(
        consultation=request.consultation.id, facts=form.facts(), by=request.visitor.account
    )
    return request.lead_to(address_of(request, row.id))


@get(INNOVATION, name="innovation.review", opt=KEEP)
async def show_innovation(request: Visit, innovation: FromPath[UUID]) -> Response[Any]:
    """One innovation with its replications, its links, and the form to correct it."""
    found = await required(request, innovation)
    form = InnovationForm(
        locale=request.locale,
        title=found.title,
        nri=found.nri,
        owner_agency=found.owner_agency,
        owner_unit=found.owner_unit,
        summary=found.summary,
        awards="\n".join(f"{kind} ({year})" for kind, year in found.awards),
        is_public=found.is_public,
        version=str(found.version),
    )
    return await _innovation_page(request, found, form)


@post(INNOVATION, name="innovation.change", opt=KEEP, status_code=303)
async def change(request: Visit, innovation: FromPath[UUID]) -> Response[Any]:
    """Correct an innovation."""
    found = await required(request, innovation)
    form = InnovationForm(await request.form(), locale=request.locale)
    if form.validate() and not await _is_registered(request, form, innovation):
        try:
            await change_innovation(
                innovation=innovation,
                facts=form.facts(),
                version=int(form.version.data) if form.version.data.isdecimal() else 0,
                by=request.visitor.account,
            )
        except NotFound:
            raise
        except Refusal as refusal:
            form.refuse(refusal.message)
            form.version.data = str((await required(request, innovation)).version)
        else:
            return request.lead_to(address_of(request, innovation))
    return await _innovation_page(request, found, form, status_code=422)


@post(INNOVATION + "/butir", name="innovation.link", opt=KEEP, status_code=303)
async def link(request: Visit, innovation: FromPath[UUID]) -> Response[Any]:
    """Show it as good practice on a unit, or no longer."""
    await required(request, innovation)
    posted = await request.form()
    units = {str(identity): identity for identity, _ in await _units(request)}
    chosen = units.get(str(posted.get("unit", "")))
    if chosen is None:
        raise NotFound
    await link_unit(
        innovation=innovation,
        unit=chosen,
        linked=posted.get("tindakan") != "lepas",
        by=request.visitor.account,
    )
    return request.lead_to(f"{address_of(request, innovation)}#butir")


async def _is_registered(visit: Visit, form: InnovationForm, besides: UUID | None = None) -> bool:
    again = await is_registered(visit.consultation.id, form.facts(), besides=besides)
    if again:
        form.refuse_second()
    return again


@get(INNOVATIONS + "/arti", name="innovation.definitions", opt=KEEP)
async def show_definitions(request: Visit) -> Response[Any]:
    """What adopsi, adaptasi and modifikasi mean here."""
    return await _definitions_page(request)


@post(INNOVATIONS + "/arti/{key:str}", name="innovation.define", opt=KEEP, status_code=303)
async def define(request: Visit, key: FromPath[str]) -> Response[Any]:
    """Say what one form of replication means here."""
    if key not in set(ReplicationForm):
        raise NotFound
    form = DefinitionForm(await request.form(), locale=request.locale, prefix=f"{key}-")
    if not form.validate():
        return await _definitions_page(request, ReplicationForm(key), form)
    await define_form(
        consultation=request.consultation.id,
        form=ReplicationForm(key),
        text=(form.text.data or "").strip(),
        text_en=(form.text_en.data or "").strip(),
        by=request.visitor.account,
    )
    return request.lead_to(f"/kerja/{request.consultation.slug}/inovasi/arti")


@get(INNOVATIONS + "/dokumen/{document:uuid}", name="innovation.document.team", opt=KEEP)
async def show_document(request: Visit, document: FromPath[UUID]) -> Response[Any]:
    """A document of any replication kept here."""
    return download(request, await find_document(document, consultation=request.consultation.id))


async def required(visit: Visit, innovation: UUID) -> InnovationRow:
    """The innovation kept here, or ``NotFound``."""
    found = await find_innovation(innovation, consultation=visit.consultation.id)
    if found is None:
        raise NotFound
    return found


def address_of(visit: Visit, innovation: UUID) -> str:
    """Where the innovation is kept."""
    return f"/kerja/{visit.consultation.slug}/inovasi/{innovation}"


async def _units(visit: Visit) -> list[tuple[UUID, str]]:
    versions = await versions_of(visit.consultation.id)
    units = await units_of(versions[0].id) if versions else []
    return [(unit.identity, unit.listed) for unit in units]


async def _innovation_page(
    visit: Visit, found: InnovationRow, form: InnovationForm, status_code: int = 200
) -> Response[Any]:
    async with reading():
        units = await _units(visit)
        linked = await units_linked_to(found.id)
    return page(
        visit,
        "drafting/innovation.html",
        status_code=status_code,
        innovation=found,
        form=form,
        linked=[unit for unit in units if unit[0] in linked],
        others=[unit for unit in units if unit[0] not in linked],
    )


def _form_page(visit: Visit, form: InnovationForm, status_code: int = 200) -> Response[Any]:
    return page(visit, "drafting/innovation_new.html", status_code=status_code, form=form)


async def _definitions_page(
    visit: Visit, wrong: ReplicationForm | None = None, refused: DefinitionForm | None = None
) -> Response[Any]:
    own = await definitions_in(visit.consultation.id)
    forms = {
        form: DefinitionForm(
            locale=visit.locale,
            prefix=f"{form.value}-",
            text="" if text == USUAL_DEFINITIONS[form] else text,
            text_en=text_en,
        )
        for form, (text, text_en) in own.items()
    }
    if wrong is not None and refused is not None:
        forms[wrong] = refused
    return page(
        visit,
        "drafting/replication_definitions.html",
        status_code=422 if refused else 200,
        forms=forms,
        usual=USUAL_DEFINITIONS,
    )
