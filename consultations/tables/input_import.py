"""Imports of inputs from a spreadsheet: those waiting to be confirmed, and those made."""

from piccolo.columns import JSON, UUID, Bytea, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.consultation import Consultation
from consultations.tables.keeping import KEEP


class PendingImport(Table, tablename="pending_import"):
    """A sheet that was read but not yet confirmed; ``content`` is its cells, compressed."""

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    account = ForeignKey(Account, null=False, on_delete=KEEP)
    file_name = Varchar(length=120)
    fingerprint = Varchar(length=64)
    content = Bytea()
    # Which of the sheet's columns holds which of ours.
    mapping = JSON(default="{}")
    expires_at = Timestamptz()


class InputImport(Table, tablename="input_import"):
    """An import that was made; undone, its inputs are withdrawn and their numbers stay spent."""

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    file_name = Varchar(length=120)
    rows = Integer(default=0)
    imported_at = Timestamptz()
    imported_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    undone_at = Timestamptz(null=True, default=None)
    undone_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
