"""Fixtures that drive a real Chromium against a real server with the demonstration in it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from consultations.vocabulary import Role
from server.security.identity import COOKIE
from server.visit import LANGUAGE_COOKIE
from tests.browser.site import Site, served
from tests.browser.watching import Watched

WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 360, "height": 740}

# A busy machine is slow, not wrong.
PATIENCE_MILLISECONDS = 30_000
expect.set_options(timeout=PATIENCE_MILLISECONDS)

OpenAs = Callable[..., Watched]


def find_chromium() -> str | None:
    """The Chromium that REMBUK_CHROMIUM names, or one on the path."""
    names = (os.environ.get("REMBUK_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    missing = pytest.mark.skip(
        reason="no Chromium found: install it (apt install chromium) or name it in REMBUK_CHROMIUM"
    )
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if find_chromium() is None:
                item.add_marker(missing)


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration, served; tests that change it say what they count on."""
    with served(tmp_path_factory.mktemp("site")) as running:
        yield running


# Playwright's loop counts as running in this thread for as long as it is open, and asyncio.run
# refuses to start beside it: so it opens after the site is prepared and closes with the package.
@pytest.fixture(scope="package")
def browser(site: Site) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def open_as(site: Site, browser: Browser) -> Iterator[OpenAs]:
    """Opens a page as a visitor: ``open_as(Role.DRAFTER, locale="en", viewport=NARROW)``."""
    contexts: list[BrowserContext] = []

    def opened(
        who: Role | None = None,
        *,
        locale: str = "id",
        viewport: dict[str, int] = WIDE,
        javascript: bool = True,
    ) -> Watched:
        context = browser.new_context(
            base_url=site.address,
            viewport=viewport,
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        contexts.append(context)
        cookies = {LANGUAGE_COOKIE: locale} | ({COOKIE: site.cookies[who]} if who else {})
        context.add_cookies(
            [{"name": n, "value": v, "url": site.address} for n, v in cookies.items()]
        )
        return Watched(context.new_page(), site.address)

    yield opened
    for context in contexts:
        context.close()
