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
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    ENTER_WORKSPACE = "enter_workspace"
    READ_REGISTER = "read_register"
    EDIT_DRAFT = "edit_draft"
    PUBLISH_DRAFT = "publish_draft"
    HOLD_SESSION = "hold_session"
    TAKE_NOTES = "take_notes"
    REVIEW_THEMES = "review_themes"
    RUN_ANALYSIS = "run_analysis"
    DECIDE = "decide"
    IMPORT_INPUT = "import_input"
    EXPORT_REGISTER = "export_register"
    KEEP_EVIDENCE = "keep_evidence"
    HOLD_ASSESSMENT = "hold_assessment"
    SCORE = "score"
    MANAGE_CONSULTATION = "manage_consultation"
    MANAGE_ACCOUNTS = "manage_accounts"


_TEAM = frozenset({Role.ADMINISTRATOR, Role.DRAFTER})
_ROOM = frozenset({Role.ADMINISTRATOR, Role.DRAFTER, Role.FACILITATOR, Role.NOTE_TAKER})

# ``None`` stands for everyone, guests included; an empty set for any signed-in account.
PERMISSIONS: dict[Permission, frozenset[Role] | None] = {
    Permission.READ_PUBLISHED: None,
    Permission.SUBMIT_INPUT: None,
    Permission.READ_OWN_RECEIPT: None,
    Permission.SIGN_IN: None,
    Permission.SIGN_OUT: frozenset(),
    Permission.ENTER_WORKSPACE: _ROOM,
    Permission.READ_REGISTER: _TEAM,
    Permission.EDIT_DRAFT: _TEAM,
    Permission.PUBLISH_DRAFT: _TEAM,
    Permission.HOLD_SESSION: frozenset({Role.ADMINISTRATOR, Role.DRAFTER, Role.FACILITATOR}),
    Permission.TAKE_NOTES: _ROOM,
    Permission.REVIEW_THEMES: _TEAM,
    Permission.RUN_ANALYSIS: _TEAM,
    Permission.DECIDE: _TEAM,
    Permission.IMPORT_INPUT: _TEAM,
    Permission.EXPORT_REGISTER: _TEAM,
    Permission.KEEP_EVIDENCE: _TEAM,
    Permission.HOLD_ASSESSMENT: _TEAM,
    # Whoever works on the consultation may be asked to score; the assessment names its scorers.
    Permission.SCORE: _ROOM,
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
