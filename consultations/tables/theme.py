"""Themes (tema) that people have accepted, the inputs in them, and what people did to them."""

from piccolo.columns import (
    UUID,
    Boolean,
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
    """A theme a person has accepted. ``version`` refuses an edit made on an older reading.

    A closed one is shown nowhere: it was merged into another, which its address leads to, or its
    acceptance was undone.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    name = Varchar(length=200)
    description = Text()
    version = Integer(default=1)
    run = UUID(null=True, default=None)
    accepted_at = Timestamptz()
    accepted_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    closed_at = Timestamptz(null=True, default=None)
    merged_into = UUID(null=True, default=None)


class ThemeMember(Table, tablename="theme_member"):
    """An input in a theme. ``assigned_by`` is empty where the analysis placed it.

    A pinned one is an anchor: a person says that it belongs there, whatever a later run finds.
    """

    id = UUID(primary_key=True)
    theme = ForeignKey(Theme, null=False, index=True, on_delete=KEEP)
    input = ForeignKey(Input, null=False, index=True, on_delete=KEEP)
    score = DoublePrecision(null=True, default=None)
    run = UUID(null=True, default=None)
    assigned_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    assigned_at = Timestamptz()
    pinned = Boolean(default=False)


class OffTopic(Table, tablename="off_topic"):
    """An input that a person found to be about something else, with the reason its author reads."""

    id = UUID(primary_key=True)
    input = ForeignKey(Input, null=False, unique=True, on_delete=KEEP)
    reason = Text()
    marked_at = Timestamptz()
    marked_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)


class ThemeEvent(Table, tablename="theme_event"):
    """One act on themes: what it was, and what has to be put back to undo it.

    ``other`` is the second theme where there is one; ``words`` are a note or a reason, which only
    the team reads; ``version`` is the theme's after the act; ``changes`` is JSON, see
    ``theme_changes``.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    theme = ForeignKey(Theme, null=True, default=None, index=True, on_delete=KEEP)
    other = ForeignKey(Theme, null=True, default=None, index=True, on_delete=KEEP)
    act = Varchar(length=20)
    inputs = Integer(default=0)
    words = Text()
    version = Integer(default=0)
    changes = Text()
    at = Timestamptz()
    by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    undone_at = Timestamptz(null=True, default=None)
    undone_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
