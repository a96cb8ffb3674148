import asyncio
import re

import pytest

from consultations.errors import AccountNeeded, OtherSubmission
from consultations.exporting import register_rows
from consultations.queries.register import RegisterFilter, registered_inputs
from consultations.queries.survey_sheets import find_sheet_by_token
from consultations.queries.surveys import questions_of
from consultations.surveys.answering import (
    AnsweredAlready,
    AnswersWrong,
    text_receipt_token,
)
from consultations.surveys.exporting import survey_rows
from consultations.surveys.keys import KeyRefused, make_keys
from consultations.surveys.preparing import (
    SurveyNotOpen,
    close_survey,
    open_survey,
)
from consultations.tables import Input, Survey, SurveyAnswer, SurveyReturn
from consultations.tokens import token_hash
from consultations.vocabulary import (
    Channel,
    SurveyAdmission,
    Visibility,
    Zone,
)
from server.database import Engine
from tests.factories import make_account, make_consultation
from tests.questionnaires import FULL, answer, make_survey


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
        async for batch in survey_rows(survey.id, await questions_of(survey.id), Zone.WIB)
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
    assert re.fullmatch("[A-HJ-NP-Z2-9]{4}(-[A-HJ-NP-Z2-9]{4}){2}", key)
    # As people type it from paper.
    await answer(survey.id, "k2", p1="1", access=f" {key.lower().replace('-', ' ')} ")
    with pytest.raises(KeyRefused):
        await answer(survey.id, "k3", p1="1", access=key)


async def test_open_answer_knows_its_question_in_the_register(database: Engine) -> None:
    survey = await _survey()
    await answer(survey.id, "k1", p1="2", p3="Antre sejak subuh.")
    other = await make_survey(survey.consultation)
    await answer(other.id, "k2", p1="2", p3="Jauh.")
    found = await registered_inputs(survey.consultation, RegisterFilter(survey=str(survey.id)))
    assert [entry.text for entry in found.items] == ["Antre sejak subuh."]
    (entry,) = found.items
    assert entry.question is not None
    assert entry.survey is not None
    assert (entry.question.text, entry.survey.text_en) == ("Mengapa tidak?", "Example survey")
    rows = [
        row async for batch in register_rows(survey.consultation, RegisterFilter()) for row in batch
    ]
    assert [row[-2:] for row in rows] == [
        ["survei", "pertanyaan_survei"],
        ["Survei contoh", "Mengapa tidak?"],
        ["Survei contoh", "Mengapa tidak?"],
    ]
