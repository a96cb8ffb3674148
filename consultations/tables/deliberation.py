"""Deliberation (pembahasan): how the team comes to a decision on a theme or a single input."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.answer import Disposition
from consultations.tables.consultation import Consultation
from consultations.tables.input import Input
from consultations.tables.keeping import KEEP
from consultations.vocabulary import DeliberationState


class Deliberation(Table):
    """What is being decided, by whom and until when; nothing of it is public.

    It is about a theme (through its ``disposition``) or about one ``input``. ``decision`` is empty
    until something is decided; ``pending`` says that its words are not (or no longer) the public
    ones. ``version`` refuses an edit made on an older reading.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    disposition = ForeignKey(Disposition, null=True, default=None, unique=True, on_delete=KEEP)
    input = ForeignKey(Input, null=True, default=None, unique=True, on_delete=KEEP)
    option = Varchar(length=40)
    decision = Varchar(length=40)
    reason = Text()
    reply = Text()
    state = Varchar(length=12, default=DeliberationState.DRAFT.value)
    pending = Boolean(default=False)
    remark = Text()
    version = Integer(default=0)
    written_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    written_at = Timestamptz(null=True, default=None)
    assignee = ForeignKey(Account, null=True, default=None, index=True, on_delete=KEEP)
    due_on = Date(null=True, default=None)
    published_at = Timestamptz(null=True, default=None)


class DeliberationStep(Table, tablename="deliberation_step"):
    """What the decision was after one act: the step before it says what it was before.

    Steps made together share a ``batch``, so that they can be undone together.
    """

    id = UUID(primary_key=True)
    deliberation = ForeignKey(Deliberation, null=False, index=True, on_delete=KEEP)
    act = Varchar(length=12)
    option = Varchar(length=40)
    decision = Varchar(length=40)
    reason = Text()
    reply = Text()
    state = Varchar(length=12)
    remark = Text()
    version = Integer()
    batch = UUID(null=True, default=None, index=True)
    at = Timestamptz()
    by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)


class DeliberationNote(Table, tablename="deliberation_note"):
    """A note that only the team reads."""

    id = UUID(primary_key=True)
    deliberation = ForeignKey(Deliberation, null=False, index=True, on_delete=KEEP)
    text = Text()
    at = Timestamptz()
    by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
