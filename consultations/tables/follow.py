"""Who follows a consultation by e-mail (pengikut)."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.consultation import Consultation
from consultations.tables.keeping import KEEP


class Follow(Table):
    """One address that follows one consultation; deleted when it stops.

    Everything up to ``told_until`` has a letter in the queue; ``letters`` goes up with each, so
    that two workers can't write the same one. ``next_at`` is when the next digest is due.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    email = Varchar(length=254, index=True)
    account = ForeignKey(Account, null=True, default=None, index=True, on_delete=KEEP)
    locale = Varchar(length=5)
    frequency = Varchar(length=10)
    # For the drafting team: say how many inputs came in.
    count_inputs = Boolean(default=False)
    requested_at = Timestamptz()
    confirmed_at = Timestamptz(null=True, default=None)
    told_until = Timestamptz()
    next_at = Timestamptz(null=True, default=None, index=True)
    letters = Integer(default=0)
