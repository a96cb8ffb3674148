"""Notes (catatan) taken in a session."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.input import Input
from consultations.tables.keeping import KEEP
from consultations.tables.participant import Participant
from consultations.tables.session import BreakoutGroup, GuideQuestion, Session


class Note(Table):
    """One thing said in a session. Its words and its speaker's element are in its input.

    ``version`` goes up with every edit and refuses one made on an older reading. ``device`` and
    ``device_number`` say where and as which one the note was written, perhaps while the network
    was away. ``change`` is the session's count of changes at the note's latest one.
    """

    id = UUID(primary_key=True)
    session = ForeignKey(Session, null=False, index=True, on_delete=KEEP)
    position = Integer()
    input = ForeignKey(Input, null=False, unique=True, on_delete=KEEP)
    speaker_code = Varchar(length=12)
    participant = ForeignKey(Participant, null=True, default=None, on_delete=KEEP)
    question = ForeignKey(GuideQuestion, null=True, default=None, on_delete=KEEP)
    group = ForeignKey(BreakoutGroup, null=True, default=None, on_delete=KEEP)
    form = Varchar(length=12)
    stance = Varchar(length=12, null=True, default=None)
    # How far the room agreed with the statement, and how many were for, between and against.
    agreement = Varchar(length=12, null=True, default=None)
    agreeing = Integer(null=True, default=None)
    neutral = Integer(null=True, default=None)
    disagreeing = Integer(null=True, default=None)
    dissent = Text(null=True, default=None)
    noted_at = Timestamptz()
    noted_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    version = Integer(default=1)
    change = Integer(default=0)
    edited_at = Timestamptz(null=True, default=None)
    edited_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    device = Varchar(length=40, null=True, default=None)
    device_number = Integer(null=True, default=None)
    # Written before the session was closed, arrived after it (menyusul).
    late = Boolean(default=False)
    # Taken out by the team, with the reason; its input is withdrawn with it.
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    withdrawn_for = Text(null=True, default=None)
    # Read back to its speaker: confirmed, or corrected with the correction kept beside it.
    verified_at = Timestamptz(null=True, default=None)
    # By the speaker, or aloud before the forum; empty unless verified.
    verified_how = Varchar(length=12, null=True, default=None)
    correction = Text(null=True, default=None)


class NoteEdition(Table, tablename="note_edition"):
    """What a note said before an edit; its input's earlier words are in ``InputEdition``."""

    id = UUID(primary_key=True)
    note = ForeignKey(Note, null=False, index=True, on_delete=KEEP)
    version = Integer()
    text = Text()
    dissent = Text(null=True, default=None)
    # The other fields as JSON: who spoke, on what, how far the room agreed.
    facts = Text(default="{}")
    replaced_at = Timestamptz()
    replaced_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
