"""The ledger of what became of each unit from one version to the next."""

from piccolo.columns import UUID, ForeignKey, Real, Text, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.draft import DraftVersion, Unit
from consultations.tables.keeping import KEEP


class UnitSuccession(Table, tablename="unit_succession"):
    """An old unit became a new one, is gone (no ``to_unit``) or is new (no ``from_unit``).

    ``version`` is the newer version. ``confirmed_by`` is empty where the match was certain.
    """

    id = UUID(primary_key=True)
    version = ForeignKey(DraftVersion, null=False, index=True, on_delete=KEEP)
    from_unit = ForeignKey(Unit, null=True, default=None, index=True, on_delete=KEEP)
    to_unit = ForeignKey(Unit, null=True, default=None, index=True, on_delete=KEEP)
    fate = Varchar(length=12)
    score = Real()
    note = Text()
    confirmed_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    confirmed_at = Timestamptz(null=True, default=None)
