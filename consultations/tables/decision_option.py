"""How a consultation words its decisions, and the replies it writes again and again."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Text, Varchar
from piccolo.table import Table

from consultations.tables.consultation import Consultation
from consultations.tables.keeping import KEEP


class DecisionOption(Table, tablename="decision_option"):
    """A decision as this consultation names it; ``decision`` is what statistics count it as.

    Where a consultation has none, the seven of the vocabulary are offered as they are.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    code = Varchar(length=40)
    decision = Varchar(length=40)
    label = Varchar(length=80)
    label_en = Varchar(length=80)
    position = Integer(default=0)
    offered = Boolean(default=True)


class ReplyTemplate(Table, tablename="reply_template"):
    """A reply with fields in braces that are filled for each input or theme."""

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    name = Varchar(length=80)
    text = Text()
    version = Integer(default=1)
