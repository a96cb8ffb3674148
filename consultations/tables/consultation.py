"""Consultations and their dated phases."""

from piccolo.columns import (
    UUID,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from consultations.tables.keeping import KEEP
from consultations.vocabulary import DataLicence, Zone


class Consultation(Table):
    """A public consultation on one roadmap. Texts have an Indonesian and an English form."""

    id = UUID(primary_key=True)
    slug = Varchar(length=80, unique=True)
    code = Varchar(length=12)
    title = Varchar(length=200)
    title_en = Varchar(length=200)
    summary = Text()
    summary_en = Text()
    how_to_take_part = Text()
    how_to_take_part_en = Text()
    organiser = Varchar(length=200)
    zone = Varchar(length=40, default=Zone.WIB.value)
    guests_may_comment = Boolean(default=True)
    # For how many minutes after sending an author may change an input's words.
    edit_minutes = Integer(default=30)
    responses_allowed = Boolean(default=True)
    # For how long after closing a form that was opened before is still accepted.
    grace_minutes = Integer(default=15)
    is_demonstration = Boolean(default=False)
    # Whether a second person approves a decision before it can be published.
    replies_reviewed = Boolean(default=False)
    replies_due_on = Date(null=True, default=None)
    # Under which its open data may be used.
    licence = Varchar(length=20, default=DataLicence.CC_BY.value)
    # The last registration number given out: numbers run without a gap inside a consultation.
    last_number = Integer(default=0)
    # Goes up with every write that a public page shows, so that rendered pages can be reused.
    revision = Integer(default=0)
    # Goes up with every edit of its texts and dates; refuses an edit made on an older reading.
    version = Integer(default=1)
    # Empty while it is being prepared: nobody but its own people sees it then.
    announced_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz()


class Phase(Table):
    """One of the four stages as a dated window; it grants what may be done meanwhile."""

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    stage = Varchar(length=20)
    title = Varchar(length=120)
    title_en = Varchar(length=120)
    description = Text()
    description_en = Text()
    starts_at = Timestamptz()
    ends_at = Timestamptz()
    accepts_input = Boolean(default=False)
