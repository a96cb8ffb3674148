"""Follow-up items (tindak lanjut, rencana aksi): who does what until when, and how far it is."""

from piccolo.columns import (
    UUID,
    Boolean,
    Date,
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
from consultations.tables.session import Session


class FollowUpItem(Table, tablename="follow_up_item"):
    """One thing to be done: of a session, or of the roadmap's action plan where it has none.

    ``baseline`` and ``target`` are values of the indicator in ``measure`` (percent, units, days).
    ``reminded_before`` and ``reminded_after`` name the due date of which its owner was told.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    session = ForeignKey(Session, null=True, default=None, index=True, on_delete=KEEP)
    number = Integer()
    issue = Text()
    solution = Text()
    activity = Text()
    indicator = Text()
    measure = Varchar(length=60)
    baseline = DoublePrecision(null=True, default=None)
    target = DoublePrecision(null=True, default=None)
    owner = Varchar(length=200)
    # Written to only, never shown to the public.
    owner_email = Varchar(length=254, null=True, default=None)
    due_on = Date(null=True, default=None)
    status = Varchar(length=12)
    public = Boolean(default=True)
    version = Integer(default=1)
    created_at = Timestamptz()
    created_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    changed_at = Timestamptz()
    reminded_before = Date(null=True, default=None)
    reminded_after = Date(null=True, default=None)


class FollowUpInput(Table, tablename="follow_up_input"):
    """An input that stands behind an item."""

    id = UUID(primary_key=True)
    item = ForeignKey(FollowUpItem, null=False, index=True, on_delete=KEEP)
    input = ForeignKey(Input, null=False, index=True, on_delete=KEEP)


class FollowUpUnit(Table, tablename="follow_up_unit"):
    """A unit of the roadmap that an item carries out, by its lasting identity."""

    id = UUID(primary_key=True)
    item = ForeignKey(FollowUpItem, null=False, index=True, on_delete=KEEP)
    identity = UUID(index=True)


class FollowUpStep(Table, tablename="follow_up_step"):
    """What happened to an item: the status it got, and a note for everyone who reads it.

    ``value`` is what the indicator had reached on ``reached_on``. Evidence is for the team only
    unless ``files_public``.
    """

    id = UUID(primary_key=True)
    item = ForeignKey(FollowUpItem, null=False, index=True, on_delete=KEEP)
    status = Varchar(length=12)
    note = Text()
    value = DoublePrecision(null=True, default=None)
    reached_on = Date(null=True, default=None)
    files_public = Boolean(default=False)
    at = Timestamptz()
    by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)


class FollowUpFile(Table, tablename="follow_up_file"):
    """Evidence (bukti dukung) of what was done; its bytes lie under their SHA-256."""

    id = UUID(primary_key=True)
    step = ForeignKey(FollowUpStep, null=False, index=True, on_delete=KEEP)
    name = Varchar(length=200)
    media_type = Varchar(length=100)
    size = Integer()
    sha256 = Varchar(length=64, index=True)


class FollowUpImport(Table, tablename="follow_up_import"):
    """An import of items from a sheet; ``changes`` is JSON, see ``follow_up_imports``.

    It holds what the items were before, until the import is undone.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    file_name = Varchar(length=120)
    items = Integer(default=0)
    changes = Text()
    imported_at = Timestamptz()
    imported_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    undone_at = Timestamptz(null=True, default=None)
    undone_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
