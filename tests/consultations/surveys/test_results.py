from math import inf

import pytest

from consultations.queries.survey_results import Dimension, Group, results_of
from consultations.queries.surveys import questions_of
from consultations.surveys.asking import (
    InstrumentFixed,
    QuestionFacts,
    ask,
    drop_question,
)
from consultations.surveys.exporting import survey_rows
from consultations.surveys.preparing import (
    SurveyFacts,
    SurveyOpen,
    TooFewAnswers,
    close_survey,
    open_survey,
    prepare_survey,
    publish_survey_results,
)
from consultations.tables import Survey
from consultations.vocabulary import (
    Element,
    Instrument,
    QuestionKind,
    SatisfactionGrade,
    SurveyAdmission,
    Zone,
)
from server.database import Engine
from tests.factories import make_consultation
from tests.questionnaires import FULL, answer, make_survey

USERS = Group(Dimension.ELEMENT, Element.SERVICE_USER)


async def _survey(admission: SurveyAdmission = SurveyAdmission.OPEN) -> Survey:
    return await make_survey((await make_consultation()).id, admission=admission)


async def _survey_of(answers: int) -> Survey:
    survey = await make_survey((await make_consultation(slug="lain")).id)
    for number in range(answers):
        await answer(survey.id, f"s{number}", p1="1")
    return survey


async def test_results_count_every_kind_of_question(database: Engine) -> None:
    survey = await _survey()
    await answer(survey.id, "k1", **FULL)
    await answer(
        survey.id, "k2", p1="1", p5={"1": "1", "2": "2", "3": "3"}, p6="2", p7="2,5", p2="3"
    )
    await answer(survey.id, "k3", p1="1")
    results = await results_of(survey.id, await questions_of(survey.id))
    single, multiple, text, matrix, ranking, scale, number = results.questions
    assert [line.share and line.share.count for line in single.choices] == [2, 1]
    assert (multiple.answers, multiple.missing) == (2, 1)
    assert [line.share and line.share.count for line in multiple.choices] == [1, 0, 2]
    assert (text.asked, text.answers) == (1, 1)
    assert [[c.share and c.share.count for c in row.choices] for row in matrix.matrix] == [
        [1, 0],
        [0, 1],
    ]
    assert (matrix.asked, matrix.missing) == (3, 2)
    assert [(line.words, line.mean_rank, line.points) for line in ranking.ranks] == [
        ("Jam", 1.5, 3),
        ("Biaya", 1.5, 3),
        ("Sopan", 3.0, 0),
    ]
    assert (scale.mean, scale.answers) == (3.0, 2)
    assert (number.mean, number.least, number.most) == (7.25, 2.5, 12.0)
    assert [line.share and line.share.count for line in number.numbers] == [1, 0, 0, 0, 0, 1]


async def test_rare_number_is_not_told_to_everyone(database: Engine) -> None:
    survey = await _survey()
    typed = ("1", "2", "3", "3", "3", "4", "4", "5", "5", "6", "98")
    for place, number in enumerate(typed):
        await answer(survey.id, f"k{place}", p1="1", p7=number)
    questions = await questions_of(survey.id)
    team = (await results_of(survey.id, questions)).questions[-1]
    assert (team.least, team.most) == (1, 98)
    told = (await results_of(survey.id, questions, public=True)).questions[-1]
    assert (told.least, told.most, told.quartiles) == (None, None, (3, 5))
    assert [(one.stretch.low, one.stretch.high) for one in told.numbers] == [(-inf, 3), (4, inf)]
    assert [line.share and line.share.count for line in told.numbers] == [5, 6]


async def test_small_groups_and_what_would_betray_them_are_hidden(database: Engine) -> None:
    survey = await _survey()
    for number in range(6):
        await answer(
            survey.id, f"u{number}", p1="1" if number else "2", p3="x" if not number else None
        )
    for number in range(4):
        await answer(survey.id, f"m{number}", Element.MEDIA, p1="1")
    questions = await questions_of(survey.id)
    small = await results_of(survey.id, questions, Group(Dimension.ELEMENT, "media_massa"))
    assert (small.hidden, small.questions) == (True, [])
    # Six of ten: the other four would be the difference to everyone.
    rest = await results_of(survey.id, questions, USERS)
    assert rest.hidden
    await answer(survey.id, "m9", Element.MEDIA, p1="1")
    told = await results_of(survey.id, questions, USERS)
    assert not told.hidden
    # One "no" of six is the six less the five who said yes.
    assert [line.share for line in told.questions[0].choices] == [None, None]
    # And where everyone's three "no" are known, nobody's "no" in a group would give it away.
    other = await results_of(survey.id, questions, Group(Dimension.ELEMENT, "media_massa"))
    assert [line.share for line in other.questions[0].choices] == [None, None]


async def test_group_that_follows_from_the_others_is_hidden(database: Engine) -> None:
    survey = await _survey()
    for element, size in ((Element.SERVICE_USER, 8), (Element.EXPERT, 6), (Element.MEDIA, 3)):
        for number in range(size):
            await answer(survey.id, f"{element}{number}", element, p1="1")
    questions = await questions_of(survey.id)
    hidden = {
        element: (await results_of(survey.id, questions, Group(Dimension.ELEMENT, element))).hidden
        for element in (Element.SERVICE_USER, Element.EXPERT, Element.MEDIA)
    }
    # The experts too: seventeen less the users and the experts are the three of the media.
    assert hidden == {
        Element.SERVICE_USER: False,
        Element.EXPERT: True,
        Element.MEDIA: True,
    }


async def test_public_is_not_told_what_only_a_few_were_asked(database: Engine) -> None:
    survey = await _survey()
    for number in range(6):
        await answer(survey.id, f"u{number}", p1="1", p6="4", p7="3" if number < 2 else "")
    questions = await questions_of(survey.id)
    team = await results_of(survey.id, questions)
    public = await results_of(survey.id, questions, public=True)
    assert (team.questions[-1].hidden, team.questions[-1].mean) == (False, 3)
    assert (public.questions[-1].hidden, public.questions[-1].mean) == (True, None)
    assert public.questions[-2].mean == 4
    few = await _survey_of(2)
    assert (await results_of(few.id, await questions_of(few.id), public=True)).hidden


async def test_results_take_as_many_statements_for_one_question_as_for_many(
    sqlite_database: Engine,
) -> None:
    survey = await _survey()
    await answer(survey.id, "k1", **FULL)
    questions = await questions_of(survey.id)
    before = sqlite_database.statements
    await results_of(survey.id, questions)
    assert sqlite_database.statements - before == 3


async def test_results_are_published_only_after_the_end(database: Engine) -> None:
    survey = await _survey()
    with pytest.raises(SurveyOpen):
        await publish_survey_results(survey=survey.id, shown=True, by=None)
    await close_survey(survey=survey.id, by=None)
    with pytest.raises(TooFewAnswers):
        await publish_survey_results(survey=survey.id, shown=True, by=None)
    await open_survey(survey=survey.id, by=None)
    for number in range(5):
        await answer(survey.id, f"k{number}", p1="1")
    await close_survey(survey=survey.id, by=None)
    await publish_survey_results(survey=survey.id, shown=True, by=None)
    row = await Survey.objects().get(Survey.id == survey.id)
    assert row is not None
    assert row.results_published_at is not None


async def test_skm_is_ready_and_its_index_is_exact(database: Engine) -> None:
    consultation = await make_consultation()
    survey = await prepare_survey(
        consultation=consultation.id,
        instrument=Instrument.SATISFACTION,
        facts=SurveyFacts(title="SKM loket"),
        by=None,
    )
    questions = await questions_of(survey.id)
    assert len(questions) == 9 + 4 + 1
    assert [o.text for o in questions[3].options] == [
        "Sangat mahal",
        "Cukup mahal",
        "Murah",
        "Gratis",
    ]
    with pytest.raises(InstrumentFixed):
        await drop_question(survey=survey.id, question=questions[0].id, by=None)
    with pytest.raises(InstrumentFixed):
        await ask(survey=survey.id, facts=QuestionFacts(kind=QuestionKind.OPEN, text="?"), by=None)
    await drop_question(survey=survey.id, question=questions[9].id, by=None)
    await open_survey(survey=survey.id, by=None)
    await answer(survey.id, "k1", **{f"p{n}": "4" for n in range(1, 10)})
    await answer(survey.id, "k2", **{f"p{n}": "3" for n in range(1, 10)})
    results = await results_of(survey.id, await questions_of(survey.id))
    assert results.index is not None
    assert (str(results.index.converted), results.index.grade) == ("87.50", SatisfactionGrade.B)


async def test_export_has_a_row_for_each_return_in_its_order(database: Engine) -> None:
    survey = await _survey()
    await answer(survey.id, "k1", **FULL)
    await answer(survey.id, "k2", p1="1")
    questions = await questions_of(survey.id)
    batches = [batch async for batch in survey_rows(survey.id, questions, Zone.WIB)]
    headings, rows = batches[0][0], batches[1]
    assert headings[5:9] == [
        "1 Puas?",
        "2 Kanal apa saja?",
        "3 Mengapa tidak?",
        "4 Nilai tiap hal: Jam",
    ]
    assert rows[0][5:] == [
        *("Tidak", "Loket; Telepon", "[CTH-00001] Antre sejak subuh.", "Buruk", "Baik"),
        *("2", "1", "3", "4", "12"),
    ]
    assert rows[1][5:] == ["Ya", *[""] * 9]
