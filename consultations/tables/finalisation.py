"""The final version (finalisasi), and why an element stayed unheard."""

from piccolo.columns import UUID, ForeignKey, Text, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.consultation import Consultation
from consultations.tables.draft import DraftVersion
from consultations.tables.keeping import KEEP


class Finalisation(Table):
    """That a version was declared final. Everything in it is public.

    ``left`` counts, as JSON, what was still missing where that was overridden, and
    ``override_reason`` says why. It holds until a new round is opened with a reason.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    version = ForeignKey(DraftVersion, null=False, on_delete=KEEP)
    left = Text(default="{}")
    override_reason = Text()
    at = Timestamptz()
    by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    reopened_at = Timestamptz(null=True, default=None)
    reopened_reason = Text()
    reopened_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)


class ElementGap(Table, tablename="element_gap"):
    """Why nobody of an element was heard, as the team states it in public."""

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    element = Varchar(length=40)
    reason = Text()
    at = Timestamptz()
    by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
