"""Surveys for everyone: the list, the questionnaire, its receipt, and published results."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.errors import NotFound, Refusal
from consultations.queries.survey_results import (
    EVERYONE,
    Dimension,
    Group,
    groups_of,
    results_of,
)
from consultations.queries.survey_sheets import find_sheet_by_token
from consultations.queries.surveys import SurveyRow, find_survey, questions_of, surveys_of
from consultations.regions import PROVINCES
from consultations.rules import Permission
from consultations.surveys.answering import check_admission, submit_answers, text_receipt_token
from consultations.surveys.skm import BANDS, sample_size
from consultations.transactions import reading
from consultations.vocabulary import Element, Instrument, SurveyState
from server.forms.input import new_key
from server.forms.survey_answers import AnswerForm
from server.responses import page
from server.security.flooding import admit_submission, slowed_down
from server.security.permissions import needs
from server.visit import Visit

SURVEYS = "/konsultasi/{slug:str}/survei"
SURVEY = SURVEYS + "/{survey:uuid}"
# What can be answered comes first.
_ORDER = (SurveyState.OPEN, SurveyState.AHEAD, SurveyState.CLOSED)


@get(SURVEYS, name="survey.public", opt=needs(Permission.READ_PUBLISHED))
async def list_surveys(request: Visit) -> Response[Any]:
    """What can be answered now, and what was found; opinion surveys and SKM apart."""
    here = request.consultation.id
    async with reading():
        shown = {
            instrument: sorted(
                (
                    survey
                    for survey in await surveys_of(here, instrument, request.locale)
                    if survey.state in _ORDER
                ),
                key=lambda survey: _ORDER.index(survey.state),
            )
            for instrument in Instrument
        }
    return page(request, "public/surveys.html", shown=shown)


@get(SURVEY, name="survey.answer", opt=needs(Permission.READ_PUBLISHED))
async def show_survey(request: Visit, survey: FromPath[UUID]) -> Response[Any]:
    """The questionnaire, or why it can't be answered."""
    async with reading():
        found = await published(request, survey)
        form = await answer_form(request, found)
        refusal = None
        if found.state is SurveyState.OPEN:
            try:
                await check_admission(survey=survey, by=request.visitor.account)
            except Refusal as stood:
                refusal = stood
    return page(
        request,
        "public/survey.html",
        survey=found,
        form=form,
        refusal=refusal.message if refusal else "",
        submission_key=new_key(),
    )


@post(SURVEY, name="survey.answer.post", opt=needs(Permission.SUBMIT_INPUT), status_code=303)
async def answer_survey(request: Visit, survey: FromPath[UUID]) -> Response[Any]:
    """Store the answers once and lead to their receipt; else everything stands as it was typed."""
    posted = await request.form()
    found = await published(request, survey)
    form = await answer_form(request, found, posted)
    refused: Refusal | None = None
    if form.validate():
        try:
            return await _take(request, found, form)
        except NotFound:
            raise
        except Refusal as refusal:
            form.refuse(refusal.message)
            refused = refusal
    response = page(
        request,
        "public/survey.html",
        status_code=422,
        survey=found,
        form=form,
        refusal="",
        submission_key=form.respondent.key.data or new_key(),
    )
    return slowed_down(response, refused)


@get(SURVEY + "/hasil", name="survey.results.public", opt=needs(Permission.READ_PUBLISHED))
async def show_results(
    request: Visit, survey: FromPath[UUID], kelompok: FromQuery[str] = ""
) -> Response[Any]:
    """Published results, narrowed to a group that is large enough."""
    async with reading():
        found = await published(request, survey)
        if found.results_published_at is None:
            raise NotFound
        facts = await result_facts(request, found, kelompok, public=True)
    return page(request, "public/survey_results.html", **facts)


@get(
    "/tanda-terima-survei/{token:str}",
    name="survey.receipt",
    opt=needs(Permission.READ_OWN_RECEIPT),
)
async def show_receipt(request: Visit, token: FromPath[str]) -> Response[Any]:
    """What was received; each open answer has a number and a page of its own in the register."""
    sheet = await find_sheet_by_token(token, request.locale)
    if sheet is None:
        raise NotFound
    return page(
        request,
        "public/survey_receipt.html",
        sheet=sheet,
        links={
            text.registration: f"/tanda-terima/{text_receipt_token(token, text.question_id)}"
            for text in sheet.texts
        },
    )


async def published(visit: Visit, survey: UUID) -> SurveyRow:
    """The survey as the public may know of it: one that is being prepared does not exist."""
    found = await find_survey(visit.consultation.id, survey, visit.locale)
    if found is None or found.state is SurveyState.DRAFT:
        raise NotFound
    return found


async def answer_form(
    visit: Visit, survey: SurveyRow, posted: Any = None, *, is_entry: bool = False
) -> AnswerForm:
    """The questionnaire as a form in the reader's language."""
    return AnswerForm(
        await questions_of(survey.id, visit.locale),
        posted,
        locale=visit.locale,
        admission=survey.admission,
        is_skm=survey.is_skm,
        is_entry=is_entry,
    )


async def result_facts(
    visit: Visit, survey: SurveyRow, group: str, *, public: bool = False
) -> dict[str, Any]:
    """What the results' page shows; a group (``unsur:…``, ``wilayah:…``) that isn't one is
    everyone.
    """
    questions = await questions_of(survey.id, visit.locale)
    elements, regions = await groups_of(survey.id)
    return {
        "survey": survey,
        "results": await results_of(survey.id, questions, _group(group), public=public),
        "elements": [Element(element) for element in elements],
        "regions": regions,
        "sample": sample_size(survey.population) if survey.population else None,
        "bands": BANDS,
    }


def _group(named: str) -> Group:
    dimension, _, value = named.partition(":")
    if dimension == Dimension.ELEMENT and value in set(Element):
        return Group(Dimension.ELEMENT, value)
    if dimension == Dimension.REGION and value in PROVINCES:
        return Group(Dimension.REGION, value)
    return EVERYONE


async def _take(visit: Visit, survey: SurveyRow, form: AnswerForm) -> Response[Any]:
    fields = form.respondent
    key = fields.key.data or new_key()
    await admit_submission(visit, key=key, words=form.words())
    receipt = await submit_answers(
        survey=survey.id,
        respondent=form.who(),
        answers=form.answers,
        idempotency_key=key,
        key=fields.access_key.data or "" if "access_key" in fields else "",
        by=visit.visitor.account,
        locale=visit.locale,
    )
    return visit.lead_to(f"/tanda-terima-survei/{receipt.token}")
