"""Hands letters to an SMTP server, and tells what is worth another try from what is not."""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage

from server.settings import Settings

TIMEOUT_SECONDS = 30
OK = 250
PERMANENT = 500


class Undelivered(Exception):  # noqa: N818 - says what the letter is
    """The server did not take the letter. ``name`` never holds an address or a server's words."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class TryAgain(Undelivered):
    """Another time the server may take it."""


class ServerUnreachable(TryAgain):
    """No letter can be handed over now, whoever it is for."""


class Refused(Undelivered):
    """The server will never take it (5xx)."""


class Courier:
    """One connection to the SMTP server, opened when needed. Blocks: use it in a thread."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._smtp: smtplib.SMTP | None = None

    def deliver(self, letter: EmailMessage) -> None:
        """Return once the server has taken the letter, or raise ``Undelivered``."""
        smtp = self._connected()
        try:
            smtp.send_message(letter)
        except smtplib.SMTPRecipientsRefused as error:
            self.hang_up()
            codes = [code for code, _ in error.recipients.values()]
            raise _verdict(min(codes, default=0)) from None
        except smtplib.SMTPResponseException as error:
            self.hang_up()
            raise _verdict(error.smtp_code) from None
        except (smtplib.SMTPNotSupportedError, UnicodeError, ValueError) as error:
            self.hang_up()
            raise Refused(type(error).__name__) from None
        except OSError as error:
            # A connection that breaks after the text was sent leaves open whether it was taken.
            # It is sent again under the same Message-ID: better twice than never.
            self.hang_up()
            raise TryAgain(type(error).__name__) from None

    def probe(self) -> None:
        """Connect, secure and sign in without sending; raises ``ServerUnreachable``."""
        self._connected()
        self.hang_up()

    def hang_up(self) -> None:
        """Close the connection; the next letter opens another."""
        if self._smtp is not None:
            with suppress(OSError):
                self._smtp.quit()
            self._smtp.close()
            self._smtp = None

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is not None and not self._answers(self._smtp):
            self.hang_up()
        if self._smtp is None:
            try:
                self._smtp = self._open()
            except smtplib.SMTPResponseException as error:
                raise ServerUnreachable(f"{type(error).__name__} {error.smtp_code}") from None
            except (OSError, ValueError) as error:
                raise ServerUnreachable(type(error).__name__) from None
        return self._smtp

    def _answers(self, smtp: smtplib.SMTP) -> bool:
        try:
            return smtp.noop()[0] == OK
        except OSError:
            return False

    def _open(self) -> smtplib.SMTP:
        settings = self._settings
        context = ssl.create_default_context()
        where = (settings.smtp_host, settings.smtp_port)
        smtp = (
            smtplib.SMTP_SSL(*where, timeout=TIMEOUT_SECONDS, context=context)
            if settings.smtp_security == "tls"
            else smtplib.SMTP(*where, timeout=TIMEOUT_SECONDS)
        )
        try:
            if settings.smtp_security == "starttls":
                smtp.starttls(context=context)
            if settings.smtp_user:
                smtp.login(settings.smtp_user, settings.smtp_password)
        except BaseException:
            smtp.close()
            raise
        return smtp


def _verdict(code: int) -> Undelivered:
    name = f"SMTP {code}"
    return Refused(name) if code >= PERMANENT else TryAgain(name)
