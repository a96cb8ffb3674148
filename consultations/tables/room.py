"""What happens in the room of a session: questions, who supports them, and dots (suara titik)."""

from piccolo.columns import UUID, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.keeping import KEEP
from consultations.tables.note import Note
from consultations.tables.session import Session
from consultations.vocabulary import QuestionState


class RoomQuestion(Table, tablename="room_question"):
    """A question or statement that somebody in the room wrote; no name is asked.

    ``element`` is what they said of themselves, if anything. ``note`` is set once it was taken
    down as a note and stands in the register.
    """

    id = UUID(primary_key=True)
    session = ForeignKey(Session, null=False, index=True, on_delete=KEEP)
    text = Text()
    element = Varchar(length=40, null=True, default=None)
    at = Timestamptz()
    state = Varchar(length=20, default=QuestionState.NEW.value)
    supports = Integer(default=0)
    answer = Text()
    answered_at = Timestamptz(null=True, default=None)
    hidden_for = Varchar(length=300)
    handled_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    note = ForeignKey(Note, null=True, default=None, on_delete=KEEP)
    idempotency_key = Varchar(length=64, unique=True)


class RoomSupport(Table, tablename="room_support"):
    """That a device or an account supports a question; once each."""

    id = UUID(primary_key=True)
    question = ForeignKey(RoomQuestion, null=False, on_delete=KEEP)
    supporter_hash = Varchar(length=64)
    at = Timestamptz()


class DotRound(Table, tablename="dot_round"):
    """A round of dot-voting; what was given is counted when it is closed."""

    id = UUID(primary_key=True)
    session = ForeignKey(Session, null=False, index=True, on_delete=KEEP)
    title = Varchar(length=200)
    # How many dots each voter has, by the rule at the time.
    dots = Integer()
    opened_at = Timestamptz()
    opened_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    closed_at = Timestamptz(null=True, default=None)
    voters = Integer(default=0)


class DotItem(Table, tablename="dot_item"):
    """What can be given a dot; ``dots`` is filled in when the round is closed."""

    id = UUID(primary_key=True)
    round = ForeignKey(DotRound, null=False, index=True, on_delete=KEEP)
    position = Integer()
    text = Text()
    dots = Integer(default=0)


class DotBallot(Table, tablename="dot_ballot"):
    """All dots of one voter as a JSON list of positions: one row, so never more than allowed."""

    id = UUID(primary_key=True)
    round = ForeignKey(DotRound, null=False, on_delete=KEEP)
    voter_hash = Varchar(length=64)
    choices = Text(default="[]")
    at = Timestamptz()
