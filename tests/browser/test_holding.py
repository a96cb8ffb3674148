"""An account holder end to end: in by link, input with a file, edit, claim, follow, withdraw."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, OpenAs
from tests.browser.site import Site
from tests.browser.story import QUIET_UNIT
from tests.browser.test_commenting import agree, fill_in
from tests.browser.watching import Watched

WALKS = {"wide": (WIDE, True), "narrow": (NARROW, True), "plain": (NARROW, False)}


@pytest.mark.parametrize("walk", list(WALKS))
def test_account_holder_keeps_hold_of_what_was_said(
    site: Site, open_as: OpenAs, tmp_path: Path, walk: str
) -> None:
    viewport, javascript = WALKS[walk]
    guest = open_as(viewport=viewport, javascript=javascript)
    earlier = f"Sebelum punya akun ({walk})."
    _say(site, guest.page, earlier)
    receipt = guest.page.url

    holder = open_as(viewport=viewport, javascript=javascript)
    page = holder.page
    _sign_in(holder, site.holders[walk])
    mine = f"Papan antrean di desa kami rusak ({walk})."
    file = tmp_path / "antrean.csv"
    file.write_text("hari,menit\nSenin,95\n")
    _say(site, page, mine, file)
    expect(page.get_by_role("link", name="antrean.csv")).to_be_visible()
    _fits(holder, javascript=javascript)

    _open_own(page)
    own = page.locator("article", has_text=mine)
    expect(own).to_have_count(1)
    expect(page.locator("article", has_text=earlier)).to_have_count(0)
    own.get_by_role("link", name="Lihat perkembangannya").click()
    expect(page.get_by_role("link", name="antrean.csv")).to_be_visible()
    changed = _edit(page, mine)
    _fits(holder, javascript=javascript)

    holder.visit(receipt)
    page.get_by_role("button", name="Simpan di akun saya").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Masukan saya")
    expect(page.locator("article", has_text=earlier)).to_have_count(1)
    expect(page.locator("article", has_text=changed)).to_have_count(1)
    _fits(holder, javascript=javascript)

    _follow(holder, site)
    _withdraw(page, changed)
    _fits(holder, javascript=javascript)
    guest.visit(f"/konsultasi/{site.slug}/rancangan/1/butir/{QUIET_UNIT}")
    expect(guest.page.locator("main")).not_to_contain_text(changed)
    expect(guest.page.locator("main")).to_contain_text(earlier)
    assert guest.complaints == holder.complaints == []


def _sign_in(holder: Watched, link: str) -> None:
    holder.visit(f"/masuk/{link}")
    holder.page.get_by_role("main").get_by_role("button", name="Masuk").click()
    expect(holder.page.get_by_role("button", name="Keluar", exact=True)).to_be_visible()


def _say(site: Site, page: Page, text: str, file: Path | None = None) -> None:
    page.goto(f"/konsultasi/{site.slug}/rancangan/1/butir/{QUIET_UNIT}")
    fill_in(page, text)
    chooser = page.locator("input[type=file]")
    if file:
        page.get_by_text("Usulkan rumusan dan sertakan alasan").click()
        chooser.set_input_files(file)
    agree(page)
    page.get_by_role("button", name="Kirim masukan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Masukan Anda tercatat")


def _open_own(page: Page) -> None:
    page.get_by_role("banner").get_by_role("link", name="Masukan saya").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Masukan saya")


def _edit(page: Page, before: str) -> str:
    after = before.replace("rusak", "belum menyala")
    page.get_by_role("link", name="Ubah", exact=True).click()
    words = page.get_by_label("Masukan Anda", exact=True)
    expect(words).to_have_value(before)
    words.fill("")
    page.get_by_role("button", name="Simpan perubahan").click()
    expect(page.get_by_role("alert")).to_be_focused()
    words.fill(after)
    page.get_by_role("button", name="Simpan perubahan").click()
    expect(page.locator("article")).to_contain_text(after)
    expect(page.locator("article")).to_contain_text("disunting")
    return after


def _follow(holder: Watched, site: Site) -> None:
    page = holder.page
    holder.visit(f"/konsultasi/{site.slug}/ikuti")
    page.get_by_label("Ringkasan sekali sehari").check()
    page.get_by_role("button", name="Ikuti", exact=True).click()
    holder.visit(f"/konsultasi/{site.slug}/ikuti")
    expect(page.get_by_label("Ringkasan sekali sehari")).to_be_checked()
    expect(page.get_by_role("button", name="Berhenti mengikuti")).to_be_visible()


def _withdraw(page: Page, text: str) -> None:
    _open_own(page)
    own = page.locator("article", has_text=text)
    own.get_by_role("link", name="Lihat perkembangannya").click()
    page.get_by_role("link", name="Tarik masukan").click()
    page.get_by_role("button", name="Ya, tarik masukan ini").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Masukan Anda sudah ditarik")
    expect(page.locator("main")).to_contain_text("Ditarik oleh penulis")


def _fits(watched: Watched, *, javascript: bool) -> None:
    if javascript:
        assert watched.overflow() == 0
        assert watched.axe() == []
