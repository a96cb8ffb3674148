"""Earlier words of inputs that their authors changed."""

from piccolo.columns import UUID, ForeignKey, Integer, Text, Timestamptz
from piccolo.table import Table

from consultations.tables.input import Input
from consultations.tables.keeping import KEEP


class InputEdition(Table, tablename="input_edition"):
    """What an input said before an edit; ``number`` counts from 1, the words first sent."""

    id = UUID(primary_key=True)
    input = ForeignKey(Input, null=False, on_delete=KEEP)
    number = Integer()
    text = Text()
    proposed_wording = Text(null=True, default=None)
    reason = Text(null=True, default=None)
    replaced_at = Timestamptz()
