"""The mark of a guest's browser: random, signed, set on taking a side, reporting, in a room."""

import hashlib
import hmac
import os
import secrets
from functools import cache
from pathlib import Path

from litestar.datastructures import Cookie

DEVICE_COOKIE = "rembuk_perangkat"
_YEAR = 365 * 24 * 3600


def new_mark(key_file: Path) -> str:
    """A mark that no browser has yet."""
    mark = secrets.token_urlsafe(18)
    return f"{mark}.{_signature(key_file, mark)}"


def read_mark(key_file: Path, cookie: str | None) -> str | None:
    """The mark in a cookie, if we signed it."""
    mark, _, signature = (cookie or "").partition(".")
    if not signature or not hmac.compare_digest(
        signature.encode(), _signature(key_file, mark).encode()
    ):
        return None
    return cookie


def device_cookie(mark: str, *, secure: bool) -> Cookie:
    """The cookie that brings a mark back."""
    return Cookie(
        key=DEVICE_COOKIE,
        value=mark,
        max_age=_YEAR,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def _signature(key_file: Path, mark: str) -> str:
    return hmac.new(_key(key_file), mark.encode(), hashlib.sha256).hexdigest()[:32]


@cache
def _key(key_file: Path) -> bytes:
    key_file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return key_file.read_bytes()
    key = secrets.token_bytes(32)
    with os.fdopen(handle, "wb") as file:
        file.write(key)
    return key
