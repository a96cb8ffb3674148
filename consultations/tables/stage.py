"""What was done in each of the four stages (tahap), in the team's words and documents."""

from piccolo.columns import UUID, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.consultation import Consultation
from consultations.tables.keeping import KEEP


class StageSummary(Table, tablename="stage_summary"):
    """What the team says of a stage, and who did it. One row a stage."""

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    stage = Varchar(length=20)
    summary = Text()
    summary_en = Text()
    done_by = Varchar(length=300)
    version = Integer(default=1)
    changed_at = Timestamptz()
    changed_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)


class StageDocument(Table, tablename="stage_document"):
    """A checked document of a stage, for everyone; its bytes lie under their SHA-256.

    One that was taken out stays on record with ``removed_at``, and can be put back.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    stage = Varchar(length=20)
    title = Varchar(length=200)
    description = Text()
    office = Varchar(length=200)
    dated_on = Date(null=True, default=None)
    name = Varchar(length=200)
    media_type = Varchar(length=100)
    size = Integer()
    sha256 = Varchar(length=64, index=True)
    version = Integer(default=1)
    stored_at = Timestamptz()
    stored_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    removed_at = Timestamptz(null=True, default=None)
