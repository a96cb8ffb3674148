"""Dispositions (keputusan) and the replies that explain them: on themes, and on single inputs."""

from piccolo.columns import UUID, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.input import Input
from consultations.tables.keeping import KEEP
from consultations.tables.theme import Theme


class Disposition(Table):
    """What the drafting team decided on a theme, and why. Every member input inherits it.

    As the public reads it once its reply is published; what is being changed meanwhile is in
    ``Deliberation``. ``publication`` is the joint publication that told its authors, if one did.
    """

    id = UUID(primary_key=True)
    theme = ForeignKey(Theme, null=False, unique=True, on_delete=KEEP)
    option = Varchar(length=40)
    decision = Varchar(length=40)
    reason = Text()
    version = Integer(default=1)
    decided_at = Timestamptz()
    decided_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    publication = UUID(null=True, default=None, index=True)


class Reply(Table):
    """The words addressed to everyone whose input is in the theme; public once published."""

    id = UUID(primary_key=True)
    disposition = ForeignKey(Disposition, null=False, unique=True, on_delete=KEEP)
    text = Text()
    published_at = Timestamptz(null=True, default=None)
    published_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)


class InputDisposition(Table, tablename="input_disposition"):
    """A published decision on one input. It stands instead of what its themes decide."""

    id = UUID(primary_key=True)
    input = ForeignKey(Input, null=False, unique=True, on_delete=KEEP)
    option = Varchar(length=40)
    decision = Varchar(length=40)
    reason = Text()
    reply = Text()
    published_at = Timestamptz()
    published_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    publication = UUID(null=True, default=None, index=True)
