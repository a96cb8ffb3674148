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


class EvidenceSourceFile(Table, tablename="evidence_source_file"):
    """A checked file attached to a source; its bytes lie under their SHA-256.

    One that was taken out stays on record with ``removed_at``.
    """

    id = UUID(primary_key=True)
    source = ForeignKey(EvidenceSource, null=False, index=True, on_delete=KEEP)
    name = Varchar(length=200)
    media_type = Varchar(length=100)
    size = Integer()
    sha256 = Varchar(length=64, index=True)
    stored_at = Timestamptz()
    stored_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    removed_at = Timestamptz(null=True, default=None)
