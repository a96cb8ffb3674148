"""A whole site to look at: the story told, and a web server of its own to show it."""

import asyncio
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from consultations.demonstration.loading import load_demonstration
from consultations.vocabulary import Role
from server.database import database
from server.migrating import migrate
from server.settings import CHECKOUT, Settings
from tests.browser.story import tell
from tests.language_model import MODEL
from tests.processes import PATIENCE_SECONDS, free_port

ATTEMPTS = 3


@dataclass(frozen=True)
class Site:
    """Where the site is, who can enter it, and what the parameters of its addresses may be."""

    address: str
    database: Path
    slug: str
    cookies: dict[Role, str]
    links: dict[Role, str]
    holders: dict[str, str]
    receipts: dict[str, str]
    parameters: dict[str, str]
    closed_assessment: str
    preparing_assessment: str
    cancelled_assessment: str
    closed_session: str
    closed_check: str
    discussed: str
    other_theme: str
    preview: str
    opinion_survey: str
    built_survey: str

    def path(self, route: str) -> str:
        """A route's path with its parameters filled in; ``story.tell`` knows them.

        A route that is named whole there has a path of its own.
        """
        path = self.parameters.get(route, route)
        for part in [piece for piece in route.split("/") if piece.startswith("{")]:
            path = path.replace(part, self.parameters[part.strip("{}")])
        return path


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """Prepare everything in ``folder`` and serve it until the block ends."""
    facts = asyncio.run(tell(Settings(data=folder)))
    settings, server = _start(folder)
    try:
        yield Site(address=settings.address, database=settings.sqlite_path, **facts)
    finally:
        server.terminate()
        server.wait(10)


@contextmanager
def demonstrated(folder: Path) -> Iterator[str]:
    """The demonstration alone, as ``make demo`` shows it; yields the site's address."""
    asyncio.run(_demonstrate(Settings(data=folder)))
    settings, server = _start(folder)
    try:
        yield settings.address
    finally:
        server.terminate()
        server.wait(10)


async def _demonstrate(settings: Settings) -> None:
    async with database(settings):
        await migrate()
        await load_demonstration()


def _start(folder: Path) -> "tuple[Settings, subprocess.Popen[bytes]]":
    """A server that answers; another port is tried when somebody was quicker to take one."""
    log = folder / "server.log"
    for _ in range(ATTEMPTS):
        settings = Settings(data=folder, port=free_port())
        environment = {**os.environ, "REMBUK_DATA": str(folder), "PYTHONPATH": str(CHECKOUT)}
        environment |= {"REMBUK_HOST": settings.host, "REMBUK_PORT": str(settings.port)}
        # Pages offer mail; nobody listens at that port, and no worker runs to try.
        environment |= {"REMBUK_SMTP_HOST": "127.0.0.1", "REMBUK_SMTP_PORT": "9"}
        environment |= {"REMBUK_MAIL_FROM": "Rembuk <rembuk@contoh.go.id>"}
        # Nor does a language model: what it drafted is told in the story.
        environment |= {"REMBUK_ENDPOINT": "http://127.0.0.1:9/v1", "REMBUK_ENDPOINT_MODEL": MODEL}
        environment.pop("REMBUK_DATABASE_URL", None)
        with log.open("wb") as output:
            server = subprocess.Popen(
                [sys.executable, "-m", "server", "web"],
                env=environment,
                cwd=folder,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        if _is_up(f"{settings.address}/sehat", server):
            return settings, server
        server.kill()
        server.wait(10)
    raise RuntimeError(f"The site did not come up: {log.read_text()[-2000:]}")


def _is_up(address: str, server: "subprocess.Popen[bytes]") -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return True
        except (URLError, OSError):
            time.sleep(0.1)
    return False
