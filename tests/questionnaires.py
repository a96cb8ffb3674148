"""A questionnaire with every kind of question, and answers to it, for tests."""

from typing import Any
from uuid import UUID

from consultations.queries.surveys import questions_of
from consultations.surveys.answering import Respondent, SurveyReceipt, submit_answers
from consultations.surveys.asking import QuestionFacts, ask
from consultations.surveys.preparing import SurveyFacts, open_survey, prepare_survey
from consultations.surveys.questionnaire import Given, Question
from consultations.tables import Survey
from consultations.vocabulary import Element, Instrument, QuestionKind, SurveyAdmission
from server.forms.survey_answers import name_of

Kind = QuestionKind
# An answer to every question, by code.
FULL = {
    "p1": "2",
    "p2": "1,3",
    "p3": "Antre sejak subuh.",
    "p4": {"1": "1", "2": "2"},
    "p5": {"1": "2", "2": "1", "3": "3"},
    "p6": "4",
    "p7": "12",
}


async def make_survey(
    consultation: UUID, *, admission: SurveyAdmission = SurveyAdmission.OPEN, opened: bool = True
) -> Survey:
    """One of each kind, in two sections; the fourth is asked only of who answered "Tidak"."""
    facts = SurveyFacts(title="Survei contoh", title_en="Example survey", admission=admission)
    survey = await prepare_survey(
        consultation=consultation, instrument=Instrument.OPINION, facts=facts, by=None
    )
    first = await _ask(survey, Kind.SINGLE, "Puas?", options="Ya\nTidak", required=True)
    await _ask(survey, Kind.MULTIPLE, "Kanal apa saja?", options="Loket\nDaring\nTelepon")
    await _ask(
        survey,
        Kind.OPEN,
        "Mengapa tidak?",
        required=True,
        depends_on=first.id,
        depends_choices="2",
    )
    await _ask(survey, Kind.SECTION, "Bagian kedua")
    await _ask(
        survey, Kind.MATRIX, "Nilai tiap hal", options="Buruk\nBaik", matrix_rows="Jam\nTempat"
    )
    await _ask(survey, Kind.RANKING, "Mana dahulu?", options="Jam\nBiaya\nSopan")
    await _ask(survey, Kind.SCALE, "Seberapa mudah?", least=1, most=5)
    await _ask(survey, Kind.NUMBER, "Berapa kali?", least=0, most=100)
    if opened:
        await open_survey(survey=survey.id, by=None)
    return survey


async def _ask(survey: Survey, kind: QuestionKind, text: str, **facts: Any) -> Any:
    return await ask(survey=survey.id, facts=QuestionFacts(kind=kind, text=text, **facts), by=None)


def answers_to(questions: list[Question], **given: Any) -> dict[UUID, Given]:
    """``{"p1": "2"}``: answers by code; texts and numbers for questions without options."""
    found = {}
    for question in questions:
        value = given.get(f"p{question.code}")
        if value is None or question.is_section:
            continue
        if isinstance(value, dict):
            found[question.id] = Given({key: (one,) for key, one in value.items()})
        elif question.kind in {Kind.OPEN, Kind.NUMBER}:
            found[question.id] = Given(words=value)
        else:
            found[question.id] = Given({"": tuple(value.split(","))})
    return found


async def answer(
    survey: UUID, key: str, element: Element = Element.SERVICE_USER, **given: Any
) -> SurveyReceipt:
    """Answer as a guest does, or with ``by``, ``access`` or ``entered`` as somebody else."""
    more = {name: given.pop(name) for name in ("region",) if name in given}
    by, access = given.pop("by", None), given.pop("access", "")
    entered = given.pop("entered", None)
    return await submit_answers(
        survey=survey,
        respondent=Respondent(element=element, **more),
        answers=answers_to(await questions_of(survey), **given),
        idempotency_key=key,
        key=access,
        by=by,
        entered=entered,
    )


async def typed_form(survey: UUID, **given: Any) -> dict[str, str]:
    """The same answers as a browser without scripts posts them; nothing conditional was shown."""
    form = {"key": "kunci-formulir", "element": "pengguna_layanan", "region": "", "consent": "y"}
    questions = await questions_of(survey)
    answers = answers_to(questions, **given)
    for question in questions:
        if question.is_section:
            continue
        name = name_of(question)
        if question.depends_on is None or question.id in answers:
            form[f"tampil-{name}"] = "ya"
        said = answers.get(question.id, Given())
        if question.kind is Kind.MULTIPLE:
            form |= {f"{name}-{key}": "ya" for key in said.chosen}
        else:
            form |= {f"{name}-{i}" if i else name: c[0] for i, c in said.choices.items()}
        if said.words:
            form[name] = said.words
    return form
