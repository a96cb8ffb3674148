"""Keys of forms that were shown: unguessable, and telling for certain when they were shown.

A key is random, the second it was issued, and a signature over both with this installation's
secret. It makes a repeated submission the same one, and proves that a form was open in time.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from pathlib import Path

from consultations.clock import now

_SECRET_BYTES = 32


class _Installation:
    # Until the application has named its own: good for one process, such as a test.
    secret = secrets.token_bytes(_SECRET_BYTES)


def use_secret(secret: bytes) -> None:
    """Sign from now on with the secret of this installation."""
    _Installation.secret = secret


def secret_in(folder: Path) -> bytes:
    """The secret kept in the data folder; made at first use, readable by its owner only."""
    path = folder / "secret"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    folder.mkdir(parents=True, exist_ok=True)
    making = folder / f"secret.{secrets.token_hex(4)}"
    making.touch(mode=0o600)
    making.write_bytes(secrets.token_bytes(_SECRET_BYTES))
    try:
        # Whoever links first wins, so that processes that start together agree.
        path.hardlink_to(making)
    except FileExistsError:
        pass
    except OSError:
        # A file system without links: there the last one wins.
        making.replace(path)
    finally:
        making.unlink(missing_ok=True)
    return path.read_bytes()


def issue_key(opened_at: datetime | None = None) -> str:
    """A key for a form whose state was read at ``opened_at``, or now."""
    moment = int((opened_at or now()).timestamp())
    body = f"{secrets.token_urlsafe(24)}.{moment}"
    return f"{body}.{_signature(body)}"


def opened_at(key: str) -> datetime | None:
    """When the form with this key was shown; ``None`` unless the key is one of ours."""
    body, _, signature = key.rpartition(".")
    if not hmac.compare_digest(_signature(body).encode(), signature.encode()):
        return None
    return datetime.fromtimestamp(int(body.rpartition(".")[2]), UTC)


def _signature(body: str) -> str:
    digest = hmac.new(_Installation.secret, body.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest[:18]).decode()
