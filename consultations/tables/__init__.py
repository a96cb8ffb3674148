"""The domain's tables, one file per noun."""

from consultations.tables.account import (
    Account,
    SignInFailure,
    SignInLink,
    SignInSession,
)
from consultations.tables.answer import Disposition, Reply
from consultations.tables.audit_entry import AuditEntry
from consultations.tables.consultation import Consultation, Phase
from consultations.tables.draft import DraftVersion, Unit
from consultations.tables.input import Input
from consultations.tables.note import Note
from consultations.tables.role_grant import RoleGrant
from consultations.tables.session import Session
from consultations.tables.theme import Theme, ThemeMember

__all__ = [
    "Account",
    "AuditEntry",
    "Consultation",
    "Disposition",
    "DraftVersion",
    "Input",
    "Note",
    "Phase",
    "Reply",
    "RoleGrant",
    "Session",
    "SignInFailure",
    "SignInLink",
    "SignInSession",
    "Theme",
    "ThemeMember",
    "Unit",
]
