"""A moderator hides an input with a reason that its readers see, and brings it back."""

import re

from playwright.sync_api import expect

from consultations.vocabulary import Role
from tests.browser.conftest import OpenAs
from tests.browser.site import Site

WORDS = "dipakai orang lain"
NUMBER = "3201014505900001"


def test_input_is_withheld_with_a_reason_and_brought_back(site: Site, open_as: OpenAs) -> None:
    guest, team = open_as(), open_as(Role.DRAFTER)
    search = f"/konsultasi/{site.slug}/cari?words=dipakai"
    guest.visit(search)
    expect(guest.page.locator("#ditemukan")).to_contain_text(WORDS)
    expect(guest.page.locator("main")).not_to_contain_text(NUMBER)

    team.visit(site.path("/kerja/{slug:str}/moderasi/{entry:uuid}"))
    page = team.page
    page.get_by_role("button", name="Sembunyikan masukan").click()
    expect(page.get_by_role("alert")).to_be_focused()
    rulings = page.locator("form", has=page.get_by_role("button", name="Sembunyikan masukan"))
    reason = rulings.get_by_role("combobox", name=re.compile("Alasan"))
    reason.select_option(index=1)
    chosen = reason.locator("option:checked").inner_text()
    page.get_by_role("button", name="Sembunyikan masukan").click()
    expect(page.get_by_role("button", name="Tampilkan kembali")).to_be_visible()

    guest.visit(search)
    expect(guest.page.locator("#ditemukan")).not_to_contain_text(WORDS)
    guest.visit(f"/konsultasi/{site.slug}/moderasi")
    expect(guest.page.locator("main")).to_contain_text(chosen)

    page.get_by_role("button", name="Tampilkan kembali").click()
    expect(page.get_by_role("button", name="Sembunyikan masukan")).to_be_visible()
    guest.visit(search)
    expect(guest.page.locator("#ditemukan")).to_contain_text(WORDS)
    assert guest.complaints == team.complaints == []
