"""The questions of a survey: written, changed, moved, taken out."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from consultations.errors import NotFound, Refusal
from consultations.queries.surveys import SurveyRow, questions_of, raw_question
from consultations.surveys.asking import ask, copy_question, drop_question, move_question, reword
from consultations.vocabulary import QuestionKind
from server.forms.survey_question import QuestionForm, as_number
from server.pages.drafting.surveys import HOLD, SURVEY, address_of, required, survey_page
from server.responses import page
from server.visit import Visit

QUESTION = SURVEY + "/pertanyaan/{question:uuid}"
NEW = SURVEY + "/pertanyaan-baru"
TEXTS = (
    *("text", "text_en", "hint", "hint_en", "options", "options_en"),
    *("matrix_rows", "matrix_rows_en", "required"),
)


@get(NEW, name="survey.question.new", opt=HOLD)
async def show_new(
    request: Visit, survey: FromPath[UUID], jenis: FromQuery[str] = ""
) -> Response[Any]:
    """The empty form for a question of this kind."""
    found = await required(request, survey)
    form = await _form(request, survey, _kind(jenis))
    return _form_page(request, found, form)


@post(NEW, name="survey.question.add", opt=HOLD, status_code=303)
async def add(request: Visit, survey: FromPath[UUID]) -> Response[Any]:
    """Add a question at the end."""
    found = await required(request, survey)
    posted = await request.form()
    form = await _form(request, survey, _kind(str(posted.get("jenis", ""))), posted)
    if form.validate():
        try:
            await ask(
                survey=survey,
                facts=form.facts(),
                place=form.chosen_place(),
                by=request.visitor.account,
            )
        except NotFound:
            raise
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to(f"{address_of(request, survey)}#tambah")
    return _form_page(request, found, form, status_code=422)


@get(QUESTION, name="survey.question.show", opt=HOLD)
async def show_question(
    request: Visit, survey: FromPath[UUID], question: FromPath[UUID]
) -> Response[Any]:
    """A question, to be changed."""
    found = await required(request, survey)
    row = await _required(survey, question)
    form = await _form(
        request,
        survey,
        QuestionKind(row["kind"]),
        question=question,
        **{name: row[name] for name in TEXTS},
        least=as_number(row["least"]),
        most=as_number(row["most"]),
        condition=[
            f"{row['depends_on']}:{key}" for key in row["depends_choices"].split(",") if key
        ],
    )
    return _form_page(request, found, form, question=question)


@post(QUESTION, name="survey.question.change", opt=HOLD, status_code=303)
async def change_question(
    request: Visit, survey: FromPath[UUID], question: FromPath[UUID]
) -> Response[Any]:
    """Change a question."""
    found = await required(request, survey)
    row = await _required(survey, question)
    kind = QuestionKind(row["kind"])
    form = await _form(request, survey, kind, await request.form(), question=question)
    if form.validate():
        try:
            await reword(
                survey=survey,
                question=question,
                facts=form.facts(),
                place=form.chosen_place(),
                by=request.visitor.account,
            )
        except NotFound:
            raise
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to(f"{address_of(request, survey)}#p-{question}")
    return _form_page(request, found, form, question=question, status_code=422)


@post(QUESTION + "/tindakan", name="survey.question.act", opt=HOLD, status_code=303)
async def act(request: Visit, survey: FromPath[UUID], question: FromPath[UUID]) -> Response[Any]:
    """Move a question up or down, copy it, or take it out."""
    await required(request, survey)
    by = request.visitor.account
    try:
        match (await request.form()).get("tindakan"):
            case "naik" | "turun" as way:
                await move_question(survey=survey, question=question, down=way == "turun", by=by)
            case "salin":
                copy = await copy_question(survey=survey, question=question, by=by)
                return request.lead_to(f"{address_of(request, survey)}#p-{copy.id}")
            case "hapus":
                await drop_question(survey=survey, question=question, by=by)
                return request.lead_to(address_of(request, survey))
    except NotFound:
        raise
    except Refusal as refusal:
        return await survey_page(request, survey, refusal=refusal)
    return request.lead_to(f"{address_of(request, survey)}#p-{question}")


async def _form(
    visit: Visit,
    survey: UUID,
    kind: QuestionKind,
    posted: Any = None,
    *,
    question: UUID | None = None,
    **values: Any,
) -> QuestionForm:
    questions = await questions_of(survey, visit.locale)
    return QuestionForm(posted, locale=visit.locale, **values).offer(kind, questions, question)


async def _required(survey: UUID, question: UUID) -> dict[str, Any]:
    row = await raw_question(survey, question)
    if row is None:
        raise NotFound
    return row


def _kind(given: str) -> QuestionKind:
    if given not in set(QuestionKind):
        raise NotFound
    return QuestionKind(given)


def _form_page(
    visit: Visit,
    survey: SurveyRow,
    form: QuestionForm,
    *,
    question: UUID | None = None,
    status_code: int = 200,
) -> Response[Any]:
    return page(
        visit,
        "drafting/survey_question.html",
        status_code=status_code,
        survey=survey,
        form=form,
        question=question,
    )
