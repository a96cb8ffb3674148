"""How much more may come from one place just now."""

from piccolo.columns import DoublePrecision, Varchar
from piccolo.table import Table


class FloodBucket(Table, tablename="flood_bucket"):
    """A bucket of tokens that fills by itself. Of whoever it belongs to only a hash is kept.

    ``full_at`` is when it will be full again, in seconds of the Unix clock: from it and the
    present moment follows what is in it.
    """

    subject_hash = Varchar(length=64, primary_key=True)
    full_at = DoublePrecision()
