"""News of a consultation (kabar): what its followers and its feed are told."""

from piccolo.columns import UUID, ForeignKey, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.consultation import Consultation
from consultations.tables.keeping import KEEP


class NewsItem(Table, tablename="news_item"):
    """One thing that happened. ``key`` makes the same happening the same row.

    ``subject`` is the version, session, reply or phase it is about. ``authors_told_at`` is set
    once every author whom a published reply answers has a letter in the queue.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    kind = Varchar(length=30)
    subject = UUID()
    key = Varchar(length=120, unique=True)
    at = Timestamptz(index=True)
    authors_told_at = Timestamptz(null=True, default=None)
