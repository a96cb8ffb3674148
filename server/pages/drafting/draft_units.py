"""The proposed split of a draft, put right unit by unit before it is published."""

from functools import partial
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations import working_units
from consultations.beginning import identities_by_key
from consultations.drafting import Edition, change_draft, undo_change
from consultations.errors import NotFound, Refusal
from consultations.previewing import preview_links_of
from consultations.queries.drafts import VersionFacts, find_version, units_of, versions_of
from consultations.queries.paging import PAGE_SIZE, Page
from consultations.queries.working_copies import WorkingFacts, working_copy_of
from consultations.rules import Permission
from consultations.transactions import reading
from consultations.vocabulary import Edit, UnitKind
from consultations.working_units import WorkingUnit
from server.forms.draft import PreviewForm, UnitForm
from server.pages.drafting.drafts import DRAFTS
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

DRAFT = DRAFTS + "/{number:int}"
UNIT = DRAFT + "/butir/{key:str}"

ACTS = {
    "naik": Edit.MOVED,
    "turun": Edit.MOVED,
    "pindah": Edit.MOVED,
    "gabung": Edit.JOINED,
    "pecah": Edit.SPLIT,
    "buka": Edit.OPENED,
    "hapus": Edit.REMOVED,
}


@get(DRAFT, name="draft.review", opt=needs(Permission.EDIT_DRAFT))
async def review(
    request: Visit,
    number: FromPath[int],
    halaman: FromQuery[int] = 1,
    ubah: FromQuery[str] = "",
    pecah: FromQuery[str] = "",
) -> Response[Any]:
    """A version as it was split: to put right while unpublished, to read afterwards."""
    return await _review_page(request, number, halaman, editing=ubah, splitting=pecah)


@post(UNIT, name="draft.unit.change", opt=needs(Permission.EDIT_DRAFT), status_code=303)
async def change_unit(request: Visit, number: FromPath[int], key: FromPath[str]) -> Response[Any]:
    """Move, join, split, open, close or leave out one unit."""
    posted = await request.form()
    act = str(posted.get("tindakan", ""))
    if act not in ACTS:
        raise NotFound
    draft = await find_version(request.consultation.id, number, published=False)
    place = _whole(posted.get("tempat"))

    def change(units: list[WorkingUnit]) -> list[WorkingUnit]:
        return _changed(units, key, act, place)

    return await _apply(request, draft, _whole(posted.get("edition")), ACTS[act], change, key)


@post(
    UNIT + "/isi",
    name="draft.unit.revise",
    opt=needs(Permission.EDIT_DRAFT),
    status_code=303,
)
async def revise_unit(request: Visit, number: FromPath[int], key: FromPath[str]) -> Response[Any]:
    """Give a unit another kind, number, heading or text."""
    form = UnitForm(await request.form(), locale=request.locale)
    draft = await find_version(request.consultation.id, number, published=False)
    copy = await _working(draft)
    unit = copy.units[working_units.find(copy.units, key)]
    if form.validate():
        revised = form.revised(unit)
        try:
            await change_draft(
                edition=Edition(draft.id, _whole(form.edition.data)),
                edit=Edit.REVISED,
                change=partial(working_units.revise, revised=revised),
                by=request.visitor.account,
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
            # What was typed stays; saving once more knowingly overwrites.
            form.edition.data = str(copy.edition)
        else:
            return request.lead_to(await _address(request, draft, key))
    return await _review_page(request, number, 1, editing=key, form=form)


@post(DRAFT + "/ubah", name="draft.change", opt=needs(Permission.EDIT_DRAFT), status_code=303)
async def change_all(request: Visit, number: FromPath[int]) -> Response[Any]:
    """Number everything anew, or take the last change back."""
    posted = await request.form()
    draft = await find_version(request.consultation.id, number, published=False)
    edition = _whole(posted.get("edition"))
    if posted.get("tindakan") == "nomori":
        return await _apply(request, draft, edition, Edit.RENUMBERED, working_units.renumber, "")
    await undo_change(edition=Edition(draft.id, edition), by=request.visitor.account)
    return request.lead_to(await _address(request, draft, ""))


def _changed(units: list[WorkingUnit], key: str, act: str, place: int) -> list[WorkingUnit]:
    now = working_units.find(units, key)
    moves = {"naik": now - 1, "turun": now + 1, "pindah": place - 1}
    if act in moves:
        return working_units.move(units, key, moves[act])
    if act == "pecah":
        return working_units.split(units, key, place)
    simple = {
        "gabung": working_units.join,
        "buka": working_units.toggle,
        "hapus": working_units.remove,
    }
    return simple[act](units, key)


async def _apply(
    visit: Visit, draft: VersionFacts, edition: int, edit: Edit, change: Any, key: str
) -> Response[Any]:
    before = await _working(draft)
    await change_draft(
        edition=Edition(draft.id, edition), edit=edit, change=change, by=visit.visitor.account
    )
    if edit in (Edit.JOINED, Edit.REMOVED):
        place = working_units.find(before.units, key)
        key = before.units[place - 1].key if place else ""
    return visit.lead_to(await _address(visit, draft, key))


async def _address(visit: Visit, draft: VersionFacts, key: str) -> str:
    address = f"/kerja/{visit.consultation.slug}/rancangan/{draft.number}"
    if not key:
        return address
    place = working_units.find((await _working(draft)).units, key)
    return f"{address}?halaman={place // PAGE_SIZE + 1}#unit-{key}"


async def _working(draft: VersionFacts) -> WorkingFacts:
    copy = await working_copy_of(draft.id)
    if copy is None:
        raise NotFound
    return copy


async def _review_page(
    visit: Visit,
    number: int,
    page_number: int,
    *,
    editing: str = "",
    splitting: str = "",
    form: UnitForm | None = None,
) -> Response[Any]:
    async with reading():
        draft = await find_version(visit.consultation.id, number, published=False)
        copy = await working_copy_of(draft.id)
        versions = await versions_of(visit.consultation.id)
        if copy is None:
            return page(
                visit,
                "drafting/draft.html",
                draft=draft,
                units=await units_of(draft.id),
                latest=bool(versions) and versions[0].id == draft.id,
            )
        links = await preview_links_of(draft.id)
        identities = await identities_by_key(versions[0].id) if versions else {}
    shown = editing or splitting
    places = {unit.key: place for place, unit in enumerate(copy.units)}
    if shown:
        page_number = places.get(shown, 0) // PAGE_SIZE + 1
    page_number = min(max(1, page_number), max(1, -(-len(copy.units) // PAGE_SIZE)))
    first = (page_number - 1) * PAGE_SIZE
    if editing and form is None and editing in places:
        unit = copy.units[places[editing]]
        form = UnitForm.of(unit, edition=copy.edition, locale=visit.locale)
    return page(
        visit,
        "drafting/draft_units.html",
        status_code=422 if form and form.errors else 200,
        draft=draft,
        copy=copy,
        identities=identities,
        units=Page(copy.units[first : first + PAGE_SIZE], page_number, len(copy.units)),
        chapters=[
            (unit, place // PAGE_SIZE + 1)
            for place, unit in enumerate(copy.units)
            if unit.kind is UnitKind.CHAPTER
        ],
        flawed=[
            (copy.units[places[key]], places[key] // PAGE_SIZE + 1, flaw)
            for key, flaw in copy.flaws.items()
        ],
        earlier=versions,
        editing=editing,
        splitting=splitting,
        form=form,
        links=links,
        previewing=PreviewForm(locale=visit.locale),
    )


def _whole(value: object) -> int:
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 - an integer column
