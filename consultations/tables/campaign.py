"""Campaigns (masukan serupa): one text, nearly the same, sent by many."""

from piccolo.columns import UUID, ForeignKey, Integer, Timestamptz
from piccolo.table import Table

from consultations.tables.consultation import Consultation
from consultations.tables.keeping import KEEP


class Campaign(Table):
    """A group of near-identical inputs. Its inputs name it; ``inputs`` counts them."""

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    inputs = Integer(default=0)
    senders = Integer(default=0)
    found_at = Timestamptz()
    changed_at = Timestamptz()
