"""Assessments: prepare options, criteria and scorers, open, close, and read what came of it."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.errors import NotFound, Refusal
from consultations.queries.accounts import accounts_in
from consultations.queries.assessments import (
    Sheet,
    assessments_of,
    awaiting_scores_of,
    find_sheet,
    outcome_for,
)
from consultations.queries.drafts import UnitFacts, units_of, versions_of
from consultations.queries.evidence_sources import sources_of
from consultations.queries.wording_evidence import words_resting_on
from consultations.rules import Permission
from consultations.scoring.assessing import (
    appoint_scorer,
    close_assessment,
    open_assessment,
    prepare_assessment,
    remove_part,
)
from consultations.transactions import reading
from consultations.vocabulary import Weighting
from server.forms.assessment import (
    OPTION_PREFIX,
    PREFIX,
    AssessmentForm,
    CriterionForm,
    OptionForm,
)
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

ASSESSMENTS = "/kerja/{slug:str}/penilaian"
ASSESSMENT = ASSESSMENTS + "/{assessment:uuid}"
HOLD = needs(Permission.HOLD_ASSESSMENT)


@get(ASSESSMENTS, name="assessment.index", opt=needs(Permission.SCORE))
async def list_assessments(request: Visit) -> Response[Any]:
    """Every assessment, and for those who may the form to begin one."""
    return await _list_page(request)


@post(ASSESSMENTS, name="assessment.prepare", opt=HOLD, status_code=303)
async def prepare(request: Visit) -> Response[Any]:
    """Begin an assessment."""
    form = AssessmentForm(await request.form(), locale=request.locale)
    if not form.validate():
        return await _list_page(request, form)
    row = await prepare_assessment(
        consultation=request.consultation.id,
        title=form.title.data.strip(),
        purpose=form.purpose.data.strip(),
        weighting=Weighting(form.weighting.data),
        template=form.template.data,
        by=request.visitor.account,
    )
    return request.lead_to(f"{request.url.path}/{row.id}")


@get(ASSESSMENT, name="assessment.show", opt=needs(Permission.SCORE))
async def show_assessment(request: Visit, assessment: FromPath[UUID]) -> Response[Any]:
    """What is being prepared, how far the scorers are, or what came of it."""
    return await assessment_page(request, assessment)


@post(ASSESSMENT + "/penilai", name="assessment.scorer", opt=HOLD, status_code=303)
async def ask_scorer(request: Visit, assessment: FromPath[UUID]) -> Response[Any]:
    """Ask somebody with a role in this consultation to score."""
    await required(request, assessment)
    chosen = (await request.form()).get("account", "")
    known = {str(one.id): one.id for one in await accounts_in(request.consultation.id)}
    if chosen not in known:
        raise NotFound
    await appoint_scorer(assessment=assessment, account=known[chosen], by=request.visitor.account)
    return back_to(request, assessment)


@post(ASSESSMENT + "/hapus/{part:uuid}", name="assessment.remove", opt=HOLD, status_code=303)
async def remove(request: Visit, assessment: FromPath[UUID], part: FromPath[UUID]) -> Response[Any]:
    """Take out an option, a criterion or a scorer before the scoring opens."""
    await required(request, assessment)
    await remove_part(assessment=assessment, part=part)
    return back_to(request, assessment)


@post(ASSESSMENT + "/buka", name="assessment.open", opt=HOLD, status_code=303)
async def open_scoring(request: Visit, assessment: FromPath[UUID]) -> Response[Any]:
    """Let the scorers begin."""
    await required(request, assessment)
    try:
        await open_assessment(assessment=assessment, by=request.visitor.account)
    except Refusal as refusal:
        return await assessment_page(request, assessment, refusal=refusal)
    return back_to(request, assessment)


@post(ASSESSMENT + "/tutup", name="assessment.close", opt=HOLD, status_code=303)
async def close_scoring(request: Visit, assessment: FromPath[UUID]) -> Response[Any]:
    """End the scoring and show its outcome."""
    await required(request, assessment)
    posted = await request.form()
    try:
        await close_assessment(
            assessment=assessment,
            by=request.visitor.account,
            without_unfinished=posted.get("tanpa") == "ya",
        )
    except Refusal as refusal:
        return await assessment_page(request, assessment, refusal=refusal)
    return back_to(request, assessment)


async def _list_page(visit: Visit, form: AssessmentForm | None = None) -> Response[Any]:
    return page(
        visit,
        "drafting/assessments.html",
        status_code=422 if form else 200,
        assessments=await assessments_of(visit.consultation.id),
        awaiting=await awaiting_scores_of(visit.visitor.account),
        form=form or AssessmentForm(locale=visit.locale),
    )


async def assessment_page(
    visit: Visit,
    assessment: UUID,
    *,
    option: OptionForm | None = None,
    criterion: CriterionForm | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    """The page of an assessment, with what was refused on it."""
    async with reading():
        sheet = await required(visit, assessment)
        outcome = await outcome_for(sheet)
        words = await words_resting_on(assessment) if outcome else []
        option_form = option or option_form_for(visit)
        criterion_form = criterion or criterion_form_for(visit, sheet)
        people = []
        if sheet.assessment.is_preparing:
            people = await accounts_in(visit.consultation.id)
            option_form.offer(await units_to_offer(visit))
            criterion_form.offer_sources(await sources_of(visit.consultation.id))
    return page(
        visit,
        "drafting/assessment.html",
        status_code=422 if option or criterion or refusal else 200,
        sheet=sheet,
        outcome=outcome,
        words=words,
        people=[one for one in people if sheet.scorer_of(one.id) is None],
        option=option_form,
        criterion=criterion_form,
        refusal=refusal.message if refusal else "",
    )


def criterion_form_for(visit: Visit, sheet: Sheet, posted: Any = None) -> CriterionForm:
    """The form for another criterion, without a weight where pairs of criteria make it."""
    form = CriterionForm(posted, locale=visit.locale, prefix=PREFIX)
    if sheet.assessment.weighting is Weighting.PAIRWISE:
        del form.weight
    return form


def option_form_for(visit: Visit, posted: Any = None) -> OptionForm:
    """The form for another option."""
    return OptionForm(posted, locale=visit.locale, prefix=OPTION_PREFIX)


async def units_to_offer(visit: Visit) -> list[UnitFacts]:
    """What an option may be about: the units of the latest version."""
    versions = await versions_of(visit.consultation.id)
    return await units_of(versions[0].id) if versions else []


async def required(visit: Visit, assessment: UUID) -> Sheet:
    """The assessment of this consultation, or ``NotFound``."""
    sheet = await find_sheet(visit.consultation.id, assessment)
    if sheet is None:
        raise NotFound
    return sheet


def back_to(visit: Visit, assessment: UUID) -> Response[Any]:
    """Lead to the page of an assessment."""
    return visit.lead_to(f"/kerja/{visit.consultation.slug}/penilaian/{assessment}")
