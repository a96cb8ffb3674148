"""FKP and FGD sessions (sesi), and what is prepared for them."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.consultation import Consultation
from consultations.tables.keeping import KEEP
from consultations.vocabulary import Attribution, SessionAdmission


class Session(Table):
    """One FKP or FGD meeting of a consultation.

    ``code`` opens the participants' pages without an account. ``required`` ones must have their
    signed record before the roadmap can be final.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    kind = Varchar(length=10)
    title = Varchar(length=200)
    theme = Varchar(length=200)
    place = Varchar(length=200)
    link = Varchar(length=500)
    moderator = Varchar(length=120)
    starts_at = Timestamptz()
    ends_at = Timestamptz(null=True, default=None)
    # Empty where as many may come as want to.
    capacity = Integer(null=True, default=None)
    admission = Varchar(length=12, default=SessionAdmission.OPEN.value)
    attribution = Varchar(length=20, default=Attribution.ELEMENT_ONLY.value)
    # Whether people are asked, with their consent, what they need to take part.
    asks_needs = Boolean(default=True)
    legal_basis = Text()
    letterhead = Text()
    opening_script = Text()
    code = Varchar(length=12)
    required = Boolean(default=False)
    version = Integer(default=1)
    started_at = Timestamptz(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    # Called off, and the reason that everybody who is concerned is told.
    cancelled_at = Timestamptz(null=True, default=None)
    cancelled_for = Varchar(length=300, default="")
    last_note = Integer(default=0)
    # Goes up with every change of any note, so that a screen can ask for what it has missed.
    last_change = Integer(default=0)
    last_participant = Integer(default=0)
    # Goes up with whatever the telephones in the room show.
    room_change = Integer(default=0)
    # Goes up with every vote; how many there are is shown to the team and on the projector only.
    room_votes = Integer(default=0)
    # The question or the statement on the projector: one of them, or neither.
    pinned_question = UUID(null=True, default=None)
    pinned_statement = UUID(null=True, default=None)


class SessionUnit(Table, tablename="session_unit"):
    """A unit of the draft that a session is about, by its identity across versions."""

    id = UUID(primary_key=True)
    session = ForeignKey(Session, null=False, index=True, on_delete=KEEP)
    identity = UUID()


class AgendaItem(Table, tablename="agenda_item"):
    """A step of a session's agenda (acara) with the minutes meant for it."""

    id = UUID(primary_key=True)
    session = ForeignKey(Session, null=False, index=True, on_delete=KEEP)
    position = Integer()
    title = Varchar(length=200)
    speaker = Varchar(length=120)
    minutes = Integer()
    started_at = Timestamptz(null=True, default=None)
    # The timer stands still from then on; earlier pauses are summed in seconds.
    paused_at = Timestamptz(null=True, default=None)
    paused_seconds = Integer(default=0)
    finished_at = Timestamptz(null=True, default=None)


class GuideQuestion(Table, tablename="guide_question"):
    """A question of the discussion guide (panduan diskusi), from opening to closing."""

    id = UUID(primary_key=True)
    session = ForeignKey(Session, null=False, index=True, on_delete=KEEP)
    position = Integer()
    part = Varchar(length=12)
    text = Text()


class TeamMember(Table, tablename="team_member"):
    """Who runs a session, and as what; the account is empty for people without one."""

    id = UUID(primary_key=True)
    session = ForeignKey(Session, null=False, index=True, on_delete=KEEP)
    duty = Varchar(length=20)
    name = Varchar(length=120)
    account = ForeignKey(Account, null=True, default=None, on_delete=KEEP)


class ChecklistItem(Table, tablename="checklist_item"):
    """What a session needs before, during and after it, by rule or by the team's own wish."""

    id = UUID(primary_key=True)
    session = ForeignKey(Session, null=False, index=True, on_delete=KEEP)
    step = Varchar(length=20)
    position = Integer()
    text = Varchar(length=300)
    note = Varchar(length=300)
    done_at = Timestamptz(null=True, default=None)
    done_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)


class BreakoutGroup(Table, tablename="breakout_group"):
    """A small group (kelompok kecil) inside a session."""

    id = UUID(primary_key=True)
    session = ForeignKey(Session, null=False, index=True, on_delete=KEEP)
    position = Integer()
    name = Varchar(length=120)


class ParticipationTarget(Table, tablename="participation_target"):
    """How many people of one kind a session wants to hear; an empty region means any."""

    id = UUID(primary_key=True)
    session = ForeignKey(Session, null=False, index=True, on_delete=KEEP)
    position = Integer()
    element = Varchar(length=40)
    region = Varchar(length=60, null=True, default=None)
    vulnerable_group = Varchar(length=40, null=True, default=None)
    wanted = Integer()
