"""The desk of a session, its agenda, and a participant's phone, in a real browser."""

from playwright.sync_api import expect

from consultations.vocabulary import Role
from tests.browser.conftest import NARROW, WIDE, OpenAs
from tests.browser.site import Site


def test_the_desk_finds_checks_in_and_takes_a_walk_in_by_keyboard(
    site: Site, open_as: OpenAs
) -> None:
    desk = open_as(Role.FACILITATOR)
    page = desk.page
    desk.visit(site.path("/kerja/{slug:str}/sesi/{session:uuid}/hadir"))
    page.get_by_label("Cari nama").press_sequentially("ahli")
    expect(page.locator(".desk li")).to_have_count(1)
    page.locator(".desk").get_by_role("button", name="Hadir: P5").click()
    expect(page.locator(".desk li")).to_contain_text("Urungkan")
    expect(page.locator("#judul-meja")).to_have_text("2 hadir")

    page.get_by_label("Nama", exact=True).focus()
    page.keyboard.type("Cici Walkin")
    page.keyboard.press("Tab")
    page.keyboard.type("Media")
    page.keyboard.press("Enter")
    if page.url.endswith("/hadir"):
        page.get_by_role("button", name="Catat hadir").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("tercatat hadir")
    assert desk.complaints == []


def test_a_step_of_the_agenda_moves_without_javascript(site: Site, open_as: OpenAs) -> None:
    facilitator = open_as(Role.FACILITATOR, javascript=False, viewport=NARROW)
    page = facilitator.page
    facilitator.visit(site.path("/kerja/{slug:str}/sesi/{session:uuid}/acara"))
    page.get_by_role("button", name="Naikkan nomor 2").click()
    expect(page.locator("tbody tr").first).to_contain_text("Diskusi")
    page.get_by_label("Acara", exact=True).nth(2).fill("Penutup")
    page.get_by_label("Menit", exact=True).nth(2).fill("10")
    page.get_by_label("Menit", exact=True).nth(2).press("Enter")
    expect(page.locator("tbody tr")).to_have_count(3)
    expect(page.locator("main")).to_contain_text("Jumlah: 100 menit")


def test_a_participant_signs_in_on_the_phone_in_a_few_taps(site: Site, open_as: OpenAs) -> None:
    phone = open_as(viewport=NARROW)
    page = phone.page
    phone.visit(site.path("/s/{code:str}"))
    page.get_by_role("button", name="Saya hadir").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("Nama", exact=True).fill("Dewi")
    page.get_by_label("Unsur").select_option("media_massa")
    page.get_by_role("button", name="Saya hadir").click()
    expect(page.get_by_role("heading", name="Anda tercatat hadir")).to_be_visible()
    assert phone.complaints == []

    matrix = open_as(Role.NOTE_TAKER, viewport=WIDE)
    matrix.visit(site.path("/kerja/{slug:str}/sesi/{session:uuid}/keterwakilan"))
    expect(matrix.page.locator(".coverage-list")).to_contain_text("Media massa: ada")
