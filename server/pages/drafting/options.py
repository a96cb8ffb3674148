"""The options of an assessment that is being prepared: added, and changed one by one."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.errors import NotFound
from consultations.queries.assessments import OptionFacts, Sheet
from consultations.scoring.assessing import AlreadyOpen, add_option, change_option
from server.forms.assessment import OptionForm
from server.pages.drafting.assessments import (
    ASSESSMENT,
    HOLD,
    assessment_page,
    back_to,
    option_form_for,
    required,
    units_to_offer,
)
from server.responses import page
from server.visit import Visit

OPTION = ASSESSMENT + "/opsi/{option:uuid}"


@post(ASSESSMENT + "/opsi", name="assessment.option", opt=HOLD, status_code=303)
async def append_option(request: Visit, assessment: FromPath[UUID]) -> Response[Any]:
    """Add an option."""
    sheet = await required(request, assessment)
    form = option_form_for(request, await request.form())
    form.taken = sheet.names_of(sheet.options)
    form.offer(await units_to_offer(request))
    if not form.validate():
        return await assessment_page(request, assessment, option=form)
    await add_option(assessment=assessment, **form.facts())
    return back_to(request, assessment)


@get(OPTION, name="assessment.option.show", opt=HOLD)
async def show_option(
    request: Visit, assessment: FromPath[UUID], option: FromPath[UUID]
) -> Response[Any]:
    """One option, to be given other words before the scoring opens."""
    sheet, row = await _option(request, assessment, option)
    form = OptionForm.of(row, await units_to_offer(request), request.locale)
    return _option_page(request, sheet, row, form)


@post(OPTION, name="assessment.option.change", opt=HOLD, status_code=303)
async def change(
    request: Visit, assessment: FromPath[UUID], option: FromPath[UUID]
) -> Response[Any]:
    """Change an option."""
    sheet, row = await _option(request, assessment, option)
    form = option_form_for(request, await request.form())
    form.taken = sheet.names_of(one for one in sheet.options if one.id != option)
    form.offer(await units_to_offer(request))
    if not form.validate():
        return _option_page(request, sheet, row, form)
    await change_option(assessment=assessment, option=option, **form.facts())
    return back_to(request, assessment)


async def _option(visit: Visit, assessment: UUID, option: UUID) -> tuple[Sheet, OptionFacts]:
    sheet = await required(visit, assessment)
    row = next((one for one in sheet.options if one.id == option), None)
    if row is None:
        raise NotFound
    if not sheet.assessment.is_preparing:
        raise AlreadyOpen
    return sheet, row


def _option_page(visit: Visit, sheet: Sheet, row: OptionFacts, form: OptionForm) -> Response[Any]:
    return page(
        visit,
        "drafting/option.html",
        status_code=422 if form.errors else 200,
        sheet=sheet,
        option=row,
        form=form,
    )
