"""The reasons a consultation's moderators may give (alasan moderasi)."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Varchar
from piccolo.table import Table

from consultations.tables.consultation import Consultation
from consultations.tables.keeping import KEEP


class ModerationReason(Table, tablename="moderation_reason"):
    """One reason, in both languages. Those no longer offered stay for what they were given for."""

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    position = Integer()
    text = Varchar(length=200)
    text_en = Varchar(length=200)
    offered = Boolean(default=True)
    version = Integer(default=1)
