"""Texts in easy language (bahasa mudah) of the results, of answers, and of versions."""

from piccolo.columns import UUID, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.consultation import Consultation
from consultations.tables.keeping import KEEP


class EasyText(Table, tablename="easy_text"):
    """What a page says, in short sentences.

    ``about`` is ``hasil``, the number of a version, or ``about_theme`` of an answered theme.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    about = Varchar(length=12)
    text = Text()
    text_en = Text()
    version = Integer(default=1)
    changed_at = Timestamptz()
    changed_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
