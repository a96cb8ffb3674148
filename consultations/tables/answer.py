"""Dispositions (keputusan atas tema) and the replies that explain them."""

from piccolo.columns import UUID, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.keeping import KEEP
from consultations.tables.theme import Theme


class Disposition(Table):
    """What the drafting team decided on a theme, and why. Every member input inherits it."""

    id = UUID(primary_key=True)
    theme = ForeignKey(Theme, null=False, unique=True, on_delete=KEEP)
    decision = Varchar(length=40)
    reason = Text()
    version = Integer(default=1)
    decided_at = Timestamptz()
    decided_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)


class Reply(Table):
    """The words addressed to everyone whose input is in the theme; public once published."""

    id = UUID(primary_key=True)
    disposition = ForeignKey(Disposition, null=False, unique=True, on_delete=KEEP)
    text = Text()
    published_at = Timestamptz(null=True, default=None)
    published_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
