"""The drafting team turns a proposal into an answer that everyone in it sees."""

import re

from playwright.sync_api import expect

from consultations.vocabulary import Role
from tests.browser.conftest import OpenAs
from tests.browser.site import Site

NAME = "Sinyal lemah di luar kota"
REASON = "Pemetaan desa tanpa jaringan sudah dianggarkan."
REPLY = "Butir 2.1.1 kami ubah: layanan luring disinkronkan tiap minggu."


def test_proposal_becomes_an_answer_on_results_and_receipt(site: Site, open_as: OpenAs) -> None:
    watched = open_as(Role.DRAFTER)
    page = watched.page
    watched.visit(f"/kerja/{site.slug}/tema")
    page.get_by_role("link", name="Pungutan liar dan calo").click()
    page.get_by_role("button", name="Terima sebagai tema").click()
    expect(page).to_have_url(re.compile(r"/tema/[0-9a-f-]{36}$"))

    page.get_by_role("textbox", name="Nama tema", exact=True).fill(NAME)
    page.get_by_role("button", name="Simpan nama").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)

    page.get_by_role("link", name="Buka keputusan dan jawabannya").click()
    page.get_by_role("button", name="Simpan, siap terbit").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("combobox", name="Keputusan", exact=True).select_option("diterima_sebagian")
    page.get_by_label("Alasan keputusan").fill(REASON)
    page.get_by_label("Jawaban kepada pemberi masukan").fill(REPLY)
    page.get_by_role("button", name="Simpan sebagai konsep").click()
    expect(page.locator("main")).to_contain_text("Riwayat")

    guest = open_as()
    guest.visit(f"/konsultasi/{site.slug}/hasil")
    expect(guest.page.locator("main")).not_to_contain_text(REPLY)

    page.get_by_role("button", name="Simpan, siap terbit").click()
    page.get_by_role("button", name="Terbitkan yang ini saja").click()
    expect(page.locator("main")).to_contain_text("Terbit")
    guest.visit(f"/konsultasi/{site.slug}/hasil")
    answer = guest.page.locator("section", has=guest.page.get_by_role("heading", name=NAME))
    expect(answer).to_contain_text("Diterima sebagian")
    expect(answer).to_contain_text(REASON)
    guest.visit(f"/tanda-terima/{site.receipts['proposed']}")
    expect(guest.page.locator("main")).to_contain_text(REPLY)
    assert watched.complaints == guest.complaints == []
