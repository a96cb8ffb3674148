"""One input at its own address: taking sides, responses, and the way to it from its number."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.clock import today_in
from consultations.errors import NotFound, Refusal
from consultations.queries.carried_actions import actions_carrying
from consultations.queries.consultations import input_window, phases_of
from consultations.queries.dispositions import published_dispositions
from consultations.queries.evidence import evidence_of
from consultations.queries.inputs import InputFacts
from consultations.queries.notes import heard_back
from consultations.queries.responses import responses_to
from consultations.queries.threads import (
    InputPlace,
    find_thread,
    place_of,
    sides_of,
)
from consultations.queries.word_traces import changes_from
from consultations.responding import respond
from consultations.rules import Permission, may, may_see
from consultations.supporting import Side, Supporter, take_side
from consultations.transactions import reading
from server.forms.input import new_key, words_of
from server.forms.thread import ResponseForm
from server.pages.account import own_path
from server.pages.public.devices import marked, with_mark
from server.responses import page
from server.security.flooding import admit_response, admit_side, slowed_down
from server.security.permissions import needs
from server.visit import Visit

INPUT = "/konsultasi/{slug:str}/masukan/{registration:str}"
TAKE_BACK = "batal"


@get("/masukan/{registration:str}", name="input.find", opt=needs(Permission.READ_PUBLISHED))
async def find_input(request: Visit, registration: FromPath[str]) -> Response[Any]:
    """Lead from a registration number to the page of the list that holds the input."""
    registration = registration.upper()
    async with reading():
        place = await place_of(registration)
    if place is None:
        raise NotFound
    if place.public and may_see(
        request.visitor, consultation=place.consultation, announced=place.announced
    ):
        return request.lead_to(_address(place, registration))
    if may(request.visitor, Permission.READ_REGISTER, consultation=place.consultation):
        return request.lead_to(f"/kerja/{place.slug}/masukan/{registration}")
    raise NotFound


@get(INPUT, name="input.show", opt=needs(Permission.READ_PUBLISHED))
async def show_input(
    request: Visit,
    registration: FromPath[str],
    halaman: FromQuery[int] = 1,
    terkirim: FromQuery[bool] = False,  # noqa: FBT002 - the address's parameter
) -> Response[Any]:
    """One public input with everything said back to it."""
    async with reading():
        facts = await _thread(request, registration, halaman)
    name = "" if request.visitor.is_guest else request.visitor.name
    form = ResponseForm(locale=request.locale, author_name=name)
    return page(
        request,
        "public/input.html",
        form=form,
        submission_key=new_key(),
        sent=terkirim,
        **facts,
    )


@post(INPUT + "/balasan", name="input.respond", opt=needs(Permission.RESPOND), status_code=303)
async def respond_to_input(request: Visit, registration: FromPath[str]) -> Response[Any]:
    """Add a response; one from the drafting team is marked as such."""
    form = ResponseForm(await request.form(), locale=request.locale)
    entry = await _require(request, registration)
    refused: Refusal | None = None
    if form.validate():
        text = words_of(form.text.data) or ""
        try:
            await admit_response(request, key=form.key.data or "", words=text)
            await respond(
                entry=entry.id,
                text=text,
                author_name=words_of(form.author_name.data),
                idempotency_key=form.key.data or new_key(),
                official=request.may(Permission.DECIDE),
                by=request.visitor.account,
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
            refused = refusal
        else:
            return request.lead_to(f"{_thread_address(request, entry)}?terkirim=true#balasan")
    async with reading():
        facts = await _thread(request, registration, 1)
    response = page(
        request,
        "public/input.html",
        status_code=422,
        form=form,
        submission_key=form.key.data or new_key(),
        sent=False,
        **facts,
    )
    return slowed_down(response, refused)


@post(
    "/konsultasi/{slug:str}/dukungan",
    name="input.take_side",
    opt=needs(Permission.TAKE_SIDE),
    status_code=303,
)
async def support_input(request: Visit) -> Response[Any]:
    """Support an input, say that one doesn't, or take either back."""
    posted = await request.form()
    word, _, registration = str(posted.get("pilih", "")).partition(":")
    if word not in {*Side, TAKE_BACK}:
        raise NotFound
    entry = await _require(request, registration)
    supporter, mark = marked(request)
    refused: Refusal | None = None
    try:
        await admit_side(request)
        await take_side(
            entry=entry.id, side=None if word == TAKE_BACK else Side(word), supporter=supporter
        )
    except Refusal as refusal:
        if isinstance(refusal, NotFound) or not request.wants_fragment:
            raise
        refused = refusal
    if request.wants_fragment:
        response = await _sides_shown(request, registration, supporter, refused)
    else:
        back = own_path(str(posted.get("kembali", "")) or f"/masukan/{registration}")
        response = request.lead_to(f"{back}#masukan-{registration}")
    return with_mark(request, response, mark)


async def _sides_shown(
    visit: Visit, registration: str, supporter: Supporter, refused: Refusal | None
) -> Response[Any]:
    async with reading():
        entry = await _require(visit, registration)
        sides = await sides_of(supporter.hash, [entry.id])
    response = page(
        visit,
        "public/sides.html",
        status_code=409 if refused else 200,
        input=entry,
        side=sides.get(entry.id),
        refused=refused.message if refused else None,
    )
    return slowed_down(response, refused)


async def _thread(visit: Visit, registration: str, number: int) -> dict[str, Any]:
    entry = await _require(visit, registration)
    phases = await phases_of(visit.consultation.id, visit.locale)
    supporter = visit.supporter
    changed = await changes_from(entry.id)
    return {
        "input": entry,
        "responses": await responses_to(entry.id, number),
        "heard_back": await heard_back([entry.id]),
        "evidence": await evidence_of([entry.id]),
        "changed": changed,
        "actions": await actions_carrying(entry.id, changed, public=True),
        "today": today_in(visit.consultation.zone.value),
        "disposition": (await published_dispositions([entry.id]))[entry.id],
        "side": (await sides_of(supporter.hash, [entry.id])).get(entry.id) if supporter else None,
        "window": input_window(phases),
        "here": _thread_address(visit, entry),
    }


async def _require(visit: Visit, registration: str) -> InputFacts:
    entry = await find_thread(visit.consultation.id, registration)
    if entry is None:
        raise NotFound
    return entry


def _thread_address(visit: Visit, entry: InputFacts) -> str:
    return f"/konsultasi/{visit.consultation.slug}/masukan/{entry.registration}"


def _address(place: InputPlace, registration: str) -> str:
    base = f"/konsultasi/{place.slug}"
    mark = f"#masukan-{registration}"
    if place.session:
        return f"{base}/sesi/{place.session}{mark}"
    if place.version is None or place.folded:
        return f"{base}/masukan/{registration}"
    where = f"{place.unit[0].value}/{place.unit[1]}" if place.unit else "masukan"
    page_part = f"?halaman={place.page}" if place.page > 1 else ""
    return f"{base}/rancangan/{place.version}/{where}{page_part}{mark}"
