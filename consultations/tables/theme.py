"""Themes (tema) that people have accepted, and the inputs in them."""

from piccolo.columns import (
    UUID,
    DoublePrecision,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.consultation import Consultation
from consultations.tables.input import Input
from consultations.tables.keeping import KEEP


class Theme(Table):
    """A theme a person has accepted. ``version`` refuses an edit made on an older reading."""

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    name = Varchar(length=200)
    description = Text()
    version = Integer(default=1)
    run = UUID(null=True, default=None)
    accepted_at = Timestamptz()
    accepted_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)


class ThemeMember(Table, tablename="theme_member"):
    """An input in a theme. ``assigned_by`` is empty where the analysis placed it."""

    id = UUID(primary_key=True)
    theme = ForeignKey(Theme, null=False, index=True, on_delete=KEEP)
    input = ForeignKey(Input, null=False, index=True, on_delete=KEEP)
    score = DoublePrecision(null=True, default=None)
    run = UUID(null=True, default=None)
    assigned_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    assigned_at = Timestamptz()
