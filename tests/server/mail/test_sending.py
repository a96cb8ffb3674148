"""Letters against a real SMTP server: whatever goes wrong, none may be lost or doubled."""

import asyncio
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme

from consultations.clock import clock_moved
from consultations.mailed_links import ask_for_link
from consultations.mailing import STALE_AFTER, LetterKind, queue_letter
from consultations.tables import OutgoingMessage
from consultations.transactions import transaction
from server.database import Engine
from server.mail.checking import examine_mail
from server.mail.delivery import Courier, ServerUnreachable
from server.mail.sending import send_next, send_until
from server.settings import CHECKOUT, Settings
from tests.factories import make_account
from tests.post_office import DROP, PostOffice, open_office, until
from tests.processes import free_port

pytestmark = pytest.mark.usefixtures("database")


async def _invite(email: str = "") -> OutgoingMessage:
    account = await make_account()
    async with transaction():
        await queue_letter(
            kind=LetterKind.INVITATION,
            recipient=email or account.email,
            locale="id",
            about=account.id,
            key=str(account.id),
        )
    row = (
        await OutgoingMessage.objects()
        .order_by(OutgoingMessage.created_at, ascending=False)
        .first()
    )
    assert row is not None
    return row


async def _send(settings: Settings) -> bool:
    courier = Courier(settings)
    try:
        return await send_next(courier, settings)
    finally:
        await asyncio.to_thread(courier.hang_up)


async def _state(message: OutgoingMessage) -> tuple[bool, bool, str | None]:
    await message.refresh()
    return message.sent_at is not None, message.failed_at is not None, message.last_error


async def test_a_letter_arrives(post_office: PostOffice, mail_settings: Settings) -> None:
    message = await _invite()
    assert await _send(mail_settings)
    assert not await _send(mail_settings)
    assert await _state(message) == (True, False, None)
    letter = post_office.taken[0]
    assert (letter["To"], letter["From"]) == (message.recipient, "Rembuk <rembuk@contoh.go.id>")
    assert "http://testserver/masuk/" in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]


@pytest.mark.parametrize("where", ["to_recipient", "to_text"])
async def test_for_now_is_tried_again_and_never_is_not(
    post_office: PostOffice, mail_settings: Settings, where: str
) -> None:
    setattr(post_office, where, ["451 4.7.1 nanti saja, w@contoh.id"])
    message = await _invite()
    await _send(mail_settings)
    assert await _state(message) == (False, False, "SMTP 451")
    assert not await _send(mail_settings)
    with clock_moved(timedelta(minutes=2)):
        assert await _send(mail_settings)
    assert (await _state(message))[0]
    setattr(post_office, where, ["550 5.1.1 tidak ada"])
    message = await _invite()
    await _send(mail_settings)
    assert await _state(message) == (False, True, "SMTP 550")
    with clock_moved(timedelta(days=2)):
        assert not await _send(mail_settings)


async def test_connection_lost_after_the_text_sends_again_under_the_same_id(
    post_office: PostOffice, mail_settings: Settings
) -> None:
    post_office.to_text = [DROP]
    message = await _invite()
    await _send(mail_settings)
    sent, failed, error = await _state(message)
    assert (sent, failed) == (False, False)
    assert error is not None
    with clock_moved(timedelta(minutes=2)):
        await _send(mail_settings)
    assert (await _state(message))[0]
    assert len({letter["Message-ID"] for letter in post_office.taken}) == 1


@contextmanager
def _refusing(greeting: bytes) -> Iterator[int]:
    """A server that greets with this and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.sendall(greeting)

        thread = threading.Thread(target=greet, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


@pytest.mark.parametrize(
    ("greeting", "error"),
    [
        (b"554 not today\r\n", "SMTPConnectError 554"),
        (b"421 too busy\r\n", "SMTPConnectError 421"),
        (b"", "SMTPServerDisconnected"),
    ],
)
async def test_server_that_refuses_its_greeting_costs_no_letter(
    mail_settings: Settings, greeting: bytes, error: str
) -> None:
    message = await _invite()
    with _refusing(greeting) as port, pytest.raises(ServerUnreachable):
        await _send(replace(mail_settings, smtp_port=port))
    assert await _state(message) == (False, False, error)
    with clock_moved(timedelta(minutes=2)):
        await _send(mail_settings)
    assert (await _state(message))[0]


async def test_server_that_is_away_costs_no_letter(mail_settings: Settings) -> None:
    message = await _invite()
    with pytest.raises(ServerUnreachable):
        await _send(replace(mail_settings, smtp_port=free_port()))
    assert await _state(message) == (False, False, "ConnectionRefusedError")


@pytest.mark.parametrize("kind", ["starttls", "tls"])
async def test_over_tls_with_a_password_and_never_without_a_valid_certificate(
    mail_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with open_office(**{kind: context}, password="rahasia" if kind == "starttls" else "") as office:  # type: ignore[arg-type]
        settings = replace(
            mail_settings,
            smtp_port=office.port,
            smtp_security=kind,
            smtp_user="rembuk" if kind == "starttls" else "",
            smtp_password="rahasia",
        )
        message = await _invite()
        with pytest.raises(ServerUnreachable):
            await _send(settings)
        assert (await _state(message))[2] == "SSLCertVerificationError"
        authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        if kind == "starttls":
            with clock_moved(timedelta(minutes=2)), pytest.raises(ServerUnreachable):
                await _send(replace(settings, smtp_password="salah"))
            assert (await _state(message))[2] == "SMTPAuthenticationError 535"
        with clock_moved(timedelta(minutes=10)):
            await _send(settings)
        assert (await _state(message))[0]
        assert len(office.taken) == 1


async def test_starttls_is_never_skipped_where_the_server_lacks_it(
    post_office: PostOffice, mail_settings: Settings
) -> None:
    message = await _invite()
    with pytest.raises(ServerUnreachable):
        await _send(replace(mail_settings, smtp_security="starttls"))
    assert await _state(message) == (False, False, "SMTPNotSupportedError")
    assert post_office.taken == []


async def test_link_for_nobody_is_dropped_and_a_late_one_too(
    post_office: PostOffice, mail_settings: Settings
) -> None:
    account = await make_account()
    for email in ("tidak.ada@contoh.id", account.email):
        await ask_for_link(email=email, locale="id", source="x")
    while await _send(mail_settings):
        pass
    assert [letter["To"] for letter in post_office.taken] == [account.email]
    await ask_for_link(email=account.email, locale="id", source="x")
    with clock_moved(timedelta(minutes=31)):
        assert await _send(mail_settings)
    assert len(post_office.taken) == 1


async def test_address_with_a_line_break_harms_nobody(
    post_office: PostOffice, mail_settings: Settings
) -> None:
    message = await _invite("w@contoh.id\r\nBcc: lain@contoh.id")
    await _send(mail_settings)
    assert await _state(message) == (False, True, "BadAddress")
    assert post_office.taken == []


async def test_several_workers_send_each_letter_once(
    post_office: PostOffice, mail_settings: Settings
) -> None:
    expected = [(await _invite()).recipient for _ in range(12)]
    stop = asyncio.Event()
    workers = [asyncio.create_task(send_until(stop, mail_settings)) for _ in range(3)]
    await asyncio.to_thread(until, lambda: len(post_office.taken) >= 12, 30)
    await asyncio.sleep(0.3)
    stop.set()
    await asyncio.gather(*workers)
    assert Counter(letter["To"] for letter in post_office.taken) == Counter(expected)


async def test_log_holds_no_address_and_no_word_of_the_server(
    post_office: PostOffice, mail_settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    post_office.to_recipient = ["451 nanti w@contoh.id", "550 tidak ada w@contoh.id"]
    for _ in range(3):
        await _invite()
        await _send(mail_settings)
    said = capsys.readouterr()
    assert "@" not in said.out + said.err


async def test_check_reports_mail(post_office: PostOffice, mail_settings: Settings) -> None:
    said: list[str] = []
    await _invite()
    assert await examine_mail(mail_settings, said.append) == 0
    server = f"mail: 127.0.0.1:{post_office.port} (none)"
    assert said == [f"{server}, 1 waiting, 0 not deliverable in the last 7 days"]
    assert await examine_mail(replace(mail_settings, smtp_port=free_port()), said.append) == 1
    assert said[-1] == "  the mail server can't be used: ConnectionRefusedError"
    assert await examine_mail(replace(mail_settings, smtp_host=""), said.append) == 0
    assert said[-1] == "mail: off (REMBUK_SMTP_HOST is empty)"


WORKER = """
import asyncio, sys
from server.database import create_engine, opened
from server.engines.sqlite import GroupCommitSQLiteEngine
from server.installation import use_installation
from server.mail.sending import send_until
from server.settings import Settings

async def work():
    settings = Settings.from_environment()
    use_installation(settings)
    engine = GroupCommitSQLiteEngine(sys.argv[1]) if sys.argv[1] else create_engine(settings)
    async with opened(engine):
        await send_until(asyncio.Event(), settings)

asyncio.run(work())
"""


async def test_killed_worker_loses_nothing_and_doubles_at_most_what_it_was_sending(
    engine: Engine, post_office: PostOffice, mail_settings: Settings
) -> None:
    expected = {(await _invite()).recipient for _ in range(15)}
    path = getattr(engine, "path", "")
    environment = _environment(engine, mail_settings)
    kills = 0
    for most in (3, 7, 11):
        child = subprocess.Popen(  # noqa: ASYNC220
            [sys.executable, "-c", WORKER, path], env=environment, cwd=CHECKOUT
        )
        await asyncio.to_thread(until, lambda most=most: len(post_office.taken) >= most, 60)
        child.send_signal(signal.SIGKILL)
        await asyncio.to_thread(child.wait)
        kills += 1
    with clock_moved(STALE_AFTER + timedelta(minutes=1)):
        while await _send(mail_settings):
            pass
    found = Counter(letter["To"] for letter in post_office.taken)
    assert set(found) == expected
    assert sum(found.values()) - len(expected) <= kills
    ids = {letter["Message-ID"] for letter in post_office.taken}
    assert len(ids) == len(expected)


def _environment(engine: Any, settings: Settings) -> dict[str, str]:
    url = {} if hasattr(engine, "path") else {"REMBUK_DATABASE_URL": engine.config["dsn"]}
    return {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(CHECKOUT),
        "REMBUK_SECRET": "rahasia uji",
        "REMBUK_ORIGIN": settings.origin,
        "REMBUK_SMTP_HOST": settings.smtp_host,
        "REMBUK_SMTP_PORT": str(settings.smtp_port),
        "REMBUK_SMTP_SECURITY": "none",
        "REMBUK_MAIL_FROM": settings.mail_from,
        "REMBUK_DATA": str(settings.data),
        **url,
    }
