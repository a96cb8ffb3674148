"""Loads the demonstration's surveys: one of opinion, still open, and an SKM with results."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from consultations.clock import clock_moved, now
from consultations.demonstration.loading import FOLDER, demonstration_account
from consultations.queries.surveys import questions_of
from consultations.regions import PROVINCES
from consultations.surveys.answering import Respondent, submit_answers
from consultations.surveys.asking import QuestionFacts, ask
from consultations.surveys.preparing import (
    SurveyFacts,
    close_survey,
    open_survey,
    prepare_survey,
    publish_survey_results,
)
from consultations.surveys.questionnaire import Given, Question
from consultations.tables import Survey
from consultations.transactions import transaction
from consultations.vocabulary import Element, Instrument, QuestionKind, Role

TEXTS = ("title", "title_en", "introduction", "introduction_en")
_ELEMENTS = (Element.SERVICE_USER, Element.SERVICE_USER, Element.PROVIDER, Element.CIVIL_SOCIETY)
_REGIONS = PROVINCES[9:15]


async def load_surveys(consultation: UUID) -> dict[str, UUID]:
    """Load both, once; returns their ids by kind."""
    known = await Survey.select(Survey.id, Survey.instrument).where(
        Survey.consultation == consultation
    )
    if known:
        return {row["instrument"]: row["id"] for row in known}
    told = json.loads((FOLDER / "surveys.json").read_text())
    by = await demonstration_account(Role.DRAFTER)
    async with transaction():
        return {
            "opini": await _opinion(consultation, told["opinion"], by),
            "skm": await hold_satisfaction_survey(consultation, told["skm"], by),
        }


async def _opinion(consultation: UUID, told: dict[str, Any], by: UUID | None) -> UUID:
    survey = await prepare_survey(
        consultation=consultation,
        instrument=Instrument.OPINION,
        facts=SurveyFacts(
            **{name: told[name] for name in TEXTS},
            ends_at=now() + timedelta(days=20),
        ),
        by=by,
    )
    written: list[UUID] = []
    for question in told["questions"]:
        facts = dict(question)
        looked_at = facts.pop("depends_on", None)
        row = await ask(
            survey=survey.id,
            facts=QuestionFacts(
                **facts | {"kind": QuestionKind(facts["kind"])},
                depends_on=written[looked_at - 1] if looked_at else None,
            ),
            by=by,
        )
        written.append(row.id)
    await open_survey(survey=survey.id, by=by)
    questions = await questions_of(survey.id)
    for number in range(told["answers"]):
        answers = {
            question.id: _picked(question, told["patterns"][str(place)], number + place)
            for place, question in enumerate(questions, start=1)
            if str(place) in told["patterns"]
        }
        await _answer(survey.id, questions, answers, told, number)
    return survey.id


async def hold_satisfaction_survey(
    consultation: UUID, told: dict[str, Any], by: UUID | None
) -> UUID:
    """An SKM from its opening to its published results, which come out at the clock's moment."""
    with clock_moved(-timedelta(days=13)):
        survey = await prepare_survey(
            consultation=consultation,
            instrument=Instrument.SATISFACTION,
            facts=SurveyFacts(
                **{name: told[name] for name in TEXTS},
                population=told["population"],
            ),
            by=by,
        )
        await open_survey(survey=survey.id, by=by)
    questions = await questions_of(survey.id)
    for number in range(told["answers"]):
        answers = {
            question.id: _picked(question, pattern, number * 3 + place + number // 5)
            for place, (question, pattern) in enumerate(
                zip(questions, told["patterns"], strict=False)
            )
        }
        await _answer(survey.id, questions, answers, told, number)
    await close_survey(survey=survey.id, by=by)
    await publish_survey_results(survey=survey.id, shown=True, by=by)
    return survey.id


def _picked(question: Question, pattern: Any, number: int) -> Given:
    value = pattern[number % len(pattern)]
    match question.kind:
        case QuestionKind.NUMBER:
            return Given(words=str(value))
        case QuestionKind.MATRIX:
            return Given({row.key: (value[at],) for at, row in enumerate(question.rows)})
        case QuestionKind.RANKING:
            return Given({one.key: (value[at],) for at, one in enumerate(question.options)})
        case _:
            return Given({"": tuple(value.split(","))})


async def _answer(
    survey: UUID,
    questions: list[Question],
    answers: dict[UUID, Given],
    told: dict[str, Any],
    number: int,
) -> None:
    every, texts = 9, told["texts"]
    elements, regions = told.get("elements", _ELEMENTS), told.get("regions", _REGIONS)
    if number % every == 0 and number // every < len(texts):
        answers[questions[-1].id] = Given(words=texts[number // every])
    await submit_answers(
        survey=survey,
        respondent=Respondent(
            element=Element(elements[number % len(elements)]),
            region=regions[number % len(regions)] if number % 5 else None,
        ),
        answers=answers,
        idempotency_key=f"demonstrasi-{survey}-{number}",
        at=now() - timedelta(days=12, hours=-5 * (number % 50)),
    )
