"""A note-taker writes down what is said in a session; the facilitator closes it."""

from playwright.sync_api import expect

from consultations.vocabulary import Role
from tests.browser.conftest import NARROW, OpenAs
from tests.browser.site import Site

NOTE = "Kapal layanan datang setahun sekali, kami minta tiap bulan."


def test_notes_are_taken_then_the_session_is_closed(site: Site, open_as: OpenAs) -> None:
    path = site.path("/kerja/{slug:str}/sesi/{session:uuid}")
    notes = open_as(Role.NOTE_TAKER, viewport=NARROW)
    page = notes.page
    notes.visit(path)
    page.get_by_label("Yang disampaikan").fill(NOTE)
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Yang disampaikan")).to_have_value(NOTE)
    page.get_by_label("Kode penutur").fill("P3")
    page.get_by_label("Unsur penutur").select_option("pengguna_layanan")
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.locator("article", has_text=NOTE)).to_contain_text("P3")
    expect(page.get_by_role("link", name="Penutupan sesi")).to_have_count(0)

    closing = open_as(Role.FACILITATOR)
    closing.visit(path)
    closing.page.get_by_role("link", name="Penutupan sesi").click()
    closing.page.get_by_role("button", name="Tutup sesi").click()
    expect(closing.page.get_by_role("alert")).to_be_focused()
    closing.page.get_by_label("Alasan").fill("Dokumen disusulkan.")
    closing.page.get_by_role("button", name="Tutup sesi").click()
    expect(closing.page.locator("main")).to_contain_text("Sesi ini sudah ditutup")
    guest = open_as()
    guest.visit(site.path("/konsultasi/{slug:str}/sesi/{session:uuid}"))
    expect(guest.page.locator("article", has_text=NOTE)).to_be_visible()
    assert notes.complaints == closing.complaints == guest.complaints == []
