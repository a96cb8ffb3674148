"""Roles that accounts hold (peran)."""

from piccolo.columns import UUID, ForeignKey, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.consultation import Consultation
from consultations.tables.keeping import KEEP
from consultations.tables.session import Session


class RoleGrant(Table, tablename="role_grant"):
    """A role for one consultation, for one session of it, or (administrator) for everything."""

    id = UUID(primary_key=True)
    account = ForeignKey(Account, null=False, index=True, on_delete=KEEP)
    role = Varchar(length=20)
    consultation = ForeignKey(Consultation, null=True, default=None, on_delete=KEEP)
    session = ForeignKey(Session, null=True, default=None, on_delete=KEEP)
    granted_at = Timestamptz()
    granted_by = UUID(null=True, default=None)
