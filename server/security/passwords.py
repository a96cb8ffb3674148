"""Passwords: argon2id, always in a thread, and a sign-in that takes as long for nobody."""

import asyncio
from functools import cache
from pathlib import Path
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from consultations.signing_in import (
    SignIn,
    password_hash_for,
    refuse_sign_in,
    start_sign_in,
)
from consultations.vocabulary import N_

SHORTEST = 12
FEWEST_DIFFERENT = 5
# Long enough and yet among the first to be tried; blanks, case and digits at the end don't help.
COMMON = frozenset(Path(__file__).with_name("common_passwords.txt").read_text().split())
# Stretches of these, in either direction, are no secret.
ROWS = ("qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnopqrstuvwxyz", "1234567890" * 5)

_hasher = PasswordHasher()


async def hash_password(password: str) -> str:
    """The argon2id hash of a password, made off the event loop."""
    return await asyncio.to_thread(_hasher.hash, password)


def password_problem(password: str, *, email: str = "", name: str = "") -> str | None:
    """Why a password would be guessed (a gettext message id), or ``None``."""
    if len(password) < SHORTEST:
        return N_("Kata sandi paling sedikit 12 karakter.")
    plain = "".join(password.lower().split())
    core = plain.rstrip("0123456789!.")
    in_a_row = any(plain in row or plain[::-1] in row for row in ROWS)
    if {core, plain} & COMMON or in_a_row or len(set(plain)) < FEWEST_DIFFERENT:
        return N_("Kata sandi ini terlalu mudah ditebak.")
    own = {email.lower(), email.partition("@")[0].lower(), "".join(name.lower().split())}
    if {core, plain} & own:
        return N_("Jangan memakai nama atau surel sendiri sebagai kata sandi.")
    return None


async def check_own_password(*, account: UUID, email: str, password: str) -> None:
    """Raise ``SignInRefused`` or ``TooManyAttempts`` unless it is the account's present one."""
    known, stored = await password_hash_for(email=email)
    fits = await asyncio.to_thread(_fits, stored or _dummy(), password)
    if known != account or stored is None or not fits:
        await refuse_sign_in(email=email)


async def sign_in_with_password(*, email: str, password: str, browser: str = "") -> SignIn:
    """Sign in, or raise ``SignInRefused`` or ``TooManyAttempts``.

    An unknown address is checked against a dummy hash, so that neither the words nor the time of
    the answer tell whether an account exists.
    """
    account, stored = await password_hash_for(email=email)
    fits = await asyncio.to_thread(_fits, stored or _dummy(), password)
    if account is None or stored is None or not fits:
        await refuse_sign_in(email=email)
    return await start_sign_in(account=account, browser=browser)


def _fits(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _dummy() -> str:
    return _hasher.hash("nobody's password")
