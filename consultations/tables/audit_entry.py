"""The audit trail: who did what to which row, when."""

from piccolo.columns import JSON, UUID, ForeignKey, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.consultation import Consultation
from consultations.tables.keeping import KEEP


class AuditEntry(Table, tablename="audit_entry"):
    """One act. ``details`` never holds the text of an input or anyone's contact details."""

    id = UUID(primary_key=True)
    at = Timestamptz()
    account = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    consultation = ForeignKey(Consultation, null=True, default=None, index=True, on_delete=KEEP)
    action = Varchar(length=60)
    subject = Varchar(length=40)
    subject_id = UUID(null=True, default=None)
    details = JSON(default="{}")
