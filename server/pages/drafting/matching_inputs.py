"""Decide on every input that the address's filter leaves: previewed first, applied in one act."""

from typing import Any
from urllib.parse import urlencode

from litestar import Response, get, post

from consultations.clock import today_in
from consultations.deciding import Subject
from consultations.deciding_matching import MOST_MATCHING, decide_matching
from consultations.errors import NotFound, Refusal
from consultations.queries.decision_options import options_of, templates_of
from consultations.queries.matching_inputs import first_of, left_out_of, matching_inputs
from consultations.reply_templates import fill, known_fields
from consultations.rules import Permission
from consultations.transactions import reading
from server.forms.deciding import DecisionForm
from server.pages.drafting.dispositions import INPUTS, read_filter
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

MATCHING = INPUTS + "/semua"
DECIDE = needs(Permission.DECIDE)
APPLIED = {"siap": True, "simpan": False}


@get(MATCHING, name="disposition.matching", opt=DECIDE)
async def show_matching(request: Visit) -> Response[Any]:
    """How many match, the first of them, and what is passed over and why."""
    return await _show(request, await _form(request))


@post(MATCHING, name="disposition.matching.decide", opt=DECIDE, status_code=303)
async def decide(request: Visit) -> Response[Any]:
    """Preview the decision on them, change it again, or apply what was previewed."""
    posted = await request.form()
    form = await _form(request, posted)
    act = str(posted.get("tindakan", ""))
    if act == "ubah":
        return await _show(request, form)
    if not form.validate():
        return await _show(request, form)
    if act not in APPLIED:
        return await _show(request, form, previewed=True)
    here = request.consultation
    try:
        batch = await decide_matching(
            consultation=here.id,
            only=(await read_filter(request)).chosen(),
            today=today_in(here.zone.value),
            mark=str(posted.get("cocok", "")),
            answer=form.answer(),
            label=form.chosen_words(),
            ready=APPLIED[act],
            by=request.visitor.account,
        )
    except NotFound:
        raise
    except Refusal as refusal:
        form.refuse(refusal.message)
        return await _show(request, form, previewed=True)
    return request.lead_to(f"/kerja/{here.slug}/keputusan/masukan?baru={batch}")


async def _form(visit: Visit, posted: Any = None) -> DecisionForm:
    here = visit.consultation.id
    templates = await templates_of(here)
    form = DecisionForm(posted, locale=visit.locale)
    form.offer(await options_of(here), templates)
    form.reply_from(templates)
    return form


async def _show(visit: Visit, form: DecisionForm, *, previewed: bool = False) -> Response[Any]:
    here = visit.consultation
    today = today_in(here.zone.value)
    async with reading():
        chosen = await read_filter(visit)
        matching = await matching_inputs(here.id, chosen.chosen(), today)
        first = await first_of(matching)
        left_out = await left_out_of(here.id, chosen.chosen(), today)
        subjects = [Subject(here.id, input=entry.id) for entry in first] if previewed else []
        fields = await known_fields(subjects, form.chosen_words())
    kept = urlencode(chosen.kept())
    return page(
        visit,
        "drafting/matching_inputs.html",
        status_code=422 if form.errors else 200,
        deciding=form,
        answer=form.answer() if previewed else None,
        matching=matching,
        most=MOST_MATCHING,
        first=first,
        left_out=left_out,
        replies={s.input: fill(form.reply.data or "", fields.get(s, {})) for s in subjects},
        filters=chosen.in_words(),
        kept=f"?{kept}" if kept else "",
    )
