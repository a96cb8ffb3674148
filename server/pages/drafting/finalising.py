"""The finalisation gate: what is missing, each with a link, and the final version."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.errors import NotFound, Refusal
from consultations.final_conditions import candidate_of, conditions_of
from consultations.finalising import NotFinal, finalise, state_gap
from consultations.queries.finalisation import finalisations_of, stated_gaps
from consultations.queries.working_copies import working_copy_of
from consultations.rounds import open_round
from consultations.rules import Permission
from consultations.tables import DraftVersion
from consultations.vocabulary import Element
from server.forms.deciding import number
from server.forms.finalising import FinaliseForm, GapForm, RoundForm
from server.forms.localised import LocalisedForm
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

GATE = "/kerja/{slug:str}/finalisasi"


@get(GATE, name="final.show", opt=needs(Permission.FINALISE))
async def show_gate(request: Visit) -> Response[Any]:
    """Every condition with what is missing, and the form for the final version."""
    return await _gate_page(request)


@post(GATE, name="final.declare", opt=needs(Permission.FINALISE), status_code=303)
async def declare(request: Visit) -> Response[Any]:
    """Publish the version being prepared as final, or declare the latest one final."""
    form = FinaliseForm(await request.form(), locale=request.locale)
    if form.validate():
        version = number(form.version.data)
        try:
            await finalise(
                consultation=request.consultation.id,
                version=version,
                title=form.title.data or "",
                change_summary=form.change_summary.data or "",
                edition=number(form.edition.data) or None,
                override_reason=form.override_reason.data or "",
                by=request.visitor.account,
            )
        except NotFound:
            raise
        except NotFinal as refusal:
            form.override_reason.errors = [form.say(refusal.message)]
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to(f"/konsultasi/{request.consultation.slug}/rancangan/{version}")
    return await _gate_page(request, declaring=form)


@post(
    GATE + "/unsur/{element:str}",
    name="final.gap",
    opt=needs(Permission.FINALISE),
    status_code=303,
)
async def explain_gap(request: Visit, element: FromPath[str]) -> Response[Any]:
    """State why nobody of an element was heard."""
    if element not in {*Element}:
        raise NotFound
    form = GapForm(await request.form(), locale=request.locale)
    if not form.validate():
        return await _gate_page(request, explaining=(Element(element), form))
    await state_gap(
        consultation=request.consultation.id,
        element=Element(element),
        reason=form.reason.data,
        by=request.visitor.account,
    )
    return request.lead_to(f"/kerja/{request.consultation.slug}/finalisasi#unsur-{element}")


@post(GATE + "/putaran", name="final.reopen", opt=needs(Permission.FINALISE), status_code=303)
async def reopen(request: Visit) -> Response[Any]:
    """Open a new round after a final version."""
    form = RoundForm(await request.form(), locale=request.locale)
    if not form.validate():
        return await _gate_page(request, opening=form)
    await open_round(
        consultation=request.consultation.id,
        reason=form.round_reason.data,
        by=request.visitor.account,
    )
    return request.lead_to(f"/kerja/{request.consultation.slug}/finalisasi")


async def _gate_page(
    visit: Visit,
    *,
    declaring: LocalisedForm | None = None,
    explaining: tuple[Element, GapForm] | None = None,
    opening: LocalisedForm | None = None,
) -> Response[Any]:
    here = visit.consultation.id
    candidate = await candidate_of(here)
    earlier = await finalisations_of(here)
    conditions = await conditions_of(here)
    refused = declaring or explaining or opening
    return page(
        visit,
        "drafting/finalisation.html",
        status_code=422 if refused else 200,
        conditions=conditions,
        left=sum(condition.left for condition in conditions),
        candidate=candidate,
        final=earlier[0] if earlier and earlier[0].stands else None,
        earlier=earlier,
        gaps=await stated_gaps(here),
        declaring=declaring or await _declaring(visit, candidate),
        gap_forms=_gap_forms(visit, explaining),
        opening=opening or RoundForm(locale=visit.locale),
    )


async def _declaring(visit: Visit, candidate: DraftVersion | None) -> FinaliseForm:
    if candidate is None:
        return FinaliseForm(locale=visit.locale)
    edition = 0
    if candidate.published_at is None:
        copy = await working_copy_of(candidate.id)
        edition = copy.edition if copy else 0
    return FinaliseForm(
        locale=visit.locale,
        version=str(candidate.number),
        edition=str(edition),
        title=candidate.title,
    )


def _gap_forms(visit: Visit, typed: tuple[Element, GapForm] | None) -> dict[str, GapForm]:
    forms = {element.value: GapForm(locale=visit.locale) for element in Element}
    if typed is not None:
        forms[typed[0].value] = typed[1]
    return {element: form.marked(element) for element, form in forms.items()}
