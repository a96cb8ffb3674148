"""Moderation: what waits to be looked at, what is hidden, what was done, and the sealed words."""

from piccolo.columns import (
    JSON,
    UUID,
    Boolean,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.consultation import Consultation
from consultations.tables.input import Input
from consultations.tables.keeping import KEEP
from consultations.tables.moderation_reason import ModerationReason
from consultations.tables.response import Response
from consultations.vocabulary import SpanState


class SealedOriginal(Table, tablename="sealed_original"):
    """An input's words as they came, encrypted; the input itself holds them with marks."""

    id = UUID(primary_key=True)
    input = ForeignKey(Input, null=False, unique=True, on_delete=KEEP)
    ciphertext = Text()
    sealed_at = Timestamptz()


class HiddenSpan(Table, tablename="hidden_span"):
    """Characters of the sealed words that are, were or may be hidden.

    ``field`` names the column of ``Input``; ``starts`` and ``ends`` count characters of the sealed
    words. ``reason`` is empty where the machine found the span and nobody has decided yet.
    """

    id = UUID(primary_key=True)
    input = ForeignKey(Input, null=False, index=True, on_delete=KEEP)
    field = Varchar(length=20)
    starts = Integer()
    ends = Integer()
    kind = Varchar(length=20)
    state = Varchar(length=12, default=SpanState.WAITING.value)
    reason = ForeignKey(ModerationReason, null=True, default=None, on_delete=KEEP)


class ModerationCase(Table, tablename="moderation_case"):
    """An input or a response that waits, or has waited, to be looked at.

    ``subject`` is the id of the one it is about; of a response ``input`` is what it responds to.
    ``version`` refuses a stale decision.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, on_delete=KEEP)
    subject = UUID(unique=True)
    input = ForeignKey(Input, null=False, index=True, on_delete=KEEP)
    response = ForeignKey(Response, null=True, default=None, on_delete=KEEP)
    waiting = Boolean(default=True)
    personal_data = Boolean(default=False)
    reports = Integer(default=0)
    flagged = Boolean(default=False)
    version = Integer(default=1)
    changed_at = Timestamptz()


class ModerationAct(Table, tablename="moderation_act"):
    """One act of moderation. ``note`` is the team's own; ``before`` is what an undo goes back to.

    ``batch`` joins the acts that were done at once.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    input = ForeignKey(Input, null=False, index=True, on_delete=KEEP)
    response = ForeignKey(Response, null=True, default=None, index=True, on_delete=KEEP)
    batch = UUID(index=True)
    action = Varchar(length=20)
    reason = ForeignKey(ModerationReason, null=True, default=None, on_delete=KEEP)
    note = Text()
    before = JSON(default="{}")
    case_version = Integer()
    account = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    at = Timestamptz()
    undone_at = Timestamptz(null=True, default=None)


class InputReport(Table, tablename="input_report"):
    """A reader's report of an input, or of a ``response`` to it.

    ``reporter_hash`` lets each person or device report each of them once.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    input = ForeignKey(Input, null=False, on_delete=KEEP)
    response = ForeignKey(Response, null=True, default=None, index=True, on_delete=KEEP)
    reason = ForeignKey(ModerationReason, null=False, on_delete=KEEP)
    note = Text()
    reporter_hash = Varchar(length=64)
    at = Timestamptz()
    closed_at = Timestamptz(null=True, default=None)
