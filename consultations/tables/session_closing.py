"""When a session was closed and opened again, and why."""

from piccolo.columns import UUID, ForeignKey, Text, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.keeping import KEEP
from consultations.tables.session import Session


class SessionClosing(Table, tablename="session_closing"):
    """One closing or reopening; ``missing`` names what was not there then, by key."""

    id = UUID(primary_key=True)
    session = ForeignKey(Session, null=False, index=True, on_delete=KEEP)
    act = Varchar(length=12)
    reason = Text()
    missing = Varchar(length=300)
    at = Timestamptz()
    by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
