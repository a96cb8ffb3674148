"""Private links that need no row: an id, signed with the installation's secret.

The database alone therefore opens nobody's receipt and nobody's subscription, and a letter sent
years later can still carry a link that works.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from enum import StrEnum
from uuid import UUID

_ID_LENGTH = 22


class LinkPurpose(StrEnum):
    """What a signed link opens; a link for one purpose is worthless for another."""

    RECEIPT = "receipt"
    FOLLOW = "follow"
    PARTICIPANT = "participant"
    PRESENCE = "presence"
    READ_BACK = "read_back"


class _Installation:
    # Until the application has named its own: good for one process, such as a test.
    key = secrets.token_bytes(32)


def use_link_secret(secret: bytes) -> None:
    """Sign links from now on with a key derived from the installation's secret."""
    _Installation.key = hmac.digest(secret, b"rembuk signed links", hashlib.sha256)


def signed(purpose: LinkPurpose, subject: UUID) -> str:
    """The token that proves its holder got it from us: for a letter to the person concerned."""
    name = _encoded(subject.bytes)
    return f"{name}.{_signature(purpose, name)}"


def read_signed(purpose: LinkPurpose, token: str) -> UUID | None:
    """Which row a token opens; ``None`` unless we signed it for this purpose."""
    name, _, signature = token.partition(".")
    expected = _signature(purpose, name)
    if len(name) != _ID_LENGTH or not hmac.compare_digest(expected.encode(), signature.encode()):
        return None
    return UUID(bytes=urlsafe_b64decode(name + "=="))


def source_hash(source: str) -> str:
    """A keyed hash of where a request came from, so that no network address is stored."""
    return hmac.new(_Installation.key, f"source:{source}".encode(), hashlib.sha256).hexdigest()


def _signature(purpose: LinkPurpose, name: str) -> str:
    message = f"{purpose.value}:{name}".encode()
    return _encoded(hmac.digest(_Installation.key, message, hashlib.sha256)[:24])


def _encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
