"""Responses to inputs (balasan), one level deep."""

from piccolo.columns import UUID, Boolean, ForeignKey, Text, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.input import Input
from consultations.tables.keeping import KEEP
from consultations.tables.moderation_reason import ModerationReason


class Response(Table):
    """What somebody says back to an input. It is no input itself and needs no answer.

    ``official`` ones come from the drafting team; the reply that explains a decision is ``Reply``.
    """

    id = UUID(primary_key=True)
    input = ForeignKey(Input, null=False, index=True, on_delete=KEEP)
    account = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    author_name = Varchar(length=120, null=True, default=None)
    official = Boolean(default=False)
    text = Text()
    at = Timestamptz()
    idempotency_key = Varchar(length=64, unique=True)
    # Hidden from the public for a reason; its place in the thread stays.
    withheld_at = Timestamptz(null=True, default=None)
    withheld_for = ForeignKey(ModerationReason, null=True, default=None, on_delete=KEEP)
