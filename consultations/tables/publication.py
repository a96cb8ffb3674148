"""A joint publication of decisions (penerbitan serentak), worked off and resumed by a worker."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.consultation import Consultation
from consultations.tables.keeping import KEEP
from consultations.vocabulary import RunStatus


class Publication(Table):
    """Decisions made public in one transaction, then their authors told, each once.

    ``published_at`` is set in the transaction that publishes; ``told_at`` once every author has a
    letter in the queue. Whoever is killed in between is followed by another that goes on.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    status = Varchar(length=10, default=RunStatus.QUEUED.value)
    # Of one input's decision, published by itself.
    single = Boolean(default=False)
    themes = Integer(default=0)
    inputs = Integer(default=0)
    done = Integer(default=0)
    total = Integer(default=0)
    error = Varchar(length=200)
    heartbeat = Timestamptz(null=True, default=None)
    asked_at = Timestamptz()
    asked_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    published_at = Timestamptz(null=True, default=None)
    told_at = Timestamptz(null=True, default=None)
