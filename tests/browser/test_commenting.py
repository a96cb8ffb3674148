"""A guest comments, with and without JavaScript, and follows what became of it."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, OpenAs
from tests.browser.site import Site
from tests.browser.story import QUIET_UNIT, UNWIELDY

TEXT = "Loket lansia sebaiknya buka lebih pagi."


def count_inputs(site: Site, text: str) -> int:
    """How many inputs with these words are in the database."""
    address = f"file:{site.database}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        row = connection.execute("SELECT COUNT(*) FROM input WHERE text = ?", (text,)).fetchone()
    return int(row[0])


def fill_in(page: Page, text: str) -> None:
    page.get_by_label("Masukan Anda", exact=True).fill(text)
    page.get_by_label("Keberatan", exact=True).check()
    page.get_by_label("Anda mewakili unsur").select_option("pengguna_layanan")


def agree(page: Page) -> None:
    page.get_by_role("checkbox").check()


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_guest_is_told_what_is_missing_then_gets_a_receipt(
    site: Site, open_as: OpenAs, *, javascript: bool
) -> None:
    text = f"{TEXT} {javascript}"
    watched = open_as(javascript=javascript, viewport=NARROW)
    page = watched.page
    watched.visit(f"/konsultasi/{site.slug}/rancangan/1/butir/{QUIET_UNIT}")
    fill_in(page, text)
    if javascript:
        page.evaluate("window.notReloaded = true")
    page.get_by_role("button", name="Kirim masukan").click()

    summary = page.get_by_role("alert")
    expect(summary).to_be_visible()
    expect(summary).to_be_focused()
    expect(summary).to_be_in_viewport()
    expect(page.get_by_label("Masukan Anda", exact=True)).to_have_value(text)
    expect(page.get_by_label("Keberatan", exact=True)).to_be_checked()
    if javascript:
        assert page.evaluate("window.notReloaded")
    summary.get_by_role("link").first.click()
    expect(page.get_by_role("checkbox")).to_be_focused()
    assert count_inputs(site, text) == 0

    agree(page)
    page.get_by_role("button", name="Kirim masukan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Masukan Anda tercatat")
    expect(page.locator("main")).to_contain_text("PJPP-")
    expect(page.locator("main")).to_contain_text(text)
    assert count_inputs(site, text) == 1

    other = open_as(javascript=javascript)
    other.visit(page.url)
    expect(other.page.locator("main")).to_contain_text(text)
    assert page.url in other.page.locator("main").inner_text()
    assert watched.complaints == other.complaints == []


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_double_click_stores_once(site: Site, open_as: OpenAs, *, javascript: bool) -> None:
    text = f"{TEXT} dua kali {javascript}"
    page = open_as(javascript=javascript).page
    page.goto(f"/konsultasi/{site.slug}/rancangan/1/butir/{QUIET_UNIT}")
    fill_in(page, text)
    agree(page)
    page.get_by_role("button", name="Kirim masukan").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Masukan Anda tercatat")
    assert count_inputs(site, text) == 1


def test_unwieldy_words_do_not_widen_the_page(site: Site, open_as: OpenAs) -> None:
    watched = open_as(viewport=NARROW)
    page = watched.page
    watched.visit(f"/konsultasi/{site.slug}/rancangan/1/butir/{QUIET_UNIT}")
    fill_in(page, UNWIELDY)
    page.get_by_role("button", name="Kirim masukan").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert watched.overflow() == 0
    agree(page)
    page.get_by_role("button", name="Kirim masukan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Masukan Anda tercatat")
    expect(page.locator("main")).to_contain_text("مرحبا")
    for viewport in (NARROW, WIDE):
        page.set_viewport_size(viewport)
        assert watched.overflow() == 0
    assert watched.complaints == []
