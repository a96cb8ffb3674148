"""Tokens: made unguessable, handed out once, kept only as hashes."""

import hashlib
import secrets


def new_token() -> str:
    """A URL-safe token with 192 bits of randomness."""
    return secrets.token_urlsafe(24)


def token_hash(token: str) -> str:
    """SHA-256 in hex: the only form in which a token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()
