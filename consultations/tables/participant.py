"""Participants of sessions (peserta): invited, registered, present."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.keeping import KEEP
from consultations.tables.session import BreakoutGroup, Session
from consultations.vocabulary import Attendance, RegistrationState


class Participant(Table):
    """One person of one session. No identity number is ever kept.

    ``position`` is the number in ``code`` ("P7"), which stands for the person in the notes;
    ``token_hash`` is the SHA-256 of the secret that opens the person's own page.
    """

    id = UUID(primary_key=True)
    session = ForeignKey(Session, null=False, index=True, on_delete=KEEP)
    position = Integer()
    code = Varchar(length=12)
    name = Varchar(length=120)
    element = Varchar(length=40)
    organisation = Varchar(length=200)
    job = Varchar(length=120)
    # "L" or "P" as attendance lists ask for it, or empty.
    sex = Varchar(length=1)
    region = Varchar(length=60, null=True, default=None)
    vulnerable_group = Varchar(length=40, null=True, default=None)
    email = Varchar(length=254, null=True, default=None)
    phone = Varchar(length=30, null=True, default=None)
    locale = Varchar(length=5, null=True, default=None)
    # What the person needs to take part; only with a consent of its own, and only for the team.
    needs = Text(null=True, default=None)
    needs_consent_at = Timestamptz(null=True, default=None)
    consent_at = Timestamptz(null=True, default=None)
    # That the name may stand beside what the person said, where the session names its speakers.
    name_consent_at = Timestamptz(null=True, default=None)
    state = Varchar(length=20, default=RegistrationState.REGISTERED.value)
    attendance = Varchar(length=12, default=Attendance.IN_PERSON.value)
    group = ForeignKey(BreakoutGroup, null=True, default=None, on_delete=KEEP)
    account = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    walk_in = Boolean(default=False)
    token_hash = Varchar(length=64, unique=True)
    idempotency_key = Varchar(length=64, unique=True)
    invited_at = Timestamptz(null=True, default=None)
    registered_at = Timestamptz(null=True, default=None)
    attended_at = Timestamptz(null=True, default=None)
    attended_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
