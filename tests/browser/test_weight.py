"""Pages stay light enough for a slow connection, and print without the site around them."""

import gzip

from playwright.sync_api import Response, expect

from tests.browser.conftest import OpenAs
from tests.browser.site import Site
from tests.browser.story import UNIT

# A unit with 50 inputs, two buttons on each, and the form for quotes and files is the heaviest.
LARGEST_FIRST_VIEW = 50_000
KINDS = ("text/html", "text/css", "javascript", "svg")


def test_first_view_is_at_most_50_kilobytes_compressed(site: Site, open_as: OpenAs) -> None:
    watched = open_as()
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    watched.page.on("response", keep)
    here = f"/konsultasi/{site.slug}"
    for path in ("/", here, f"{here}/rancangan/1", f"{here}/rancangan/1/butir/{UNIT}"):
        answers.clear()
        watched.page.goto(path, wait_until="networkidle")
        sizes = {
            answer.url: len(gzip.compress(answer.body()))
            for answer in answers
            if any(kind in answer.headers.get("content-type", "") for kind in KINDS)
        }
        assert len(sizes) > 4
        assert sum(sizes.values()) <= LARGEST_FIRST_VIEW, sizes
        coded = {answer.url: answer.headers.get("content-encoding") for answer in answers}
        assert {coded[url] for url in sizes} == {"gzip"}
        watched.page.context.clear_cookies()


def test_printed_draft_has_the_words_and_not_the_site(site: Site, open_as: OpenAs) -> None:
    page = open_as().page
    page.goto(f"/konsultasi/{site.slug}/rancangan/1")
    page.emulate_media(media="print")
    for hidden in ("header", "nav", "body > footer"):
        assert page.locator(hidden).locator("visible=true").count() == 0
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".clause").first).to_be_visible()
