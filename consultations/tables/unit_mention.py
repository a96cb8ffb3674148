"""Units that inputs mention (rujukan butir) besides the one they were sent to."""

from piccolo.columns import UUID, ForeignKey, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.consultation import Consultation
from consultations.tables.draft import Unit
from consultations.tables.input import Input
from consultations.tables.keeping import KEEP


class UnitMention(Table, tablename="unit_mention"):
    """An input names a unit in its words; it counts once a person has confirmed it."""

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    input = ForeignKey(Input, null=False, index=True, on_delete=KEEP)
    unit = ForeignKey(Unit, null=False, index=True, on_delete=KEEP)
    # The words that name it, as they were written: "butir 3.2", "Bab II".
    words = Varchar(length=60)
    state = Varchar(length=12, default="menunggu")
    found_at = Timestamptz()
    decided_at = Timestamptz(null=True, default=None)
    decided_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
