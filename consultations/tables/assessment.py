"""Assessments (penilaian): options scored on criteria by several people, blind."""

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
from consultations.tables.draft import Unit
from consultations.tables.evidence_source import EvidenceSource
from consultations.tables.keeping import KEEP


class Assessment(Table):
    """One round of scoring; options and criteria are fixed from the moment it opens.

    It ends either closed, with a result, or cancelled, with a reason. Everyone may read the result
    from ``published_at`` on.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    title = Varchar(length=200)
    purpose = Text()
    weighting = Varchar(length=20)
    # The scale that scorers use, both ends included.
    least = Integer(default=1)
    most = Integer(default=5)
    created_at = Timestamptz()
    created_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    opened_at = Timestamptz(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    cancelled_at = Timestamptz(null=True, default=None)
    cancelled_for = Text()
    published_at = Timestamptz(null=True, default=None)


class AssessedOption(Table, tablename="assessed_option"):
    """An alternative action, unit or programme."""

    id = UUID(primary_key=True)
    assessment = ForeignKey(Assessment, null=False, index=True, on_delete=KEEP)
    position = Integer()
    name = Varchar(length=200)
    description = Text()
    unit = ForeignKey(Unit, null=True, default=None, on_delete=KEEP)


class Criterion(Table):
    """What options are scored on; less is better where ``is_cost``."""

    id = UUID(primary_key=True)
    assessment = ForeignKey(Assessment, null=False, index=True, on_delete=KEEP)
    position = Integer()
    name = Varchar(length=200)
    guidance = Text()
    is_cost = Boolean(default=False)
    weight = DoublePrecision(default=1.0)
    source = ForeignKey(EvidenceSource, null=True, default=None, on_delete=KEEP)


class Scorer(Table):
    """A person who scores in an assessment; others' scores stay unseen until it closes."""

    id = UUID(primary_key=True)
    assessment = ForeignKey(Assessment, null=False, index=True, on_delete=KEEP)
    account = ForeignKey(Account, null=False, on_delete=KEEP)
    finished_at = Timestamptz(null=True, default=None)


class Score(Table):
    """One scorer's value for one option on one criterion."""

    id = UUID(primary_key=True)
    scorer = ForeignKey(Scorer, null=False, index=True, on_delete=KEEP)
    option = ForeignKey(AssessedOption, null=False, on_delete=KEEP)
    criterion = ForeignKey(Criterion, null=False, on_delete=KEEP)
    value = DoublePrecision()
    scored_at = Timestamptz()


class PairJudgment(Table, tablename="pair_judgment"):
    """How many times more the first criterion matters than the second (1/9 to 9)."""

    id = UUID(primary_key=True)
    scorer = ForeignKey(Scorer, null=False, index=True, on_delete=KEEP)
    first = ForeignKey(Criterion, null=False, on_delete=KEEP)
    second = ForeignKey(Criterion, null=False, on_delete=KEEP)
    value = DoublePrecision()
