"""Pictures in drafts (gambar dalam rancangan)."""

from piccolo.columns import UUID, Integer, Timestamptz, Varchar
from piccolo.table import Table


class DraftPicture(Table, tablename="draft_picture"):
    """A checked picture; its bytes lie beside the evidence files, under their SHA-256.

    ``code`` names it in the text of units, so it goes wherever its words go: into the next part
    when a unit is split, and into the next version. The same picture has the same code anywhere.
    """

    id = UUID(primary_key=True)
    code = Varchar(length=16, unique=True)
    media_type = Varchar(length=100)
    size = Integer()
    sha256 = Varchar(length=64, index=True)
    stored_at = Timestamptz()
