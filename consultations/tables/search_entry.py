"""What the search by words looks through."""

from piccolo.columns import ForeignKey, Serial, Text
from piccolo.table import Table

from consultations.tables.consultation import Consultation
from consultations.tables.draft import Unit
from consultations.tables.input import Input
from consultations.tables.keeping import KEEP


class SearchEntry(Table, tablename="search_entry"):
    """The public words of one input or one unit; the engines' word indexes lie on ``words``.

    The key is a number because SQLite's full-text index refers to rows by number.
    """

    id = Serial(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    input = ForeignKey(Input, null=True, default=None, unique=True, on_delete=KEEP)
    unit = ForeignKey(Unit, null=True, default=None, unique=True, on_delete=KEEP)
    words = Text()
