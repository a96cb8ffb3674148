"""Secret links to a version that is not published yet."""

from piccolo.columns import UUID, ForeignKey, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.draft import DraftVersion
from consultations.tables.keeping import KEEP


class PreviewLink(Table, tablename="preview_link"):
    """Shows one unpublished version to whoever holds the token, until it expires."""

    id = UUID(primary_key=True)
    version = ForeignKey(DraftVersion, null=False, index=True, on_delete=KEEP)
    token_hash = Varchar(length=64, unique=True)
    made_at = Timestamptz()
    made_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    expires_at = Timestamptz()
    revoked_at = Timestamptz(null=True, default=None)
