"""Units that inputs are about (rujukan butir) besides the one they were sent to."""

from piccolo.columns import UUID, DoublePrecision, ForeignKey, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.consultation import Consultation
from consultations.tables.draft import Unit
from consultations.tables.input import Input
from consultations.tables.keeping import KEEP


class UnitMention(Table, tablename="unit_mention"):
    """An input names a unit, or is near it in meaning; it counts once a person has confirmed it.

    ``words`` are empty and ``likeness`` (up to 1) is there where only the meaning leads to it.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    input = ForeignKey(Input, null=False, index=True, on_delete=KEEP)
    unit = ForeignKey(Unit, null=False, index=True, on_delete=KEEP)
    # The words that name it, as they were written: "butir 3.2", "Bab II".
    words = Varchar(length=60)
    likeness = DoublePrecision(null=True, default=None)
    state = Varchar(length=12, default="menunggu")
    found_at = Timestamptz()
    decided_at = Timestamptz(null=True, default=None)
    decided_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
