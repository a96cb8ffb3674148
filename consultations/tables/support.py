"""Support for inputs (dukungan), once a person."""

from piccolo.columns import UUID, ForeignKey, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.input import Input
from consultations.tables.keeping import KEEP


class Support(Table):
    """Whether one person supports an input.

    ``supporter_hash`` is the SHA-256 of what tells the person from others: an account, or the
    random mark of a guest's browser. It is unique for an input.
    """

    id = UUID(primary_key=True)
    input = ForeignKey(Input, null=False, on_delete=KEEP)
    supporter_hash = Varchar(length=64)
    account = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    side = Varchar(length=20)
    at = Timestamptz()
