"""Takes the README's screenshot, and with a folder's name one of every page as everyone.

``python -m tests.browser.screenshots [FOLDER]``; run it when the look has changed.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from consultations.vocabulary import Role
from server.security.identity import COOKIE
from tests.browser.conftest import NARROW, WIDE, find_chromium
from tests.browser.pages import WHO, pages_for
from tests.browser.site import Site, demonstrated, served

README_PICTURE = Path(__file__).parent / "readme.png"
PICTURED = "/konsultasi/peta-jalan-pelayanan-publik/rancangan/1/butir/2.3.1"
LARGEST = 200_000


def picture_readme(browser: Browser, address: str) -> None:
    """The page of one clause of the demonstration, as a guest sees it."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 960})
    page = context.new_page()
    page.goto(PICTURED, wait_until="networkidle")
    page.screenshot(path=README_PICTURE)
    context.close()
    size = README_PICTURE.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{README_PICTURE} has {size:,} bytes; the README's limit is {LARGEST:,}.")


def picture_everything(browser: Browser, site: Site, folder: Path) -> None:
    """Every page at both widths; named by who looks, the page and the width."""
    folder.mkdir(parents=True, exist_ok=True)
    for who in WHO:
        for viewport in (WIDE, NARROW):
            context = browser.new_context(base_url=site.address, viewport=viewport)
            _sign_in(context, site, who)
            page = context.new_page()
            for name, path in pages_for(site, who).items():
                page.goto(path, wait_until="load")
                file = f"{who.value if who else 'tamu'}-{name}-{viewport['width']}.png"
                page.screenshot(path=folder / file, full_page=True)
            context.close()


def _sign_in(context: BrowserContext, site: Site, who: Role | None) -> None:
    if who is not None:
        context.add_cookies([{"name": COOKIE, "value": site.cookies[who], "url": site.address}])


def main(arguments: list[str]) -> None:
    with (
        tempfile.TemporaryDirectory() as plain,
        tempfile.TemporaryDirectory() as told,
        demonstrated(Path(plain)) as address,
        served(Path(told)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        picture_readme(browser, address)
        for folder in arguments:
            picture_everything(browser, site, Path(folder))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
