"""Starts the web server and the worker, together or each by itself."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable

import click
import uvicorn

from server.garbage import search_seldom
from server.settings import Settings

# Pages end within ten seconds, and so does all that is short; a long run would go on for minutes.
STOP_SECONDS = 15.0
TIMES_TO_CUT_OFF = 2


class AddressTaken(Exception):  # noqa: N818 - says what is the case
    """Something else listens on the address."""


def require_free_address(settings: Settings) -> None:
    """Raise ``AddressTaken`` if the web server could not listen where it should."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise AddressTaken(
                f"Port {settings.port} on {settings.host} can't be used ({error.strerror}). "
                "Stop what runs there, or choose another with REMBUK_PORT."
            ) from error


def run_web(settings: Settings, workers: int = 1) -> None:
    """Serve the site until told to stop."""
    search_seldom()
    uvicorn.run(
        "server.app:create_site",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=workers,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies,
        server_header=False,
        # Streams end by themselves when told to; nothing else takes so long.
        timeout_graceful_shutdown=10,
        log_level="warning",
    )


def run_both(settings: Settings) -> int:
    """Web and worker as two processes; when one ends, the other is stopped too.

    The address is told once it answers, so that nobody follows a link too early. What takes longer
    to stop than ``STOP_SECONDS``, or is told to stop twice, is cut off. Returns 1 if one of them
    ended by itself, so that whoever watches over this program starts it again.
    """
    # Counted, as an exception could come at any moment, even while the parts are being ended.
    asked: list[int] = []
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda number, _: asked.append(number))
    parts = [
        subprocess.Popen([sys.executable, "-m", "server", part], env=os.environ)  # noqa: S603 - ours
        for part in ("web", "worker")
    ]
    told = False
    while not asked and all(part.poll() is None for part in parts):
        if not told and _listens(settings):
            click.echo(f"Rembuk is up at {settings.address} (Ctrl+C stops it).")
            told = True
        time.sleep(0.3)
    by_itself = not asked
    if asked:
        click.echo("\nStopping.")
    for part in parts:
        part.terminate()
    end = time.monotonic() + STOP_SECONDS
    while len(asked) < TIMES_TO_CUT_OFF and time.monotonic() < end and _lives(parts):
        time.sleep(0.1)
    # Nothing is lost by it: a run or a letter cut off is taken up again at the next start.
    for part in parts:
        part.kill()
        part.wait()
    return int(by_itself)


def _lives(parts: Iterable["subprocess.Popen[bytes]"]) -> bool:
    return any(part.poll() is None for part in parts)


def _listens(settings: Settings) -> bool:
    try:
        socket.create_connection((settings.host, settings.port), timeout=1).close()
    except OSError:
        return False
    return True
