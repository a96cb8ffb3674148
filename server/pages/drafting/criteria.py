"""The criteria of an assessment that is being prepared: added, and changed one by one."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.errors import NotFound
from consultations.queries.assessments import CriterionRow, Sheet
from consultations.queries.evidence_sources import sources_of
from consultations.scoring.assessing import AlreadyOpen, add_criterion, change_criterion
from consultations.vocabulary import Weighting
from server.forms.assessment import CriterionForm
from server.pages.drafting.assessments import (
    ASSESSMENT,
    HOLD,
    assessment_page,
    back_to,
    criterion_form_for,
    required,
)
from server.responses import page
from server.visit import Visit

CRITERION = ASSESSMENT + "/kriteria/{criterion:uuid}"


@post(ASSESSMENT + "/kriteria", name="assessment.criterion", opt=HOLD, status_code=303)
async def append_criterion(request: Visit, assessment: FromPath[UUID]) -> Response[Any]:
    """Add a criterion."""
    sheet = await required(request, assessment)
    form = criterion_form_for(request, sheet, await request.form())
    form.taken = sheet.names_of(sheet.criteria)
    form.offer_sources(await sources_of(request.consultation.id))
    if not form.validate():
        return await assessment_page(request, assessment, criterion=form)
    await add_criterion(assessment=assessment, facts=form.facts())
    return back_to(request, assessment)


@get(CRITERION, name="assessment.criterion.show", opt=HOLD)
async def show_criterion(
    request: Visit, assessment: FromPath[UUID], criterion: FromPath[UUID]
) -> Response[Any]:
    """One criterion, to be given other words or another weight before the scoring opens."""
    sheet, row = await _criterion(request, assessment, criterion)
    form = CriterionForm.of(row, request.locale)
    if sheet.assessment.weighting is Weighting.PAIRWISE:
        del form.weight
    return await _criterion_page(request, sheet, row, form)


@post(CRITERION, name="assessment.criterion.change", opt=HOLD, status_code=303)
async def change(
    request: Visit, assessment: FromPath[UUID], criterion: FromPath[UUID]
) -> Response[Any]:
    """Change a criterion."""
    sheet, row = await _criterion(request, assessment, criterion)
    form = criterion_form_for(request, sheet, await request.form())
    form.taken = sheet.names_of(one for one in sheet.criteria if one.id != criterion)
    form.offer_sources(await sources_of(request.consultation.id))
    if not form.validate():
        return await _criterion_page(request, sheet, row, form)
    await change_criterion(assessment=assessment, criterion=criterion, facts=form.facts())
    return back_to(request, assessment)


async def _criterion(visit: Visit, assessment: UUID, criterion: UUID) -> tuple[Sheet, CriterionRow]:
    sheet = await required(visit, assessment)
    row = next((one for one in sheet.criteria if one.id == criterion), None)
    if row is None:
        raise NotFound
    if not sheet.assessment.is_preparing:
        raise AlreadyOpen
    return sheet, row


async def _criterion_page(
    visit: Visit, sheet: Sheet, row: CriterionRow, form: CriterionForm
) -> Response[Any]:
    form.offer_sources(await sources_of(visit.consultation.id))
    return page(
        visit,
        "drafting/criterion.html",
        status_code=422 if form.errors else 200,
        sheet=sheet,
        criterion=row,
        form=form,
    )
