"""Surveys in the workspace: prepared, opened, closed, copied, and their keys."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.errors import NotFound, Refusal
from consultations.queries.surveys import (
    SurveyFilter,
    SurveyRow,
    count_keys,
    find_survey,
    listed_surveys,
    questions_of,
    raw_survey,
)
from consultations.rules import Permission
from consultations.surveys.keys import make_keys
from consultations.surveys.preparing import (
    change_survey,
    close_survey,
    copy_survey,
    drop_survey,
    open_survey,
    prepare_survey,
    publish_survey_results,
)
from consultations.surveys.skm import sample_size
from consultations.transactions import reading
from consultations.vocabulary import Instrument, QuestionKind, SurveyAdmission
from server.forms.survey import KeysForm, SurveyFilterForm, SurveyForm, as_local
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

SURVEYS = "/kerja/{slug:str}/survei"
SURVEY = SURVEYS + "/{survey:uuid}"
SKM = "/kerja/{slug:str}/skm"
HOLD = needs(Permission.HOLD_SURVEY)


@get(SURVEYS, name="survey.index", opt=needs(Permission.ENTER_SURVEY))
async def list_surveys(request: Visit, halaman: FromQuery[int] = 1) -> Response[Any]:
    """The opinion surveys, narrowed by the address."""
    return await _list_page(request, Instrument.OPINION, halaman)


@get(SKM, name="skm.index", opt=needs(Permission.ENTER_SURVEY))
async def list_skm(request: Visit, halaman: FromQuery[int] = 1) -> Response[Any]:
    """The SKM, narrowed by the address."""
    return await _list_page(request, Instrument.SATISFACTION, halaman)


@get(SURVEYS + "/baru", name="survey.new", opt=HOLD)
async def show_new(request: Visit) -> Response[Any]:
    """The form for another opinion survey."""
    return _new_page(request, Instrument.OPINION)


@get(SKM + "/baru", name="skm.new", opt=HOLD)
async def show_new_skm(request: Visit) -> Response[Any]:
    """The form for another SKM."""
    return _new_page(request, Instrument.SATISFACTION)


@post(SURVEYS, name="survey.prepare", opt=HOLD, status_code=303)
async def prepare(request: Visit) -> Response[Any]:
    """Begin an opinion survey."""
    return await _prepare(request, Instrument.OPINION)


@post(SKM, name="skm.prepare", opt=HOLD, status_code=303)
async def prepare_skm(request: Visit) -> Response[Any]:
    """Begin an SKM; its questions come with it."""
    return await _prepare(request, Instrument.SATISFACTION)


@get(SURVEY, name="survey.show", opt=needs(Permission.ENTER_SURVEY))
async def show_survey(request: Visit, survey: FromPath[UUID]) -> Response[Any]:
    """The questionnaire with everything that can be done with it."""
    return await survey_page(request, survey)


@get(SURVEY + "/ubah", name="survey.texts", opt=HOLD)
async def show_texts(request: Visit, survey: FromPath[UUID]) -> Response[Any]:
    """The survey's words, dates and rules, to be changed."""
    found = await required(request, survey)
    row = await raw_survey(survey)
    zone = request.consultation.zone
    form = SurveyForm(
        locale=request.locale,
        **{name: row[name] for name in ("title", "title_en", "introduction", "introduction_en")},
        admission=row["admission"],
        starts_at=as_local(row["starts_at"], zone),
        ends_at=as_local(row["ends_at"], zone),
        population="" if row["population"] is None else str(row["population"]),
    )
    return page(request, "drafting/survey_texts.html", survey=found, form=form)


@post(SURVEY + "/ubah", name="survey.change", opt=HOLD, status_code=303)
async def change(request: Visit, survey: FromPath[UUID]) -> Response[Any]:
    """Change the survey's words, dates and rules."""
    found = await required(request, survey)
    form = SurveyForm(await request.form(), locale=request.locale)
    if not form.validate():
        return page(request, "drafting/survey_texts.html", status_code=422, survey=found, form=form)
    await change_survey(
        survey=survey, facts=form.facts(request.consultation.zone), by=request.visitor.account
    )
    return request.lead_to(address_of(request, survey))


@post(SURVEY + "/tindakan", name="survey.act", opt=HOLD, status_code=303)
async def act(request: Visit, survey: FromPath[UUID]) -> Response[Any]:
    """Open, close, copy, publish or take back; throw away what was never opened."""
    found = await required(request, survey)
    by = request.visitor.account
    try:
        match (await request.form()).get("tindakan"):
            case "buka":
                await open_survey(survey=survey, by=by)
            case "tutup":
                await close_survey(survey=survey, by=by)
            case "terbitkan":
                await publish_survey_results(survey=survey, shown=True, by=by)
            case "tarik":
                await publish_survey_results(survey=survey, shown=False, by=by)
            case "salin":
                copy = await copy_survey(survey=survey, by=by)
                return request.lead_to(address_of(request, copy.id))
            case "hapus":
                await drop_survey(survey=survey, by=by)
                kind = "skm" if found.is_skm else "survei"
                return request.lead_to(f"/kerja/{request.consultation.slug}/{kind}")
    except NotFound:
        raise
    except Refusal as refusal:
        return await survey_page(request, survey, refusal=refusal)
    return request.lead_to(address_of(request, survey))


@post(SURVEY + "/kunci", name="survey.keys", opt=HOLD, status_code=200)
async def make(request: Visit, survey: FromPath[UUID]) -> Response[Any]:
    """Make keys and show them this once: afterwards nobody can read them again."""
    found = await required(request, survey)
    form = KeysForm(await request.form(), locale=request.locale)
    if found.admission is not SurveyAdmission.KEY:
        raise NotFound
    if not form.validate():
        return await survey_page(request, survey, keys=form)
    keys = await make_keys(survey=survey, count=int(form.count.data), by=request.visitor.account)
    return page(
        request,
        "drafting/survey_keys.html",
        survey=found,
        keys=keys,
        address=f"{request.app.state.settings.address}/konsultasi/"
        f"{request.consultation.slug}/survei/{survey}",
    )


async def survey_page(
    visit: Visit,
    survey: UUID,
    *,
    refusal: Refusal | None = None,
    keys: KeysForm | None = None,
) -> Response[Any]:
    """The survey's own page, with what stood in the way where something did."""
    async with reading():
        found = await required(visit, survey)
        questions = await questions_of(survey, visit.locale)
        made = await count_keys(survey)
    return page(
        visit,
        "drafting/survey.html",
        status_code=422 if refusal or keys else 200,
        survey=found,
        questions=questions,
        by_id={question.id: question for question in questions},
        kinds=list(QuestionKind),
        keys_made=made,
        keys=keys or KeysForm(locale=visit.locale),
        sample=sample_size(found.population) if found.population else None,
        refusal=refusal.message if refusal else "",
    )


async def required(visit: Visit, survey: UUID) -> SurveyRow:
    """The survey of this consultation, or ``NotFound``."""
    found = await find_survey(visit.consultation.id, survey, visit.locale)
    if found is None:
        raise NotFound
    return found


def address_of(visit: Visit, survey: UUID) -> str:
    """Where the survey is worked on."""
    return f"/kerja/{visit.consultation.slug}/survei/{survey}"


async def _list_page(visit: Visit, instrument: Instrument, number: int) -> Response[Any]:
    form = SurveyFilterForm(visit.query_params, locale=visit.locale)
    only = form.chosen()
    async with reading():
        found = await listed_surveys(visit.consultation.id, instrument, only, number, visit.locale)
    kept = urlencode(
        {name: value for name in SurveyFilter.__slots__ if (value := getattr(only, name))}
    )
    return page(
        visit,
        "drafting/surveys.html",
        fragment="found",
        instrument=instrument,
        found=found,
        form=form,
        narrowed=bool(kept),
        address=f"{visit.url.path}?{kept}" if kept else visit.url.path,
    )


def _new_page(
    visit: Visit, instrument: Instrument, form: SurveyForm | None = None
) -> Response[Any]:
    return page(
        visit,
        "drafting/survey_new.html",
        status_code=422 if form else 200,
        instrument=instrument,
        form=form or SurveyForm(locale=visit.locale),
    )


async def _prepare(visit: Visit, instrument: Instrument) -> Response[Any]:
    form = SurveyForm(await visit.form(), locale=visit.locale)
    if not form.validate():
        return _new_page(visit, instrument, form)
    row = await prepare_survey(
        consultation=visit.consultation.id,
        instrument=instrument,
        facts=form.facts(visit.consultation.zone),
        by=visit.visitor.account,
    )
    return visit.lead_to(address_of(visit, row.id))
