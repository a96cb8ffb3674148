"""The working copy of a version that is not published yet."""

from piccolo.columns import UUID, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.draft import DraftVersion
from consultations.tables.keeping import KEEP


class WorkingCopy(Table, tablename="working_copy"):
    """The units of an unpublished version as JSON, with what they were before the last change.

    ``edition`` goes up with every change, so that two people can't overwrite each other.
    ``choices`` holds what a person said became of a unit of the version before.
    """

    id = UUID(primary_key=True)
    version = ForeignKey(DraftVersion, null=False, unique=True, on_delete=KEEP)
    edition = Integer(default=1)
    units = Text()
    units_before = Text(null=True, default=None)
    last_change = Varchar(length=20, null=True, default=None)
    choices = Text(default="{}")
    saved_at = Timestamptz()
