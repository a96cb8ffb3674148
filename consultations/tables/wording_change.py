"""Proposed changes of wording (rumusan), what they rest on, and what colleagues say of them."""

from piccolo.columns import UUID, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.assessment import Assessment
from consultations.tables.consultation import Consultation
from consultations.tables.draft import DraftVersion, Unit
from consultations.tables.evidence_source import EvidenceSource
from consultations.tables.input import Input
from consultations.tables.keeping import KEEP
from consultations.tables.theme import Theme
from consultations.vocabulary import WordingState


class WordingChange(Table, tablename="wording_change"):
    """New words for a unit, a new clause after it, or its removal.

    ``base`` is the published unit it was written on and ``identity`` that unit's, whatever its
    version. ``unit`` is the published unit it became, ``published_in`` the version that has it.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    base = ForeignKey(Unit, null=False, index=True, on_delete=KEEP)
    identity = UUID(index=True)
    act = Varchar(length=8)
    kind = Varchar(length=14)
    number = Varchar(length=24)
    heading = Varchar(length=200)
    text = Text()
    reason = Text()
    # The input whose proposed wording was taken.
    adopted = ForeignKey(Input, null=True, default=None, index=True, on_delete=KEEP)
    state = Varchar(length=10, default=WordingState.PROPOSED.value)
    remark = Text()
    version = Integer(default=1)
    written_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    written_at = Timestamptz()
    decided_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    decided_at = Timestamptz(null=True, default=None)
    unit = ForeignKey(Unit, null=True, default=None, index=True, on_delete=KEEP)
    published_in = ForeignKey(DraftVersion, null=True, default=None, index=True, on_delete=KEEP)


class WordingSource(Table, tablename="wording_source"):
    """What a change of wording rests on: a theme, an input, an assessment or other evidence."""

    id = UUID(primary_key=True)
    change = ForeignKey(WordingChange, null=False, index=True, on_delete=KEEP)
    theme = ForeignKey(Theme, null=True, default=None, index=True, on_delete=KEEP)
    input = ForeignKey(Input, null=True, default=None, index=True, on_delete=KEEP)
    assessment = ForeignKey(Assessment, null=True, default=None, index=True, on_delete=KEEP)
    evidence = ForeignKey(EvidenceSource, null=True, default=None, index=True, on_delete=KEEP)


class WordingRemark(Table, tablename="wording_remark"):
    """What a colleague says of a proposal; only the team reads it."""

    id = UUID(primary_key=True)
    change = ForeignKey(WordingChange, null=False, index=True, on_delete=KEEP)
    text = Text()
    at = Timestamptz()
    by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
