"""Short statements (pernyataan) that people agree or disagree with, and their votes."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.consultation import Consultation
from consultations.tables.input import Input
from consultations.tables.keeping import KEEP
from consultations.tables.session import Session
from consultations.vocabulary import StatementOrigin, StatementState


class PollStatement(Table, tablename="statement"):
    """One statement. Its words never change once it is there: votes are about these words.

    ``number`` is its own in the consultation and stays; ``position`` is the order of asking.
    ``author_hash`` tells a participant who proposed it from others, as a voter is told.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    session = ForeignKey(Session, null=True, default=None, on_delete=KEEP)
    number = Integer()
    position = Integer()
    text = Text()
    origin = Varchar(length=12, default=StatementOrigin.TEAM.value)
    input = ForeignKey(Input, null=True, default=None, on_delete=KEEP)
    state = Varchar(length=14, default=StatementState.OPEN.value)
    author_hash = Varchar(length=64, default="")
    created_at = Timestamptz()
    created_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)


class StatementVote(Table, tablename="statement_vote"):
    """What one person says of a statement: 1 agree, -1 disagree, 0 pass; the last one counts.

    ``voter_hash`` is the SHA-256 of an account or of the random mark of a guest's browser. It is
    unique for a statement.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, on_delete=KEEP)
    statement = ForeignKey(PollStatement, null=False, on_delete=KEEP)
    voter_hash = Varchar(length=64)
    vote = Integer()
    at = Timestamptz()


class PollTerms(Table, tablename="poll_terms"):
    """How a consultation's statements are voted on.

    ``groups_shown_at`` is since when everybody may read which groups of opinion there are.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, unique=True, on_delete=KEEP)
    participants_propose = Boolean(default=False)
    groups_shown_at = Timestamptz(null=True, default=None)
