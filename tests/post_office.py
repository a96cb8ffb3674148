# ruff: noqa: ARG002, N802
"""A real SMTP server on the loopback that takes letters, or does with them what it is told."""

import email
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.processes import PATIENCE_SECONDS, free_port

DROP = "drop"


@dataclass
class PostOffice:
    """``to_recipient`` and ``to_text`` are the next answers to RCPT and DATA; then it accepts."""

    port: int = 0
    to_recipient: list[str] = field(default_factory=list)
    to_text: list[str] = field(default_factory=list)
    taken: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.to_recipient:
            return self.to_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = self.to_text.pop(0) if self.to_text else "250 OK"
        if answer == DROP:
            server.transport.abort()
        if answer.startswith("250") or answer == DROP:
            # Dropped after the text: the worst case is that it was taken all the same.
            self.taken.append(email.message_from_bytes(envelope.content, policy=default))
        return answer

    def to(self, address: str) -> list[EmailMessage]:
        return [letter for letter in self.taken if letter["To"] == address]


@contextmanager
def open_office(
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
    password: str = "",
) -> Iterator[PostOffice]:
    """The post office, open in a thread of its own."""
    office = PostOffice(port=free_port())
    more: dict[str, Any] = {}
    if password:
        given = password.encode()

        def check(
            server: Any, session: Any, envelope: Any, mechanism: str, data: Any
        ) -> AuthResult:
            return AuthResult(success=data.password == given, handled=False)

        more |= {"authenticator": check, "auth_required": True, "auth_require_tls": bool(starttls)}
    controller = Controller(
        office,
        hostname="127.0.0.1",
        port=office.port,
        ssl_context=tls,
        tls_context=starttls,
        **more,
    )
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def until(condition: Any, seconds: float = PATIENCE_SECONDS) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
