"""Before a version is published: what became of each unit, and the last words."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.carrying import CarryOver, carry_over, choose_fates
from consultations.drafting import publish_draft
from consultations.errors import NotFound, Refusal
from consultations.queries.drafts import VersionFacts, find_version, versions_of
from consultations.queries.paging import Page, offset_of
from consultations.queries.working_copies import working_copy_of
from consultations.rules import Permission
from consultations.vocabulary import N_, Fate
from server.forms.draft import PublishForm
from server.pages.drafting.draft_units import DRAFT
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

FATES = DRAFT + "/nasib"
UNITS_SHOWN = 10


@get(DRAFT + "/terbitkan", name="draft.publishing", opt=needs(Permission.PUBLISH_DRAFT))
async def show_publishing(request: Visit, number: FromPath[int]) -> Response[Any]:
    """What would be published, and what is left to do first."""
    return await _publishing_page(request, number)


@post(
    DRAFT + "/terbitkan",
    name="draft.publish",
    opt=needs(Permission.PUBLISH_DRAFT),
    status_code=303,
)
async def publish(request: Visit, number: FromPath[int]) -> Response[Any]:
    """Make a version public, for good."""
    form = PublishForm(await request.form(), locale=request.locale)
    draft = await find_version(request.consultation.id, number, published=False)
    if draft.published_at is None and not form.validate():
        return await _publishing_page(request, number, form)
    edition = str(form.edition.data or "")
    try:
        await publish_draft(
            version=draft.id,
            title=form.title.data,
            change_summary=form.change_summary.data or "",
            edition=int(edition) if edition.isdecimal() else 0,
            by=request.visitor.account,
        )
    except Refusal as refusal:
        if draft.published_at is not None:
            raise
        form.refuse(refusal.message)
        return await _publishing_page(request, number, form)
    return request.lead_to(f"/konsultasi/{request.consultation.slug}/rancangan/{number}")


@get(FATES, name="draft.fates", opt=needs(Permission.PUBLISH_DRAFT))
async def show_fates(
    request: Visit,
    number: FromPath[int],
    halaman: FromQuery[int] = 1,
    semua: FromQuery[str] = "",
    butir: FromQuery[str] = "",
) -> Response[Any]:
    """What became of the units of the version before: the uncertain ones first."""
    return await _fates_page(request, number, halaman, everything=bool(semua), only=butir)


@post(FATES, name="draft.fates.confirm", opt=needs(Permission.PUBLISH_DRAFT), status_code=303)
async def confirm_fates(request: Visit, number: FromPath[int]) -> Response[Any]:
    """Confirm the proposals that one page shows."""
    posted = await request.form()
    draft = await find_version(request.consultation.id, number, published=False)
    carried = await carry_over(draft.id)
    shown = [old for old in posted.getall("lama", []) if old in carried.unsettled]
    if not shown:
        raise NotFound
    await choose_fates(
        version=draft.id,
        edition=_edition(posted.get("edition")),
        fates={old: carried.verdicts[old].to for old in shown},
        by=request.visitor.account,
    )
    return request.lead_to(f"/kerja/{request.consultation.slug}/rancangan/{number}/nasib")


@post(
    FATES + "/{unit:uuid}",
    name="draft.fate.choose",
    opt=needs(Permission.PUBLISH_DRAFT),
    status_code=303,
)
async def choose_fate(request: Visit, number: FromPath[int], unit: FromPath[UUID]) -> Response[Any]:
    """Say which new units an old one became, or that it is gone."""
    posted = await request.form()
    draft = await find_version(request.consultation.id, number, published=False)
    gone = posted.get("hilang") == "ya"
    chosen = [key for key in posted.getall("menjadi", []) if key]
    if gone == bool(chosen):
        say = N_("Pilih butir barunya, atau nyatakan bahwa butir ini dihapus; tidak keduanya.")
        return await _fates_page(request, number, 1, only=str(unit), refusal=say)
    try:
        await choose_fates(
            version=draft.id,
            edition=_edition(posted.get("edition")),
            fates={str(unit): chosen},
            note=str(posted.get("alasan", "")).strip(),
            by=request.visitor.account,
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return await _fates_page(request, number, 1, only=str(unit), refusal=refusal.message)
    return request.lead_to(f"/kerja/{request.consultation.slug}/rancangan/{number}/nasib")


async def _publishing_page(
    visit: Visit, number: int, form: PublishForm | None = None
) -> Response[Any]:
    draft, carried = await _carried(visit, number)
    copy = await working_copy_of(draft.id)
    fates = [line.fate for line in carried.ledger] if carried.old else []
    return page(
        visit,
        "drafting/draft_publishing.html",
        status_code=422 if form and form.errors else 200,
        draft=draft,
        copy=copy,
        unsettled=len(carried.unsettled),
        fates=[(fate, fates.count(fate)) for fate in Fate] if fates else [],
        edition=carried.edition,
        form=form or PublishForm(locale=visit.locale, title=draft.title),
    )


async def _fates_page(
    visit: Visit,
    number: int,
    page_number: int,
    *,
    everything: bool = False,
    only: str = "",
    refusal: str = "",
) -> Response[Any]:
    draft, carried = await _carried(visit, number)
    waiting = carried.unsettled
    listed = [p.id for p in carried.old] if everything else waiting
    if only in carried.verdicts:
        listed = [only]
    first = offset_of(page_number, UNITS_SHOWN)
    old = {passage.id: passage for passage in carried.old}
    return page(
        visit,
        "drafting/draft_fates.html",
        status_code=422 if refusal else 200,
        draft=draft,
        carried=carried,
        earlier=(await versions_of(visit.consultation.id))[:1],
        shown=Page(
            [old[key] for key in listed[first : first + UNITS_SHOWN]],
            max(1, page_number),
            len(listed),
            UNITS_SHOWN,
        ),
        new={passage.id: passage for passage in carried.new},
        waiting=len(waiting),
        everything=everything,
        only=only,
        refusal=refusal,
    )


async def _carried(visit: Visit, number: int) -> tuple[VersionFacts, CarryOver]:
    draft = await find_version(visit.consultation.id, number, published=False)
    return draft, await carry_over(draft.id)


def _edition(value: object) -> int:
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 - an integer column
