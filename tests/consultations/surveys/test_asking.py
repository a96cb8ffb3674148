import uuid

import pytest

from consultations.queries.surveys import questions_of
from consultations.surveys.asking import (
    DependedUpon,
    DependsOnLater,
    QuestionFacts,
    QuestionsFixed,
    ask,
    copy_question,
    drop_question,
    move_question,
    reword,
)
from consultations.surveys.keys import make_keys
from consultations.surveys.preparing import (
    SurveyBegun,
    SurveyFacts,
    SurveyNotReady,
    copy_survey,
    drop_survey,
    open_survey,
    prepare_survey,
)
from consultations.tables import Survey, SurveyQuestion
from consultations.vocabulary import (
    Instrument,
    QuestionKind,
    SurveyAdmission,
)
from server.database import Engine
from tests.factories import make_consultation
from tests.questionnaires import FULL, answer, make_survey


async def _survey(admission: SurveyAdmission = SurveyAdmission.OPEN) -> Survey:
    return await make_survey((await make_consultation()).id, admission=admission)


async def test_questions_are_fixed_once_answered_and_free_again_in_a_copy(database: Engine) -> None:
    survey = await _survey()
    await answer(survey.id, "k1", **FULL)
    facts = QuestionFacts(kind=QuestionKind.OPEN, text="Lagi?")
    first = (await questions_of(survey.id))[0]
    for act in (
        ask(survey=survey.id, facts=facts, by=None),
        reword(survey=survey.id, question=first.id, facts=facts, by=None),
        move_question(survey=survey.id, question=first.id, down=True, by=None),
        drop_question(survey=survey.id, question=first.id, by=None),
    ):
        with pytest.raises(QuestionsFixed):
            await act
    copy = await copy_survey(survey=survey.id, by=None)
    questions = await questions_of(copy.id)
    assert [q.text for q in questions] == [q.text for q in await questions_of(survey.id)]
    assert questions[2].depends_on == questions[0].id
    assert copy.edition == 2
    await ask(survey=copy.id, facts=facts, by=None)


async def test_order_and_conditions_stay_consistent(database: Engine) -> None:
    survey = await _survey()
    first, second, third = (await questions_of(survey.id))[:3]
    with pytest.raises(DependedUpon):
        await drop_question(survey=survey.id, question=first.id, by=None)
    await move_question(survey=survey.id, question=first.id, down=True, by=None)
    with pytest.raises(DependsOnLater):
        await move_question(survey=survey.id, question=first.id, down=True, by=None)
    assert [q.id for q in (await questions_of(survey.id))[:3]] == [second.id, first.id, third.id]
    later = QuestionFacts(
        kind=QuestionKind.OPEN, text="?", depends_on=third.id, depends_choices="1"
    )
    with pytest.raises(DependsOnLater):
        await ask(survey=survey.id, facts=later, by=None)
    unknown = QuestionFacts(
        kind=QuestionKind.OPEN, text="?", depends_on=uuid.uuid4(), depends_choices="1"
    )
    with pytest.raises(DependsOnLater):
        await ask(survey=survey.id, facts=unknown, by=None)


async def test_question_is_put_in_its_place_and_copied(database: Engine) -> None:
    survey = await _survey()
    first, second = (await questions_of(survey.id))[:2]
    facts = QuestionFacts(
        kind=QuestionKind.OPEN, text="Sebab?", depends_on=first.id, depends_choices="1"
    )
    with pytest.raises(DependsOnLater):
        await ask(survey=survey.id, facts=facts, place=0, by=None)
    added = await ask(survey=survey.id, facts=facts, place=1, by=None)
    copy = await copy_question(survey=survey.id, question=added.id, by=None)
    found = await questions_of(survey.id)
    assert [q.id for q in found[:4]] == [first.id, added.id, copy.id, second.id]
    assert (found[2].text, found[2].depends_on) == ("Sebab?", first.id)
    moved = QuestionFacts(kind=QuestionKind.OPEN, text="Sebabnya?")
    await reword(survey=survey.id, question=copy.id, facts=moved, place=0, by=None)
    found = await questions_of(survey.id)
    assert [q.id for q in found[:4]] == [copy.id, first.id, added.id, second.id]
    assert [row["position"] for row in await _positions(survey.id)] == list(range(1, 11))


async def _positions(survey: uuid.UUID) -> list[dict[str, int]]:
    return (
        await SurveyQuestion.select(SurveyQuestion.position)
        .where(SurveyQuestion.survey == survey)
        .order_by(SurveyQuestion.position)
    )


async def test_options_that_a_condition_looks_at_are_reworded_but_not_taken_away(
    database: Engine,
) -> None:
    survey = await _survey()
    first = (await questions_of(survey.id))[0]
    typo = QuestionFacts(kind=QuestionKind.SINGLE, text="Puas?", options="Ya\nTidak puas")
    await reword(survey=survey.id, question=first.id, facts=typo, by=None)
    assert (await questions_of(survey.id))[0].option("2") == "Tidak puas"
    fewer = QuestionFacts(kind=QuestionKind.OPEN, text="Puas?")
    with pytest.raises(DependedUpon):
        await reword(survey=survey.id, question=first.id, facts=fewer, by=None)


async def test_survey_that_was_never_opened_is_thrown_away_whole(database: Engine) -> None:
    consultation = await make_consultation()
    kept = await make_survey(consultation.id)
    with pytest.raises(SurveyBegun):
        await drop_survey(survey=kept.id, by=None)
    dropped = await make_survey(consultation.id, admission=SurveyAdmission.KEY, opened=False)
    await make_keys(survey=dropped.id, count=2, by=None)
    await drop_survey(survey=dropped.id, by=None)
    assert [row["id"] for row in await Survey.select(Survey.id)] == [kept.id]
    assert await SurveyQuestion.count().where(SurveyQuestion.survey == dropped.id) == 0


async def test_survey_without_a_question_does_not_open(database: Engine) -> None:
    consultation = await make_consultation()
    survey = await prepare_survey(
        consultation=consultation.id,
        instrument=Instrument.OPINION,
        facts=SurveyFacts(title="Kosong"),
        by=None,
    )
    with pytest.raises(SurveyNotReady):
        await open_survey(survey=survey.id, by=None)
