import asyncio
import uuid

import pytest

from consultations.errors import AccountNeeded, OtherSubmission
from consultations.queries.survey_results import Group, results_of
from consultations.queries.surveys import find_sheet_by_token, questions_of
from consultations.surveys.answering import (
    AnsweredAlready,
    AnswersWrong,
    KeyRefused,
    text_receipt_token,
)
from consultations.surveys.asking import (
    DependedUpon,
    DependsOnLater,
    InstrumentFixed,
    QuestionFacts,
    QuestionsFixed,
    ask,
    drop_question,
    move_question,
    reword,
)
from consultations.surveys.exporting import survey_rows
from consultations.surveys.preparing import (
    SurveyFacts,
    SurveyNotOpen,
    SurveyNotReady,
    SurveyOpen,
    close_survey,
    copy_survey,
    make_keys,
    open_survey,
    prepare_survey,
    publish_survey_results,
)
from consultations.tables import Input, Survey, SurveyAnswer, SurveyReturn
from consultations.tokens import token_hash
from consultations.vocabulary import (
    Channel,
    Element,
    Instrument,
    QuestionKind,
    SatisfactionGrade,
    SurveyAdmission,
    Visibility,
)
from server.database import Engine
from tests.factories import make_account, make_consultation
from tests.questionnaires import answer, make_survey

FULL = {
    "p1": "2",
    "p2": "1,3",
    "p3": "Antre sejak subuh.",
    "p4": {"1": "1", "2": "2"},
    "p5": {"1": "2", "2": "1", "3": "3"},
    "p6": "4",
    "p7": "12",
}


async def _survey(admission: SurveyAdmission = SurveyAdmission.OPEN) -> Survey:
    return await make_survey((await make_consultation()).id, admission=admission)


async def test_open_answer_becomes_an_input_with_a_receipt(database: Engine) -> None:
    survey = await _survey()
    receipt = await answer(survey.id, "k1", region="Aceh", **FULL)
    entry = await Input.objects().get(Input.text == "Antre sejak subuh.")
    assert entry is not None
    assert (entry.registration, entry.channel, entry.region, entry.visibility) == (
        "CTH-00001",
        Channel.ONLINE.value,
        "Aceh",
        Visibility.ANONYMOUS.value,
    )
    sheet = await find_sheet_by_token(receipt.token)
    assert sheet is not None
    assert [text.registration for text in sheet.texts] == ["CTH-00001"]
    token = text_receipt_token(receipt.token, sheet.texts[0].question_id)
    assert token_hash(token) == entry.receipt_hash


async def test_personal_data_in_an_open_answer_is_masked(database: Engine) -> None:
    survey = await _survey()
    await answer(survey.id, "k1", p1="2", p3="Hubungi saya di 081234567890.")
    entry = await Input.objects().first()
    assert entry is not None
    assert "081234567890" not in entry.text
    rows = [
        row
        async for batch in survey_rows(survey.id, await questions_of(survey.id))
        for row in batch
    ]
    assert "081234567890" not in str(rows)


async def test_same_key_with_same_answers_is_the_same_answer(database: Engine) -> None:
    survey = await _survey()
    first = await answer(survey.id, "k1", **FULL)
    again = await answer(survey.id, "k1", **FULL)
    assert (again.sheet, again.token, again.repeated) == (first.sheet, first.token, True)
    assert (await SurveyReturn.count(), await Input.count()) == (1, 1)
    with pytest.raises(OtherSubmission):
        await answer(survey.id, "k1", **{**FULL, "p1": "1"})


async def test_two_sends_at_once_store_one_answer(database: Engine) -> None:
    survey = await _survey()
    receipts = await asyncio.gather(*(answer(survey.id, "k1", **FULL) for _ in range(3)))
    assert len({receipt.sheet for receipt in receipts}) == 1
    assert await SurveyReturn.count() == 1


async def test_wrong_answers_store_nothing(database: Engine) -> None:
    survey = await _survey()
    with pytest.raises(AnswersWrong):
        await answer(survey.id, "k1", p1="2")
    with pytest.raises(AnswersWrong):
        await answer(survey.id, "k1", p1="9")
    assert (await SurveyReturn.count(), await SurveyAnswer.count(), await Input.count()) == (
        0,
        0,
        0,
    )


async def test_answer_to_a_question_that_is_not_put_is_not_stored(database: Engine) -> None:
    survey = await _survey()
    await answer(survey.id, "k1", p1="1", p3="Ini tidak ditanyakan.")
    assert await Input.count() == 0
    third = (await questions_of(survey.id))[2]
    assert await SurveyAnswer.count().where(SurveyAnswer.question == third.id) == 0


async def test_closed_and_unopened_surveys_take_nothing(database: Engine) -> None:
    survey = await make_survey((await make_consultation()).id, opened=False)
    with pytest.raises(SurveyNotOpen):
        await answer(survey.id, "k1", p1="1")
    await open_survey(survey=survey.id, by=None)
    await close_survey(survey=survey.id, by=None)
    with pytest.raises(SurveyNotOpen):
        await answer(survey.id, "k2", p1="1")


async def test_account_answers_once(database: Engine) -> None:
    survey = await _survey(SurveyAdmission.ACCOUNT)
    account = await make_account()
    with pytest.raises(AccountNeeded):
        await answer(survey.id, "k0", p1="1")
    await answer(survey.id, "k1", p1="1", by=account.id)
    with pytest.raises(AnsweredAlready):
        await answer(survey.id, "k2", p1="1", by=account.id)


async def test_one_account_at_once_from_two_browsers_answers_once(database: Engine) -> None:
    survey = await _survey(SurveyAdmission.ACCOUNT)
    account = await make_account()
    outcomes = await asyncio.gather(
        *(answer(survey.id, f"k{n}", p1="1", by=account.id) for n in range(3)),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, AnsweredAlready) for outcome in outcomes) == 2
    assert await SurveyReturn.count() == 1


async def test_key_answers_once_and_only_its_own_survey(database: Engine) -> None:
    survey = await _survey(SurveyAdmission.KEY)
    (key,) = await make_keys(survey=survey.id, count=1, by=None)
    with pytest.raises(KeyRefused):
        await answer(survey.id, "k0", p1="1", access="bukan-kunci")
    with pytest.raises(AnswersWrong):
        await answer(survey.id, "k1", p1="2", access=key)
    await answer(survey.id, "k2", p1="1", access=f" {key} ")
    with pytest.raises(KeyRefused):
        await answer(survey.id, "k3", p1="1", access=key)


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


async def test_small_groups_and_what_would_betray_them_are_hidden(database: Engine) -> None:
    survey = await _survey()
    for number in range(6):
        await answer(
            survey.id, f"u{number}", p1="1" if number else "2", p3="x" if not number else None
        )
    for number in range(4):
        await answer(survey.id, f"m{number}", Element.MEDIA, p1="1")
    questions = await questions_of(survey.id)
    small = await results_of(survey.id, questions, Group(element="media_massa"))
    assert (small.hidden, small.questions) == (True, [])
    # Six of ten: the other four would be the difference to everyone.
    rest = await results_of(survey.id, questions, Group(element="pengguna_layanan"))
    assert rest.hidden
    await answer(survey.id, "m9", Element.MEDIA, p1="1")
    told = await results_of(survey.id, questions, Group(element="pengguna_layanan"))
    assert not told.hidden
    assert [line.share and line.share.count for line in told.questions[0].choices] == [5, None]


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
    await publish_survey_results(survey=survey.id, shown=True, by=None)
    row = await Survey.objects().get(Survey.id == survey.id)
    assert row is not None
    assert row.results_published_at is not None


async def test_export_has_a_row_for_each_return_in_its_order(database: Engine) -> None:
    survey = await _survey()
    await answer(survey.id, "k1", **FULL)
    await answer(survey.id, "k2", p1="1")
    questions = await questions_of(survey.id)
    batches = [batch async for batch in survey_rows(survey.id, questions)]
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
