"""The draft, unit by unit, with the input on each and the form to give it."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.anchoring import Anchor
from consultations.commenting import Receipt, earlier_receipt, require_open, submit_input
from consultations.errors import NotFound, Refusal
from consultations.queries.consultations import input_window, phases_of
from consultations.queries.drafts import (
    UnitFacts,
    VersionFacts,
    find_unit,
    neighbours_of,
    units_of,
    versions_of,
)
from consultations.queries.easy_texts import easy_text_of
from consultations.queries.finalisation import finalisations_of, stated_gaps
from consultations.queries.good_practices import good_practices_for
from consultations.queries.successions import trail_of
from consultations.queries.traces import answered_themes_of
from consultations.queries.word_traces import sources_of_words, traced_units
from consultations.rules import Permission
from consultations.transactions import reading
from consultations.vocabulary import UnitKind
from server.forms.input import InputForm, new_key
from server.pages.public.easy_language import EASY, easily_said
from server.pages.public.listing import Listing, listed_inputs
from server.responses import page
from server.reuse import reusable_page
from server.security.flooding import admit_submission, slowed_down
from server.security.permissions import needs
from server.security.submission_keys import opened_at
from server.uploads import LARGEST_FORM, GivenEvidence, given_evidence
from server.visit import Visit

DRAFT = "/konsultasi/{slug:str}/rancangan/{version:int}"
UNIT = DRAFT + "/{kind:str}/{number:str}"
WHOLE = DRAFT + "/masukan"


@get(
    "/konsultasi/{slug:str}/rancangan",
    name="draft.latest",
    opt=needs(Permission.READ_PUBLISHED),
)
async def show_latest_draft(
    request: Visit,
) -> Response[Any]:
    """The newest published version, at its own address."""
    versions = await versions_of(request.consultation.id)
    if not versions:
        raise NotFound
    return request.lead_to(
        f"/konsultasi/{request.consultation.slug}/rancangan/{versions[0].number}"
    )


@get(DRAFT, name="draft.show", opt=needs(Permission.READ_PUBLISHED))
async def show_draft(
    request: Visit, version: FromPath[int], bacaan: FromQuery[str] = ""
) -> Response[Any]:
    """The whole draft with its contents and inputs; or, asked so, the easy text of it."""
    if bacaan == EASY and (shown := await easily_said(request, str(version))):
        return shown

    async def facts() -> dict[str, Any]:
        versions = await versions_of(request.consultation.id)
        draft = _numbered(versions, version)
        phases = await phases_of(request.consultation.id, request.locale)
        return {
            "draft": draft,
            "versions": versions,
            "traced": await traced_units(request.consultation.id, version),
            "units": await units_of(draft.id, public=True),
            "easy": (await easy_text_of(request.consultation.id, str(version))).text,
            "finals": await finalisations_of(request.consultation.id) if draft.final else [],
            "gaps": await stated_gaps(request.consultation.id) if draft.final else {},
            "phases": phases,
            "window": input_window(phases),
        }

    return await reusable_page(request, "public/draft.html", facts)


@get(UNIT, name="unit.show", opt=needs(Permission.READ_PUBLISHED))
async def show_unit(
    request: Visit,
    version: FromPath[int],
    kind: FromPath[str],
    number: FromPath[str],
    halaman: FromQuery[int] = 1,
    urut: FromQuery[str] = "",
    jenis: FromQuery[str] = "",
) -> Response[Any]:
    """One unit with its inputs, newest first or as chosen, and the form."""
    listing = Listing.chosen(halaman, urut, jenis)
    return await _show_unit(request, version, (kind, number), listing)


@get(WHOLE, name="draft.inputs", opt=needs(Permission.READ_PUBLISHED))
async def show_whole_draft_inputs(
    request: Visit,
    version: FromPath[int],
    halaman: FromQuery[int] = 1,
    urut: FromQuery[str] = "",
    jenis: FromQuery[str] = "",
) -> Response[Any]:
    """Inputs on the draft as a whole, and the form."""
    return await _show_unit(request, version, None, Listing.chosen(halaman, urut, jenis))


@post(
    UNIT,
    name="unit.comment",
    opt=needs(Permission.SUBMIT_INPUT),
    status_code=303,
    request_max_body_size=LARGEST_FORM,
)
async def comment_on_unit(
    request: Visit,
    version: FromPath[int],
    kind: FromPath[str],
    number: FromPath[str],
) -> Response[Any]:
    """Register an input on a unit and lead to its receipt."""
    return await _comment(request, version, (kind, number))


@post(
    WHOLE,
    name="draft.comment",
    opt=needs(Permission.SUBMIT_INPUT),
    status_code=303,
    request_max_body_size=LARGEST_FORM,
)
async def comment_on_draft(request: Visit, version: FromPath[int]) -> Response[Any]:
    """Register an input on the whole draft and lead to its receipt."""
    return await _comment(request, version, None)


async def _show_unit(
    visit: Visit, version: int, named: tuple[str, str] | None, listing: Listing
) -> Response[Any]:
    async def facts() -> dict[str, Any]:
        return await _unit_facts(visit, version, named, listing)

    return await reusable_page(
        visit,
        "public/unit.html",
        facts,
        fragment="inputs",
        personal=visit.supporter is not None,
    )


async def _comment(visit: Visit, version: int, named: tuple[str, str] | None) -> Response[Any]:
    form, refused = InputForm(await visit.form(), locale=visit.locale), None
    draft = _numbered(await visit.recent(versions_of, visit.consultation.id), version)
    unit = await visit.recent(_find, draft, named)
    form.validate()
    quote = form.anchor(unit.text if unit else None)
    async with given_evidence(visit, form, form.evidence) as evidence:
        if not form.errors:
            try:
                receipt = await _submit(visit, form, unit, quote, evidence)
            except Refusal as refusal:
                form.refuse(refusal.message)
                refused = refusal
            else:
                return visit.lead_to(f"/tanda-terima/{receipt.token}")
    async with reading():
        facts = await _unit_facts(visit, version, named, Listing())
    response = page(
        visit,
        "public/unit.html",
        fragment="form",
        status_code=422,
        submission_key=form.key.data or new_key(),
        **{**facts, "form": form},
    )
    return slowed_down(response, refused)


async def _submit(
    visit: Visit,
    form: InputForm,
    unit: UnitFacts | None,
    quote: Anchor | None,
    evidence: GivenEvidence,
) -> Receipt:
    key, statement = form.key.data or "", form.statement()
    await admit_submission(visit, key=key, words=statement.text)
    if evidence.checked and not await earlier_receipt(key, None):
        # Before any file is kept: nobody fills the disk of a closed consultation.
        await require_open(visit.consultation.id, visit.visitor.account, opened_at(key))
    return await submit_input(
        consultation=visit.consultation.id,
        unit=unit.id if unit else None,
        statement=statement,
        idempotency_key=key or new_key(),
        quote=quote,
        evidence=await evidence.keep(),
        by=visit.visitor.account,
        consented=True,
        locale=visit.locale,
        opened_at=opened_at(key),
    )


async def _unit_facts(
    visit: Visit, version: int, named: tuple[str, str] | None, listing: Listing
) -> dict[str, Any]:
    here = visit.consultation
    versions = await versions_of(here.id)
    draft = _numbered(versions, version)
    unit = await _find(draft, named)
    before, after = await neighbours_of(draft.id, unit.id) if unit else (None, None)
    phases = await phases_of(here.id, visit.locale)
    return {
        "draft": draft,
        "unit": unit,
        "before": before,
        "after": after,
        "window": input_window(phases),
        "phases": phases,
        # A unit of the only version has no way behind it or before it.
        "trail": await trail_of(unit.id, unit.text) if unit and len(versions) > 1 else None,
        "sources": await sources_of_words(unit.identity, draft.number)
        if unit and draft.number > 1
        else [],
        "practices": await good_practices_for(unit.identity) if unit else [],
        "themes": await answered_themes_of(unit.identity, here.id) if unit else [],
        "form": InputForm(locale=visit.locale),
        **await listed_inputs(visit, draft.id, unit, listing),
    }


async def _find(draft: VersionFacts, named: tuple[str, str] | None) -> UnitFacts | None:
    if named is None:
        return None
    kind, number = named
    if kind not in set(UnitKind):
        raise NotFound
    unit = await find_unit(draft.id, UnitKind(kind), number)
    if unit is None:
        raise NotFound
    return unit


def _numbered(versions: list[VersionFacts], number: int) -> VersionFacts:
    for version in versions:
        if version.number == number:
            return version
    raise NotFound
