"""What came back of a survey: filled questionnaires, their answers, and the keys to answer with."""

from piccolo.columns import UUID, DoublePrecision, ForeignKey, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.input import Input
from consultations.tables.keeping import KEEP
from consultations.tables.survey import Survey, SurveyQuestion


class SurveyReturn(Table, tablename="survey_return"):
    """One filled questionnaire. ``entered_by`` typed it in for somebody."""

    id = UUID(primary_key=True)
    survey = ForeignKey(Survey, null=False, index=True, on_delete=KEEP)
    element = Varchar(length=40)
    region = Varchar(length=60, null=True, default=None)
    account = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    entered_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    # What the team wrote on a paper sheet to find it again.
    sheet_number = Varchar(length=40, null=True, default=None)
    channel = Varchar(length=12)
    received_at = Timestamptz()
    receipt_hash = Varchar(length=64, unique=True)
    idempotency_key = Varchar(length=64, unique=True)
    body_hash = Varchar(length=64)


class SurveyAnswer(Table, tablename="survey_answer"):
    """One choice, rank, number or text of a return.

    ``item`` is the row of a matrix or the option that is ranked; ``choice`` is what was chosen,
    empty where the question was put and left unanswered. Texts are inputs of the register.
    """

    id = UUID(primary_key=True)
    sheet = ForeignKey(SurveyReturn, null=False, index=True, on_delete=KEEP)
    question = ForeignKey(SurveyQuestion, null=False, index=True, on_delete=KEEP)
    item = Varchar(length=8)
    choice = Varchar(length=8)
    number = DoublePrecision(null=True, default=None)
    input = ForeignKey(Input, null=True, default=None, index=True, on_delete=KEEP)


class SurveyKey(Table, tablename="survey_key"):
    """A key that lets its holder answer once; only its hash is kept, never who used it."""

    id = UUID(primary_key=True)
    survey = ForeignKey(Survey, null=False, index=True, on_delete=KEEP)
    key_hash = Varchar(length=64)
    used_at = Timestamptz(null=True, default=None)
