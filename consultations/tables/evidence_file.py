"""Files that back an input (bukti dukung)."""

from piccolo.columns import UUID, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.input import Input
from consultations.tables.keeping import KEEP


class EvidenceFile(Table, tablename="evidence_file"):
    """A checked file; its bytes lie in the data folder under their SHA-256."""

    id = UUID(primary_key=True)
    input = ForeignKey(Input, null=False, index=True, on_delete=KEEP)
    position = Integer()
    name = Varchar(length=200)
    media_type = Varchar(length=100)
    size = Integer()
    sha256 = Varchar(length=64, index=True)
    stored_at = Timestamptz()
