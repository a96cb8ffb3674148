"""Sources of evidence (sumber bukti) behind the roadmap: studies, analyses and surveys."""

from piccolo.columns import UUID, DoublePrecision, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.consultation import Consultation
from consultations.tables.keeping import KEEP


class EvidenceSource(Table, tablename="evidence_source"):
    """One source with its question, method, period and findings; ``score`` is its own figure."""

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    kind = Varchar(length=30)
    title = Varchar(length=200)
    question = Text()
    method = Text()
    period = Varchar(length=120)
    findings = Text()
    score = DoublePrecision(null=True, default=None)
    # The stage on whose public page it is shown; empty while it is for the team only.
    stage = Varchar(length=20, null=True, default=None)
    link = Varchar(length=500, null=True, default=None)
    version = Integer(default=1)
    created_at = Timestamptz()
    created_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
