"""Who may do what: one table from permission to roles, and the predicate that reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from consultations.vocabulary import Role


class Permission(StrEnum):
    """An act that a route or a domain verb can ask leave for."""

    READ_PUBLISHED = "read_published"
    SUBMIT_INPUT = "submit_input"
    READ_OWN_RECEIPT = "read_own_receipt"
    CHANGE_OWN_INPUT = "change_own_input"
    READ_OWN_INPUTS = "read_own_inputs"
    TAKE_SIDE = "take_side"
    RESPOND = "respond"
    FOLLOW = "follow"
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    KEEP_OWN_ACCOUNT = "keep_own_account"
    ENTER_WORKSPACE = "enter_workspace"
    READ_REGISTER = "read_register"
    READ_PREVIEW = "read_preview"
    EDIT_DRAFT = "edit_draft"
    PUBLISH_DRAFT = "publish_draft"
    HOLD_SESSION = "hold_session"
    TAKE_NOTES = "take_notes"
    REGISTER = "register"
    KEEP_PARTICIPANTS = "keep_participants"
    CHECK_IN = "check_in"
    READ_OWN_NOTES = "read_own_notes"
    JOIN_ROOM = "join_room"
    KEEP_ROOM = "keep_room"
    KEEP_FOLLOW_UP = "keep_follow_up"
    ENTER_PAPER = "enter_paper"
    REVIEW_THEMES = "review_themes"
    RUN_ANALYSIS = "run_analysis"
    DECIDE = "decide"
    FINALISE = "finalise"
    REPORT_INPUT = "report_input"
    MODERATE = "moderate"
    READ_ORIGINAL = "read_original"
    IMPORT_INPUT = "import_input"
    EXPORT_REGISTER = "export_register"
    KEEP_EVIDENCE = "keep_evidence"
    HOLD_ASSESSMENT = "hold_assessment"
    SCORE = "score"
    KEEP_STATEMENTS = "keep_statements"
    HOLD_SURVEY = "hold_survey"
    ENTER_SURVEY = "enter_survey"
    KEEP_INNOVATIONS = "keep_innovations"
    READ_TRAIL = "read_trail"
    EDIT_CONSULTATION = "edit_consultation"
    ANNOUNCE_CONSULTATION = "announce_consultation"
    MANAGE_CONSULTATION = "manage_consultation"
    MANAGE_ACCOUNTS = "manage_accounts"


_TEAM = frozenset({Role.ADMINISTRATOR, Role.DRAFTER})
_HOLDERS = frozenset({Role.ADMINISTRATOR, Role.DRAFTER, Role.FACILITATOR})
_ROOM = frozenset({Role.ADMINISTRATOR, Role.DRAFTER, Role.FACILITATOR, Role.NOTE_TAKER})

# ``None`` stands for everyone, guests included; an empty set for any signed-in account.
PERMISSIONS: dict[Permission, frozenset[Role] | None] = {
    Permission.READ_PUBLISHED: None,
    Permission.SUBMIT_INPUT: None,
    Permission.READ_OWN_RECEIPT: None,
    Permission.CHANGE_OWN_INPUT: None,
    Permission.READ_OWN_INPUTS: frozenset(),
    Permission.TAKE_SIDE: None,
    Permission.RESPOND: None,
    # Whoever holds the link's secret may read: the token is the leave.
    Permission.READ_PREVIEW: None,
    Permission.FOLLOW: None,
    Permission.SIGN_IN: None,
    Permission.SIGN_OUT: frozenset(),
    Permission.KEEP_OWN_ACCOUNT: frozenset(),
    Permission.ENTER_WORKSPACE: _ROOM,
    Permission.READ_REGISTER: _TEAM,
    Permission.EDIT_DRAFT: _TEAM,
    Permission.PUBLISH_DRAFT: _TEAM,
    Permission.HOLD_SESSION: _HOLDERS,
    Permission.TAKE_NOTES: _ROOM,
    # Whether a session is open to all is the session's affair; a private link is its own leave.
    Permission.REGISTER: None,
    # Addresses, phone numbers and needs are read by fewer people than see who is there.
    Permission.KEEP_PARTICIPANTS: _HOLDERS,
    Permission.CHECK_IN: _ROOM,
    # Whoever holds the link's secret is the participant it was made for.
    Permission.READ_OWN_NOTES: None,
    # Whoever has the session's code is in its room.
    Permission.JOIN_ROOM: None,
    # In a small team the one who keeps the time and the questions is whoever has a hand free.
    Permission.KEEP_ROOM: _ROOM,
    Permission.KEEP_FOLLOW_UP: frozenset({Role.ADMINISTRATOR, Role.DRAFTER, Role.FACILITATOR}),
    # Whoever may write down what is said may write down what came on paper.
    Permission.ENTER_PAPER: _ROOM,
    Permission.REVIEW_THEMES: _TEAM,
    Permission.RUN_ANALYSIS: _TEAM,
    Permission.DECIDE: _TEAM,
    Permission.FINALISE: _TEAM,
    Permission.REPORT_INPUT: None,
    Permission.MODERATE: _TEAM,
    # Sealed words are opened by fewer people than read the register, should a ministry want so.
    Permission.READ_ORIGINAL: _TEAM,
    Permission.IMPORT_INPUT: _TEAM,
    Permission.EXPORT_REGISTER: _TEAM,
    Permission.KEEP_EVIDENCE: _TEAM,
    Permission.HOLD_ASSESSMENT: _TEAM,
    # Whoever works on the consultation may be asked to score; the assessment names its scorers.
    Permission.SCORE: _ROOM,
    Permission.KEEP_STATEMENTS: _TEAM,
    Permission.HOLD_SURVEY: _TEAM,
    # Sheets of paper are typed in by whoever sits at the desk.
    Permission.ENTER_SURVEY: _ROOM,
    Permission.KEEP_INNOVATIONS: _TEAM,
    Permission.READ_TRAIL: _TEAM,
    # The drafting team answers for its consultation's words and dates, so it writes them and
    # says when the public may see them; that a consultation exists is the administrator's act.
    Permission.EDIT_CONSULTATION: _TEAM,
    Permission.ANNOUNCE_CONSULTATION: _TEAM,
    Permission.MANAGE_CONSULTATION: frozenset({Role.ADMINISTRATOR}),
    Permission.MANAGE_ACCOUNTS: frozenset({Role.ADMINISTRATOR}),
}


@dataclass(frozen=True, slots=True)
class Grant:
    """A role somebody holds: everywhere, in one consultation, or in one session of it."""

    role: Role
    consultation: UUID | None = None
    session: UUID | None = None

    def covers(self, consultation: UUID | None, session: UUID | None) -> bool:
        """Whether the grant reaches the place the act happens in."""
        if self.consultation is None:
            return self.role is Role.ADMINISTRATOR
        if self.consultation != consultation:
            return False
        return self.session is None or self.session == session


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever makes the request: a guest has no account and no grants."""

    account: UUID | None = None
    name: str = ""
    grants: tuple[Grant, ...] = ()

    @property
    def is_guest(self) -> bool:
        return self.account is None

    @property
    def helps_in_sessions(self) -> bool:
        """Whether a role of theirs is for one session."""
        return any(grant.session is not None for grant in self.grants)

    @property
    def only_helps_in_sessions(self) -> bool:
        """Whether all of their roles are for single sessions: they have no other place of work."""
        return self.helps_in_sessions and all(grant.session for grant in self.grants)


GUEST = Visitor()


def roles_in(
    grants: Iterable[Grant], *, consultation: UUID | None, session: UUID | None = None
) -> frozenset[Role]:
    """The roles that hold in this place."""
    return frozenset(grant.role for grant in grants if grant.covers(consultation, session))


def may(
    visitor: Visitor,
    permission: Permission,
    *,
    consultation: UUID | None = None,
    session: UUID | None = None,
) -> bool:
    """Whether the visitor may do this here."""
    allowed = PERMISSIONS[permission]
    if allowed is None:
        return True
    if visitor.is_guest:
        return False
    if not allowed:
        return True
    return bool(allowed & roles_in(visitor.grants, consultation=consultation, session=session))


def is_public(permission: Permission) -> bool:
    """Whether the permission asks for nothing, not even an account."""
    return PERMISSIONS[permission] is None


def may_see(visitor: Visitor, *, consultation: UUID, announced: bool) -> bool:
    """Whether it exists for this visitor: until it is announced, for its own people only."""
    return announced or any(
        grant.role is Role.ADMINISTRATOR or grant.consultation == consultation
        for grant in visitor.grants
    )
