"""Photos, signed scans and attachments of a session."""

from piccolo.columns import UUID, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.keeping import KEEP
from consultations.tables.session import Session


class SessionFile(Table, tablename="session_file"):
    """A checked file of a session; its bytes lie with the evidence under their SHA-256.

    One that was taken out stays on record with ``removed_at``.
    """

    id = UUID(primary_key=True)
    session = ForeignKey(Session, null=False, index=True, on_delete=KEEP)
    use = Varchar(length=20)
    name = Varchar(length=200)
    media_type = Varchar(length=100)
    size = Integer()
    sha256 = Varchar(length=64, index=True)
    caption = Varchar(length=300)
    taken_at = Timestamptz(null=True, default=None)
    stored_at = Timestamptz()
    stored_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    removed_at = Timestamptz(null=True, default=None)
