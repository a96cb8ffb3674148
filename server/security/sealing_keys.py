"""The keys that seal original words: given by the environment, or kept in the data folder."""

import secrets
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet

from server.settings import Settings, SettingsError

NAME = "sealing.key"


def sealing_keys(settings: Settings) -> list[bytes]:
    """The Fernet keys of this installation, the one that seals first.

    ``REMBUK_KEY`` holds one or several, by commas: the first seals, the others open what earlier
    ones sealed. Without it a key is made at first use, readable by its owner only.
    """
    if not settings.key:
        return [_kept_key(settings.data)]
    keys = [key.strip().encode() for key in settings.key.split(",") if key.strip()]
    for key in keys:
        try:
            Fernet(key)
        except ValueError as error:
            raise SettingsError(
                "REMBUK_KEY must be 32 random bytes in URL-safe base64; several by commas."
            ) from error
    return keys


def _kept_key(folder: Path) -> bytes:
    path = folder / NAME
    with suppress(FileNotFoundError):
        return path.read_bytes().strip()
    folder.mkdir(parents=True, exist_ok=True)
    making = folder / f"{NAME}.{secrets.token_hex(4)}"
    making.touch(mode=0o600)
    making.write_bytes(Fernet.generate_key())
    try:
        # Whoever links first wins, so that processes that start together agree.
        with suppress(FileExistsError):
            path.hardlink_to(making)
    finally:
        making.unlink()
    return path.read_bytes().strip()
