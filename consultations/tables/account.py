"""Accounts and their sign-ins."""

from piccolo.columns import (
    UUID,
    Boolean,
    ForeignKey,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from consultations.tables.keeping import KEEP


class Account(Table):
    """A person who signs in. Guests have none."""

    id = UUID(primary_key=True)
    email = Varchar(length=254, unique=True)
    name = Varchar(length=120)
    password_hash = Varchar(length=255, null=True, default=None)
    active = Boolean(default=True)
    # The language its owner last chose to read in: letters are written in it.
    locale = Varchar(length=2, default="id")
    created_at = Timestamptz()


class SignInSession(Table, tablename="sign_in_session"):
    """One signed-in browser. Only the SHA-256 of its token is kept."""

    id = UUID(primary_key=True)
    token_hash = Varchar(length=64, unique=True)
    account = ForeignKey(Account, null=False, index=True, on_delete=KEEP)
    created_at = Timestamptz()
    expires_at = Timestamptz()
    # Browser and system in a word each, so that their owner can tell sign-ins apart.
    browser = Varchar(length=60, null=True, default=None)


class SignInLink(Table, tablename="sign_in_link"):
    """A single-use link that signs an account in. Only the SHA-256 of its token is kept."""

    id = UUID(primary_key=True)
    token_hash = Varchar(length=64, unique=True)
    account = ForeignKey(Account, null=False, on_delete=KEEP)
    expires_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)


class SignInFailure(Table, tablename="sign_in_failure"):
    """A failed password attempt, by hash of what was tried, to slow down guessing."""

    id = UUID(primary_key=True)
    subject_hash = Varchar(length=64, index=True)
    at = Timestamptz()
