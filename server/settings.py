"""Every setting, read from the environment; each has a default that works on one machine."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from analysis.private_networks import may_be_near

SMTP_SECURITIES = ("starttls", "tls", "none")
CHECKOUT = Path(__file__).resolve().parent.parent


_YES = frozenset({"yes", "true", "on", "1", "ya"})
_NO = frozenset({"no", "false", "off", "0", "tidak"})


class SettingsError(Exception):
    """A setting holds something that can't work."""


def _setting(variable: str, meaning: str, default: Any = "") -> Any:
    return field(default=default, metadata={"variable": variable, "meaning": meaning})


@dataclass(frozen=True, slots=True)
class Settings:
    """How this installation runs. ``Settings.table()`` documents it."""

    data: Path = _setting(  # noqa: RUF009 - the default is immutable
        "REMBUK_DATA", "folder of the embedded database and the caches", CHECKOUT / ".data"
    )
    database_url: str = _setting(
        "REMBUK_DATABASE_URL", "postgresql://… for PostgreSQL; empty for the embedded SQLite"
    )
    host: str = _setting("REMBUK_HOST", "address the web server listens on", "127.0.0.1")
    port: int = _setting("REMBUK_PORT", "port the web server listens on", 8000)
    origin: str = _setting(
        "REMBUK_ORIGIN",
        "public address, such as https://rembuk.go.id; needed behind a proxy",
    )
    trusted_proxies: str = _setting(
        "REMBUK_TRUSTED_PROXIES",
        "addresses of proxies whose forwarding headers count; empty: 127.0.0.1 if REMBUK_ORIGIN "
        "is set, else none",
    )
    address_burst: int = _setting(
        "REMBUK_ADDRESS_BURST",
        "inputs (and responses) that may come from one address at once; 0: no limit",
        600,
    )
    address_per_minute: int = _setting(
        "REMBUK_ADDRESS_PER_MINUTE", "and how many more each minute", 600
    )
    key: str = _setting(
        "REMBUK_KEY",
        "key that seals original words (Fernet; several by commas, the first seals); "
        "empty: a file in the data folder",
    )
    model: str = _setting(
        "REMBUK_MODEL",
        "folder or name of another Sentence Transformers model; empty for the bundled one",
    )
    endpoint: str = _setting(
        "REMBUK_ENDPOINT",
        "address of an OpenAI-compatible language model, such as http://127.0.0.1:8080/v1, that "
        "drafts names and briefs of themes when it is asked to; empty: none",
    )
    endpoint_model: str = _setting("REMBUK_ENDPOINT_MODEL", "name of the model there")
    endpoint_key: str = _setting(
        "REMBUK_ENDPOINT_KEY",
        "key to be let in there; empty: the data folder's endpoint.key, if there is one",
    )
    endpoint_timeout: int = _setting(
        "REMBUK_ENDPOINT_TIMEOUT", "seconds that an answer from there may take", 120
    )
    endpoint_elsewhere: bool = _setting(
        "REMBUK_ENDPOINT_ELSEWHERE",
        "yes: it may lie outside this machine and private networks, and texts leave them",
        default=False,
    )
    secret: str = _setting(
        "REMBUK_SECRET",
        "signs forms; the same on all hosts where there are several, else kept in the data folder",
    )
    smtp_host: str = _setting(
        "REMBUK_SMTP_HOST", "server that sends mail; empty where no mail is sent"
    )
    smtp_port: int = _setting("REMBUK_SMTP_PORT", "its port", 587)
    smtp_user: str = _setting("REMBUK_SMTP_USER", "name to sign in to it with; empty without")
    smtp_password: str = _setting("REMBUK_SMTP_PASSWORD", "password to sign in to it with")
    smtp_security: str = _setting(
        "REMBUK_SMTP_SECURITY",
        "starttls, tls (from the first byte, usually port 465) or none",
        "starttls",
    )
    mail_from: str = _setting(
        "REMBUK_MAIL_FROM",
        "sender of all mail, such as Rembuk <rembuk@contoh.go.id>; needed to send any",
    )
    offline_notes: bool = _setting(
        "REMBUK_OFFLINE_NOTES",
        "whether note pages work without a network; no: they forget it",
        default=True,
    )
    pool: int = _setting("REMBUK_POOL", "largest number of PostgreSQL connections a process", 10)

    @property
    def sqlite_path(self) -> Path:
        return self.data / "rembuk.sqlite"

    @property
    def evidence(self) -> Path:
        """Folder of the evidence files; every web process must see the same one."""
        return self.data / "bukti"

    @property
    def device_key(self) -> Path:
        """File of the key that signs guests' marks; made when first needed."""
        return self.data / "kunci-perangkat"

    @property
    def model_cache(self) -> Path:
        return self.data / "model"

    @property
    def likeness_socket(self) -> Path:
        return self.data / "likeness.sock"

    @property
    def proxies(self) -> str:
        """Whose forwarding headers are believed; nobody's where no proxy is to be expected."""
        return self.trusted_proxies or ("127.0.0.1" if self.origin else "")

    @property
    def endpoint_is_on(self) -> bool:
        """Whether a language model may be asked to draft names and briefs of themes."""
        return bool(self.endpoint)

    @property
    def drafting(self) -> str:
        """Where drafts are written, for what pages promise: "dekat", "luar", or nowhere."""
        if not self.endpoint_is_on:
            return ""
        return "luar" if self.endpoint_elsewhere else "dekat"

    @property
    def mail_is_on(self) -> bool:
        return bool(self.smtp_host)

    @property
    def is_secure(self) -> bool:
        """Whether visitors come over TLS: cookies are then sent nowhere else."""
        return self.origin.startswith("https://")

    @property
    def address(self) -> str:
        """Where links point to."""
        return self.origin.rstrip("/") or f"http://{self.host}:{self.port}"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the settings; ``SettingsError`` names the one that can't work."""
        values: dict[str, Any] = {}
        for setting in fields(cls):
            given = environment.get(setting.metadata["variable"], "").strip()
            if given:
                values[setting.name] = _read(setting.metadata["variable"], setting.default, given)
        settings = cls(**values)
        _check(settings)
        return settings

    @classmethod
    def table(cls) -> list[tuple[str, str, str]]:
        """Variable, meaning and default of each setting."""
        return [
            (
                setting.metadata["variable"],
                setting.metadata["meaning"],
                _shown(setting.name, setting.default),
            )
            for setting in fields(cls)
        ]


def _shown(name: str, default: Any) -> str:
    if isinstance(default, bool):
        return "yes" if default else "no"
    return ".data" if name == "data" else str(default)


def _read(variable: str, default: Any, given: str) -> Any:
    if isinstance(default, Path):
        return Path(given).expanduser().resolve()
    if isinstance(default, bool):
        if given.lower() not in _YES | _NO:
            raise SettingsError(f"{variable} must be yes or no, not {given!r}.")
        return given.lower() in _YES
    if isinstance(default, int):
        try:
            return int(given)
        except ValueError as error:
            raise SettingsError(f"{variable} must be a whole number, not {given!r}.") from error
    return given


def _check(settings: Settings) -> None:
    _check_mail(settings)
    _check_endpoint(settings)
    if settings.database_url and not settings.database_url.startswith("postgres"):
        raise SettingsError("REMBUK_DATABASE_URL must begin with postgresql:// (or be empty).")
    if not 0 < settings.port < 65536:  # noqa: PLR2004 - what TCP has
        raise SettingsError(f"REMBUK_PORT must lie between 1 and 65535, not {settings.port}.")
    if settings.address_per_minute < 1:
        raise SettingsError("REMBUK_ADDRESS_PER_MINUTE must be at least 1.")
    if settings.origin:
        parts = urlsplit(settings.origin)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise SettingsError("REMBUK_ORIGIN must be an address such as https://contoh.go.id.")


def _check_mail(settings: Settings) -> None:
    if not settings.mail_is_on:
        return
    if settings.smtp_security not in SMTP_SECURITIES:
        raise SettingsError("REMBUK_SMTP_SECURITY must be starttls, tls or none.")
    name, address = parseaddr(settings.mail_from)
    if "@" not in address or any(sign in name + address for sign in "\r\n"):
        raise SettingsError(
            "REMBUK_MAIL_FROM must be an address such as Rembuk <rembuk@contoh.go.id>."
        )


def _check_endpoint(settings: Settings) -> None:
    if not settings.endpoint_is_on:
        return
    try:
        parts = urlsplit(settings.endpoint)
        whole = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        whole = None
    if not whole or parts.query or parts.fragment or parts.username:
        raise SettingsError("REMBUK_ENDPOINT must be an address such as http://127.0.0.1:8080/v1.")
    if not settings.endpoint_model:
        raise SettingsError("REMBUK_ENDPOINT needs REMBUK_ENDPOINT_MODEL, the model's name there.")
    if settings.endpoint_timeout < 1:
        raise SettingsError("REMBUK_ENDPOINT_TIMEOUT must be at least 1.")
    if not (settings.endpoint_elsewhere or may_be_near(parts.hostname or "")):
        raise SettingsError(
            "REMBUK_ENDPOINT is not on this machine or a private network: texts would leave it. "
            "If that is meant, say so with REMBUK_ENDPOINT_ELSEWHERE=yes."
        )
