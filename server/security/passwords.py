"""Passwords: argon2id, always in a thread, and a sign-in that takes as long for nobody."""

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from consultations.signing_in import (
    SignIn,
    password_hash_for,
    refuse_sign_in,
    start_sign_in,
)

SHORTEST = 12

_hasher = PasswordHasher()


async def hash_password(password: str) -> str:
    """The argon2id hash of a password, made off the event loop."""
    return await asyncio.to_thread(_hasher.hash, password)


async def sign_in_with_password(*, email: str, password: str) -> SignIn:
    """Sign in, or raise ``SignInRefused`` or ``TooManyAttempts``.

    An unknown address is checked against a dummy hash, so that neither the words nor the time of
    the answer tell whether an account exists.
    """
    account, stored = await password_hash_for(email=email)
    fits = await asyncio.to_thread(_fits, stored or _dummy(), password)
    if account is None or stored is None or not fits:
        await refuse_sign_in(email=email)
    return await start_sign_in(account=account)


def _fits(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _dummy() -> str:
    return _hasher.hash("nobody's password")
