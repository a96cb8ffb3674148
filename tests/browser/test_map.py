"""The map of inputs: drawn, zoomed, an area chosen by mouse and keyboard, read as a table."""

import re

from playwright.sync_api import Page, expect

from consultations.vocabulary import Role
from tests.browser.conftest import NARROW, OpenAs
from tests.browser.site import Site

LISTED = re.compile(r"\d+ masukan dalam daerah yang dipilih")


def _opened(site: Site, open_as: OpenAs, **how: object) -> Page:
    watched = open_as(Role.DRAFTER, **how)
    watched.visit(f"/kerja/{site.slug}/tema/peta")
    return watched.page


def _shown(page: Page) -> int:
    expect(page.locator("canvas")).to_have_attribute("data-shown", re.compile(r"[1-9]"))
    return int(page.locator("canvas").get_attribute("data-shown") or 0)


def test_an_area_is_chosen_with_the_mouse_and_its_inputs_listed(
    site: Site, open_as: OpenAs
) -> None:
    page = _opened(site, open_as)
    everything = _shown(page)
    page.get_by_role("button", name="Pilih daerah").click()
    area = page.locator("canvas").bounding_box()
    assert area
    page.mouse.move(area["x"] + area["width"] / 2, area["y"] + 5)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] - 5, area["y"] + area["height"] - 5, steps=4)
    page.mouse.up()
    heading = page.locator("#judul-daftar-peta")
    expect(heading).to_contain_text(LISTED)
    count = int((heading.text_content() or "").split()[0])
    assert 0 < count < everything
    expect(page.locator("#kabar")).to_contain_text("daerah yang dipilih")


def test_the_map_is_walked_with_the_keyboard(site: Site, open_as: OpenAs) -> None:
    page = _opened(site, open_as)
    everything = _shown(page)
    page.locator("canvas").focus()
    for key in ("+", "+", "+", "+", "ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#judul-daftar-peta")).to_contain_text(LISTED)
    expect(page.locator("canvas")).not_to_have_attribute("data-shown", str(everything))
    page.keyboard.press("0")
    expect(page.locator("canvas")).to_have_attribute("data-shown", str(everything))


def test_what_the_legend_turns_off_is_not_drawn(site: Site, open_as: OpenAs) -> None:
    page = _opened(site, open_as, viewport=NARROW)
    everything = _shown(page)
    page.locator("[data-map-legend] input").first.uncheck()
    expect(page.locator("canvas")).not_to_have_attribute("data-shown", str(everything))
    page.get_by_label("Warnai menurut").select_option("element")
    expect(page.locator("canvas")).to_have_attribute("data-shown", str(everything))
    expect(page.locator("[data-map-legend]")).to_contain_text("Pengguna layanan")


def test_without_a_script_the_table_leads_to_the_inputs(site: Site, open_as: OpenAs) -> None:
    page = _opened(site, open_as, javascript=False)
    expect(page.locator("canvas")).to_be_hidden()
    page.get_by_role("link", name="baris 2, kolom 4").click()
    expect(page.locator("#judul-daftar-peta")).to_contain_text(LISTED)
