"""What becomes of an assessment: cancelled, copied to begin another, or shown to everyone."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from consultations.scoring.assessing import NoOutcome, NotOpen, publish_outcome
from consultations.scoring.repeating import cancel_assessment, copy_assessment
from server.forms.assessment import CancelForm
from server.pages.drafting.assessments import ASSESSMENT, HOLD, back_to, required
from server.responses import page
from server.visit import Visit


@get(ASSESSMENT + "/batalkan", name="assessment.cancelling", opt=HOLD)
async def ask_about_cancelling(request: Visit, assessment: FromPath[UUID]) -> Response[Any]:
    """What cancelling does, and the reason to give for it."""
    return await _cancel_page(request, assessment, CancelForm(locale=request.locale))


@post(ASSESSMENT + "/batalkan", name="assessment.cancel", opt=HOLD, status_code=303)
async def cancel(request: Visit, assessment: FromPath[UUID]) -> Response[Any]:
    """End the assessment without a result."""
    await required(request, assessment)
    form = CancelForm(await request.form(), locale=request.locale)
    if form.validate():
        try:
            await cancel_assessment(
                assessment=assessment,
                reason=form.reason.data.strip(),
                by=request.visitor.account,
            )
        except NotOpen as refusal:
            form.refuse(refusal.message)
        else:
            return back_to(request, assessment)
    return await _cancel_page(request, assessment, form)


@post(ASSESSMENT + "/salin", name="assessment.copy", opt=HOLD, status_code=303)
async def copy(request: Visit, assessment: FromPath[UUID]) -> Response[Any]:
    """Prepare another from the same options, criteria and evidence."""
    await required(request, assessment)
    made = await copy_assessment(assessment=assessment, by=request.visitor.account)
    return back_to(request, made.id)


@get(ASSESSMENT + "/publikasi", name="assessment.publishing", opt=HOLD)
async def ask_about_publishing(request: Visit, assessment: FromPath[UUID]) -> Response[Any]:
    """What everyone will read, or no longer, before it is done."""
    sheet = await required(request, assessment)
    if sheet.assessment.closed_at is None:
        raise NoOutcome
    return page(request, "drafting/assessment_publishing.html", sheet=sheet)


@post(ASSESSMENT + "/publikasi", name="assessment.publish", opt=HOLD, status_code=303)
async def publish(request: Visit, assessment: FromPath[UUID]) -> Response[Any]:
    """Show the result to everyone, or take it back."""
    await required(request, assessment)
    shown = (await request.form()).get("tampil") == "ya"
    await publish_outcome(assessment=assessment, shown=shown, by=request.visitor.account)
    return back_to(request, assessment)


async def _cancel_page(visit: Visit, assessment: UUID, form: CancelForm) -> Response[Any]:
    return page(
        visit,
        "drafting/assessment_cancel.html",
        status_code=422 if form.errors else 200,
        sheet=await required(visit, assessment),
        form=form,
    )
