"""FKP and FGD sessions (sesi)."""

from piccolo.columns import UUID, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.consultation import Consultation
from consultations.tables.keeping import KEEP


class Session(Table):
    """One FKP or FGD meeting of a consultation."""

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    kind = Varchar(length=10)
    title = Varchar(length=200)
    theme = Varchar(length=200)
    place = Varchar(length=200)
    moderator = Varchar(length=120)
    starts_at = Timestamptz()
    closed_at = Timestamptz(null=True, default=None)
    last_note = Integer(default=0)
