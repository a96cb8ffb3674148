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

from server.settings import Settings


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
    uvicorn.run(
        "server.app:create_app",
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

    The address is told once it answers, so that nobody follows a link too early.
    """
    command = [sys.executable, "-m", "server"]
    children = [
        subprocess.Popen([*command, part], env=os.environ)  # noqa: S603 - our own program
        for part in ("web", "worker")
    ]
    signal.signal(signal.SIGTERM, lambda *_: _stop(children))
    told = False
    try:
        while all(child.poll() is None for child in children):
            if not told and _listens(settings):
                click.echo(f"Rembuk is up at {settings.address} (Ctrl+C stops it).")
                told = True
            time.sleep(0.3)
    except KeyboardInterrupt:
        click.echo("\nStopping.")
    _stop(children)
    return max(child.wait() or 0 for child in children)


def _listens(settings: Settings) -> bool:
    try:
        socket.create_connection((settings.host, settings.port), timeout=1).close()
    except OSError:
        return False
    return True


def _stop(children: Iterable["subprocess.Popen[bytes]"]) -> None:
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
