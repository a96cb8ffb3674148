"""What a session's documents say beside what was noted in it, and who signs them."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.keeping import KEEP
from consultations.tables.session import Session


class SessionRecord(Table, tablename="session_record"):
    """The few words of a session's documents that no other table holds.

    ``no_dissent`` says that nobody differed, where that was asked and no note says otherwise.
    """

    id = UUID(primary_key=True)
    session = ForeignKey(Session, null=False, unique=True, on_delete=KEEP)
    number = Varchar(length=80)
    report_number = Varchar(length=80)
    subjects = Text()
    conclusion = Text()
    closing = Text()
    attachments = Text()
    no_dissent = Boolean(default=False)
    version = Integer(default=1)
    edited_at = Timestamptz()
    edited_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)


class Signatory(Table):
    """Who signs a session's Berita Acara; ``acknowledges`` is under "Mengetahui"."""

    id = UUID(primary_key=True)
    session = ForeignKey(Session, null=False, index=True, on_delete=KEEP)
    position = Integer()
    name = Varchar(length=120)
    job = Varchar(length=200)
    element = Varchar(length=40, null=True, default=None)
    manner = Varchar(length=12)
    signed_at = Timestamptz(null=True, default=None)
    acknowledges = Boolean(default=False)
