"""Surveys (survei): a questionnaire and its questions."""

from piccolo.columns import (
    UUID,
    Boolean,
    DoublePrecision,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.consultation import Consultation
from consultations.tables.keeping import KEEP


class Survey(Table):
    """One edition of a questionnaire; its questions are fixed once somebody has answered.

    ``instrument`` keeps opinion surveys and SKM apart: their figures are never mixed.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    instrument = Varchar(length=12)
    edition = Integer(default=1)
    # The edition this one was copied from.
    copied_from = UUID(null=True, default=None)
    title = Varchar(length=200)
    title_en = Varchar(length=200)
    introduction = Text()
    introduction_en = Text()
    admission = Varchar(length=12)
    starts_at = Timestamptz(null=True, default=None)
    ends_at = Timestamptz(null=True, default=None)
    # Of an SKM: how many people the service has, from which the sample follows.
    population = Integer(null=True, default=None)
    created_at = Timestamptz()
    created_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    opened_at = Timestamptz(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    results_published_at = Timestamptz(null=True, default=None)


class SurveyQuestion(Table, tablename="survey_question"):
    """A question, or the heading of a section.

    ``options`` and ``matrix_rows`` hold one a line; an option's key is the number of its line,
    which stays what it is because questions are fixed once answered.
    """

    id = UUID(primary_key=True)
    survey = ForeignKey(Survey, null=False, index=True, on_delete=KEEP)
    position = Integer()
    kind = Varchar(length=12)
    text = Text()
    text_en = Text()
    hint = Text()
    hint_en = Text()
    options = Text()
    options_en = Text()
    matrix_rows = Text()
    matrix_rows_en = Text()
    required = Boolean(default=False)
    # Both ends of a scale, or what a number may be between.
    least = DoublePrecision(null=True, default=None)
    most = DoublePrecision(null=True, default=None)
    # Asked only of those who chose one of these options (keys, comma between) earlier.
    depends_on = UUID(null=True, default=None)
    depends_choices = Varchar(length=120)
    # Which of the nine elements of an SKM, or which part of a respondent's profile.
    slug = Varchar(length=24)
