"""New wording of units: written beside the inputs behind it, commented on, approved, rejected."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.errors import NotFound, Refusal
from consultations.queries.drafts import UnitFacts
from consultations.queries.themes import find_theme, theme_names_of
from consultations.queries.traces import theme_traces, unit_traces
from consultations.queries.wording_evidence import evidence_to_rest_on
from consultations.queries.wording_inputs import (
    find_standing_unit,
    inputs_numbered,
    inputs_to_read,
)
from consultations.queries.wordings import (
    WordingFacts,
    count_wordings,
    find_wording,
    remarks_on,
    wordings_for,
    wordings_of,
)
from consultations.redrafting import (
    NumberTaken,
    decide_wording,
    propose_wording,
    remark_on_wording,
    revise_wording,
)
from consultations.rules import Permission
from consultations.transactions import reading
from consultations.vocabulary import N_, WordingState
from server.forms.deciding import number as whole
from server.forms.wording import WordingDecisionForm, WordingFilterForm, WordingForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

CHANGES = "/kerja/{slug:str}/perubahan"
CHANGE = CHANGES + "/{change:uuid}"
WRITING = "/kerja/{slug:str}/butir/{identity:uuid}/rumusan"
THEME = "/kerja/{slug:str}/tema/{theme:uuid}/rumusan"
EDIT = needs(Permission.EDIT_DRAFT)
DECISIONS = {
    "setujui": WordingState.APPROVED,
    "tolak": WordingState.REJECTED,
    "kembalikan": WordingState.PROPOSED,
}


@get(THEME, name="wording.theme", opt=EDIT)
async def choose_unit(request: Visit, theme: FromPath[UUID]) -> Response[Any]:
    """The units a theme is about, to choose the one that is redrafted."""
    async with reading():
        facts = await find_theme(request.consultation.id, theme)
        if facts is None:
            raise NotFound
        units = await unit_traces(request.consultation.id)
    about = [trace.units for trace in theme_traces(units) if trace.theme == theme]
    return page(
        request,
        "drafting/wording_units.html",
        theme=facts,
        about=about[0] if about else [],
        units=units,
    )


@get(WRITING, name="wording.unit", opt=EDIT)
async def show_writing(
    request: Visit,
    identity: FromPath[UUID],
    tema: FromQuery[str] = "",
    penilaian: FromQuery[str] = "",
    ubah: FromQuery[str] = "",
) -> Response[Any]:
    """A unit's words, everything behind it beside, and the form for new ones."""
    unit = await _unit(request, identity)
    theme = _id(tema)
    if ubah:
        change = await _change(request, _id(ubah))
        form = WordingForm.of(change, locale=request.locale)
    else:
        form = WordingForm.on(unit, theme=theme, assessment=_id(penilaian), locale=request.locale)
    return await _writing_page(request, unit, theme, form)


@post(WRITING, name="wording.propose", opt=EDIT, status_code=303)
async def propose(
    request: Visit, identity: FromPath[UUID], tema: FromQuery[str] = ""
) -> Response[Any]:
    """Propose the words, or fill in those a participant proposed."""
    unit, theme = await _unit(request, identity), _id(tema)
    posted = await request.form()
    form = WordingForm(posted, locale=request.locale)
    await _offer(request, form)
    if taken := str(posted.get("pakai", "")):
        await _fill(unit, theme, form, taken)
        return await _writing_page(request, unit, theme, form, status=200)
    known = await inputs_numbered(request.consultation.id, [*form.numbers(), form.adopted.data])
    form.validate()
    missing = [number for number in form.numbers() if number not in known]
    if missing:
        form.others.errors = [form.say(N_("Tidak ada masukan %(numbers)s."), numbers=missing[0])]
    if not form.errors:
        wording = form.wording(unit.id, known)
        try:
            change = _id(form.change.data)
            if change:
                await _change(request, change)
                row = await revise_wording(
                    change=change,
                    version=whole(form.version.data),
                    wording=wording,
                    by=request.visitor.account,
                )
            else:
                row = await propose_wording(
                    consultation=request.consultation.id,
                    wording=wording,
                    by=request.visitor.account,
                )
        except NotFound:
            raise
        except NumberTaken as taken_number:
            form.number.errors = [form.say(taken_number.message)]
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to(f"/kerja/{request.consultation.slug}/perubahan/{row.id}")
    return await _writing_page(request, unit, theme, form, status=422)


@get(CHANGES, name="wording.index", opt=EDIT)
async def list_changes(request: Visit, halaman: FromQuery[int] = 1) -> Response[Any]:
    """Every proposal, narrowed as one likes."""
    form = WordingFilterForm(request.query_params, locale=request.locale)
    async with reading():
        found = await wordings_of(request.consultation.id, form.chosen(), halaman)
        counts = await count_wordings(request.consultation.id)
    kept = urlencode({field.name: field.data for field in form if field.data})
    return page(
        request,
        "drafting/wordings.html",
        form=form,
        found=found,
        counts=counts,
        address=f"{request.url.path}?{kept}" if kept else request.url.path,
    )


@get(CHANGE, name="wording.show", opt=EDIT)
async def show_change(request: Visit, change: FromPath[UUID]) -> Response[Any]:
    """One proposal beside the others for the same unit."""
    return await _change_page(request, change, WordingDecisionForm(locale=request.locale))


@post(CHANGE, name="wording.act", opt=EDIT, status_code=303)
async def act_on_change(request: Visit, change: FromPath[UUID]) -> Response[Any]:
    """Approve it, reject it, let it wait again, or say something of it."""
    await _change(request, change)
    posted = await request.form()
    form = WordingDecisionForm(posted, locale=request.locale)
    act, by = str(posted.get("tindakan", "")), request.visitor.account
    words = (form.remark.data or "").strip()
    if form.validate():
        try:
            if act in DECISIONS:
                await decide_wording(
                    change=change,
                    version=whole(posted.get("version")),
                    state=DECISIONS[act],
                    remark=words,
                    by=by,
                )
            elif words:
                await remark_on_wording(change=change, text=words, by=by)
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to(f"/kerja/{request.consultation.slug}/perubahan/{change}")
    return await _change_page(request, change, form)


async def _change_page(visit: Visit, change: UUID, form: WordingDecisionForm) -> Response[Any]:
    async with reading():
        facts = await _change(visit, change)
        others = [one for one in await wordings_for(facts.identity) if one.id != change]
        remarks = await remarks_on(change)
    return page(
        visit,
        "drafting/wording.html",
        status_code=422 if form.errors else 200,
        change=facts,
        others=others,
        remarks=remarks,
        form=form,
    )


async def _writing_page(
    visit: Visit, unit: UnitFacts, theme: UUID | None, form: WordingForm, *, status: int = 200
) -> Response[Any]:
    async with reading():
        entries, total = await inputs_to_read(unit.identity, theme)
        await _offer(visit, form)
        others = await wordings_for(unit.identity)
    return page(
        visit,
        "drafting/wording_writing.html",
        status_code=status,
        unit=unit,
        theme=theme,
        theme_name=form.themes.choices.get(str(theme), ""),
        form=form,
        # What the browser kept must not take the place of what has just been filled in.
        answered=visit.method == "POST",
        entries=entries,
        total=total,
        others=[one for one in others if str(one.id) != form.change.data],
    )


async def _offer(visit: Visit, form: WordingForm) -> None:
    here = visit.consultation.id
    form.offer(await theme_names_of(here), await evidence_to_rest_on(here))


async def _fill(unit: UnitFacts, theme: UUID | None, form: WordingForm, taken: str) -> None:
    entries, _ = await inputs_to_read(unit.identity, theme)
    for entry in entries:
        if entry.registration == taken and entry.proposed_wording:
            form.text.data = entry.proposed_wording
            form.adopted.data = taken
            form.inputs.data = list(dict.fromkeys([*(form.inputs.data or []), taken]))


async def _unit(visit: Visit, identity: UUID) -> UnitFacts:
    unit = await find_standing_unit(visit.consultation.id, identity)
    if unit is None:
        raise NotFound
    return unit


async def _change(visit: Visit, change: UUID | None) -> WordingFacts:
    facts = await find_wording(visit.consultation.id, change) if change else None
    if facts is None:
        raise NotFound
    return facts


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
