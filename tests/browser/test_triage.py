"""The unthemed queue is worked through with single keys, and without scripts as a plain form."""

import re

from playwright.sync_api import expect

from consultations.vocabulary import Role
from tests.browser.conftest import OpenAs
from tests.browser.site import Site


def test_cards_are_decided_skipped_and_undone_by_key(site: Site, open_as: OpenAs) -> None:
    page = open_as(Role.DRAFTER).page
    page.goto(f"/kerja/{site.slug}/belum-bertema/satu-per-satu")
    total = int(re.findall(r"1 dari (\d+)", page.locator("main").inner_text())[0])
    first = page.locator("[name=masukan]").input_value()

    page.keyboard.press("1")
    expect(page.locator("main")).to_contain_text(f"2 dari {total}")
    expect(page.locator("[name=masukan]")).not_to_have_value(first)
    page.keyboard.press("u")
    expect(page.locator("main")).to_contain_text(f"1 dari {total}")
    expect(page.locator("[name=masukan]")).to_have_value(first)
    page.keyboard.press("l")
    expect(page.locator("main")).to_contain_text(f"2 dari {total}")
    page.keyboard.press("b")
    expect(page.get_by_role("textbox", name="Nama tema baru")).to_be_focused()
    # In a field a key is a letter.
    page.keyboard.type("1 lansia")
    expect(page.get_by_role("textbox", name="Nama tema baru")).to_have_value("1 lansia")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    expect(page.get_by_role("textbox", name="Alasan")).to_be_focused()


def test_cards_are_decided_without_scripts(site: Site, open_as: OpenAs) -> None:
    page = open_as(Role.DRAFTER, javascript=False).page
    page.goto(f"/kerja/{site.slug}/belum-bertema/satu-per-satu")
    first = page.locator("[name=masukan]").input_value()
    page.get_by_role("button", name=re.compile(r"^1 ")).click()
    expect(page.locator("[name=masukan]")).not_to_have_value(first)
    page.get_by_role("button", name="Batalkan").click()
    expect(page.locator("[name=masukan]")).to_have_value(first)
