"""Notes (catatan) taken in a session."""

from piccolo.columns import UUID, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.input import Input
from consultations.tables.keeping import KEEP
from consultations.tables.session import Session


class Note(Table):
    """One thing said in a session. Its words and its speaker's element are in its input."""

    id = UUID(primary_key=True)
    session = ForeignKey(Session, null=False, index=True, on_delete=KEEP)
    position = Integer()
    input = ForeignKey(Input, null=False, unique=True, on_delete=KEEP)
    speaker_code = Varchar(length=12)
    form = Varchar(length=12)
    stance = Varchar(length=12, null=True, default=None)
    dissent = Text(null=True, default=None)
    noted_at = Timestamptz()
    noted_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
