"""Draft versions (rancangan) and their numbered units."""

from piccolo.columns import (
    UUID,
    Boolean,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.consultation import Consultation
from consultations.tables.keeping import KEEP


class DraftVersion(Table, tablename="draft_version"):
    """One version of the draft; immutable from the moment it is published."""

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    number = Integer()
    title = Varchar(length=200)
    change_summary = Text()
    source_text = Text()
    created_at = Timestamptz()
    created_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    published_at = Timestamptz(null=True, default=None)
    published_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    # Declared final; ``Finalisation`` says when and with what left open.
    final = Boolean(default=False)


class Unit(Table):
    """Bab, bagian or butir of one version. Its identity stays the same across versions."""

    id = UUID(primary_key=True)
    version = ForeignKey(DraftVersion, null=False, index=True, on_delete=KEEP)
    identity = UUID(index=True)
    position = Integer()
    kind = Varchar(length=10)
    number = Varchar(length=24)
    heading = Varchar(length=200)
    text = Text()
    open_to_input = Boolean(default=True)
    # Why the unit differs from the version before: the kind of change and its reason or source.
    change_kind = Varchar(length=12)
    change_note = Text()
