import pytest

from consultations.errors import NotFound
from consultations.queries.survey_sheets import entered_sheets
from consultations.surveys.entering import Entry, SheetKnown, discard_sheet
from consultations.tables import Input, Survey, SurveyAnswer
from consultations.vocabulary import (
    SurveyAdmission,
)
from server.database import Engine
from tests.factories import make_account, make_consultation
from tests.questionnaires import answer, make_survey


async def _survey(admission: SurveyAdmission = SurveyAdmission.OPEN) -> Survey:
    return await make_survey((await make_consultation()).id, admission=admission)


async def test_sheet_is_typed_in_once_and_taken_back_with_its_texts(database: Engine) -> None:
    survey = await _survey()
    typist, other = await make_account(), await make_account()
    entry = Entry(by=typist.id, sheet_number="007")
    # Nothing has to be answered on paper.
    receipt = await answer(survey.id, "k1", p1="2", entered=entry)
    with pytest.raises(SheetKnown):
        await answer(survey.id, "k2", p1="1", entered=entry)
    # Sent again by an impatient finger it is the same sheet.
    assert (await answer(survey.id, "k1", p1="2", entered=entry)).sheet == receipt.sheet
    told = await answer(
        survey.id, "k3", p1="2", p3="Jauh.", entered=Entry(by=typist.id, sheet_number="008")
    )
    with pytest.raises(NotFound):
        await discard_sheet(survey=survey.id, sheet=told.sheet, by=other.id, anyones=False)
    await discard_sheet(survey=survey.id, sheet=told.sheet, by=typist.id, anyones=False)
    entry_row = await Input.objects().first()
    assert entry_row is not None
    assert entry_row.withdrawn_at is not None
    assert [sheet.number for sheet in (await entered_sheets(survey.id)).items] == ["007"]
    assert await SurveyAnswer.count().where(SurveyAnswer.sheet == told.sheet) == 0
    online = await answer(survey.id, "k4", p1="1")
    with pytest.raises(NotFound):
        await discard_sheet(survey=survey.id, sheet=online.sheet, by=typist.id, anyones=True)
