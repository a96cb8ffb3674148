"""Quoting, the live difference, evidence, taking sides, and words that are never lost."""

import io
import json

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from consultations.differences import ChangeKind, word_changes
from consultations.vocabulary import Role
from tests.browser.conftest import NARROW, WIDE, OpenAs
from tests.browser.site import Site
from tests.browser.story import QUIET_UNIT, UNIT

TEXT = "Jam layanan mohon ditambah sampai sore."
SELECT_WORDS = """() => {
  const text = document.querySelector("[data-quotable]");
  const node = document.createTreeWalker(text, NodeFilter.SHOW_TEXT).nextNode();
  const [first, second, third] = node.data.split(" ");
  const start = first.length + 1;
  const words = `${second} ${third}`;
  document.getSelection().setBaseAndExtent(node, start, node, start + words.length);
  return words;
}"""


def unit(site: Site, number: str = QUIET_UNIT) -> str:
    return f"/konsultasi/{site.slug}/rancangan/1/butir/{number}"


def fill_in(page: Page, text: str) -> None:
    page.get_by_label("Masukan Anda", exact=True).fill(text)
    page.get_by_label("Keberatan", exact=True).check()
    page.get_by_label("Anda mewakili unsur").select_option("pengguna_layanan")
    page.get_by_role("checkbox").check()


def wait_until_kept(page: Page, text: str) -> None:
    page.wait_for_function(
        "text => Object.values(localStorage).some((kept) => kept.includes(text))", arg=text
    )


def send(page: Page) -> None:
    page.get_by_role("button", name="Kirim masukan").click()


def test_selected_words_are_quoted_and_marked(site: Site, open_as: OpenAs) -> None:
    watched = open_as(viewport=NARROW)
    page = watched.page
    watched.visit(unit(site))
    button = page.get_by_role("button", name="Kutip kata yang dipilih")
    expect(button).to_be_hidden()
    words = page.evaluate(SELECT_WORDS)
    expect(button).to_be_visible()
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Kutipan")).to_have_value(words)
    expect(page.get_by_label("Masukan Anda", exact=True)).to_be_focused()
    fill_in(page, TEXT)
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Masukan Anda tercatat")
    watched.visit(unit(site))
    expect(page.locator("mark")).to_have_text(words)
    page.locator("mark a").click()
    expect(page.locator(".entry:target")).to_contain_text(TEXT)
    assert watched.axe() == []
    assert watched.complaints == []


def test_difference_follows_what_is_typed(site: Site, open_as: OpenAs) -> None:
    page = open_as().page
    page.goto(unit(site))
    page.get_by_text("Usulkan rumusan dan sertakan alasan").click()
    page.get_by_role("button", name="Mulai dari rumusan semula").click()
    original = page.locator("[data-original]").get_attribute("data-original")
    expect(page.locator("textarea[name=proposed_wording]")).to_have_value(original)
    expect(page.locator("[data-diff] ins, [data-diff] del")).to_have_count(0)
    page.locator("textarea[name=proposed_wording]").fill(f"{original} Tambahan.")
    expect(page.locator("[data-diff] ins")).to_have_text("[ditambahkan:  Tambahan.]")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("satu dua tiga empat", "satu enam tujuh empat"),
        ("", "Baru."),
        ("Loket dibuka pukul 8.", "Loket ditutup pukul 16, setiap hari."),
        ("a b c d e f g", "b d x f g h"),
        ("Dua\n\nalinea di sini", "Tiga alinea, di sana"),
    ],
)
def test_live_difference_is_the_servers(
    site: Site, open_as: OpenAs, before: str, after: str
) -> None:
    page = open_as().page
    page.goto(unit(site))
    page.get_by_text("Usulkan rumusan dan sertakan alasan").click()
    expect(page.locator("[data-diff-of]")).to_be_visible()
    page.evaluate(
        "t => { document.querySelector('[data-original]').dataset.original = t; }", before
    )
    page.locator("textarea[name=proposed_wording]").fill(after)
    shown = page.evaluate(
        """() => [...document.querySelector("[data-diff]").childNodes].map((node) => [
             node.nodeName.toLowerCase(), (node.childNodes[1] ?? node).textContent])"""
    )
    names = {ChangeKind.EQUAL: "#text", ChangeKind.ADDED: "ins", ChangeKind.REMOVED: "del"}
    assert shown == [[names[c.kind], c.text] for c in word_changes(before, after)]


def test_half_written_input_survives_a_reload_and_can_be_discarded(
    site: Site, open_as: OpenAs
) -> None:
    page = open_as().page
    page.goto(unit(site))
    page.get_by_label("Masukan Anda", exact=True).fill(TEXT)
    page.get_by_label("Pertanyaan", exact=True).check()
    wait_until_kept(page, TEXT)
    page.reload()
    notice = page.locator("[data-kept]")
    expect(notice).to_contain_text("kami pulihkan")
    expect(page.get_by_label("Masukan Anda", exact=True)).to_have_value(TEXT)
    expect(page.get_by_label("Pertanyaan", exact=True)).to_be_checked()
    page.get_by_role("button", name="Buang").click()
    expect(page.get_by_label("Masukan Anda", exact=True)).to_have_value("")
    page.reload()
    expect(notice).to_be_hidden()
    expect(page.get_by_label("Masukan Anda", exact=True)).to_have_value("")


def test_kept_words_are_forgotten_after_a_week(site: Site, open_as: OpenAs) -> None:
    page = open_as().page
    page.goto(unit(site))
    kept = {"at": 0, "values": {"text": TEXT}}
    page.evaluate(
        "([k, v]) => localStorage.setItem(k, v)", [f"rembuk:tulisan:{unit(site)}", json.dumps(kept)]
    )
    page.reload()
    expect(page.get_by_label("Masukan Anda", exact=True)).to_have_value("")


def test_lost_network_is_told_and_loses_nothing(site: Site, open_as: OpenAs) -> None:
    page = open_as().page
    page.goto(unit(site))
    fill_in(page, f"{TEXT} Luring.")
    page.context.set_offline(True)
    send(page)
    expect(page.locator("[data-kept]")).to_contain_text("sambungan terputus")
    expect(page.get_by_label("Masukan Anda", exact=True)).to_have_value(f"{TEXT} Luring.")
    page.context.set_offline(False)
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Masukan Anda tercatat")
    page.goto(unit(site))
    expect(page.get_by_label("Masukan Anda", exact=True)).to_have_value("")


def test_answer_lost_on_the_way_back_does_not_store_twice(site: Site, open_as: OpenAs) -> None:
    page = open_as().page
    text = f"{TEXT} Sekali saja."
    page.goto(unit(site))
    fill_in(page, text)

    def lose_answer(route: object) -> None:
        route.fetch()
        route.abort()

    page.route(
        "**/butir/*",
        lambda route: lose_answer(route) if route.request.method == "POST" else route.continue_(),
    )
    send(page)
    expect(page.locator("[data-kept]")).to_contain_text("sambungan terputus")
    page.unroute("**/butir/*")
    page.reload()
    expect(page.get_by_label("Masukan Anda", exact=True)).to_have_value(text)
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Masukan Anda tercatat")
    page.goto(unit(site))
    expect(page.locator(".entry", has_text=text)).to_have_count(1)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_refused_file_keeps_the_words_then_a_good_one_is_sent(
    site: Site, open_as: OpenAs, *, javascript: bool
) -> None:
    page = open_as(javascript=javascript).page
    page.goto(unit(site))
    text = f"{TEXT} Berkas {javascript}."
    fill_in(page, text)
    page.get_by_text("Usulkan rumusan dan sertakan alasan").click()
    files = page.locator("#evidence")
    files.set_input_files({"name": "a.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"})
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("Jenis berkas ini tidak diterima")
    expect(page.get_by_label("Masukan Anda", exact=True)).to_have_value(text)
    picture = io.BytesIO()
    Image.new("RGB", (9, 9)).save(picture, "PNG")
    page.locator("#evidence").set_input_files(
        {"name": "loket.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    )
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Masukan Anda tercatat")
    with page.expect_download() as download:
        page.get_by_role("link", name="loket.png").click()
    assert download.value.suggested_filename == "loket.png"


def test_busy_server_takes_nothing_away(site: Site, open_as: OpenAs) -> None:
    page = open_as().page
    page.goto(unit(site))
    fill_in(page, f"{TEXT} Sibuk.")
    busy = "<!DOCTYPE html><title>Sibuk</title><h1>Sibuk</h1>"
    page.route(
        "**/butir/*",
        lambda route: (
            route.fulfill(status=503, body=busy, content_type="text/html")
            if route.request.method == "POST"
            else route.continue_()
        ),
    )
    send(page)
    expect(page.locator("[data-kept]")).to_contain_text("server sedang sibuk")
    expect(page.get_by_label("Masukan Anda", exact=True)).to_have_value(f"{TEXT} Sibuk.")
    page.unroute("**/butir/*")
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Masukan Anda tercatat")


def test_large_file_is_told_before_it_is_sent(site: Site, open_as: OpenAs) -> None:
    page = open_as().page
    page.goto(unit(site))
    fill_in(page, TEXT)
    page.get_by_text("Usulkan rumusan dan sertakan alasan").click()
    large = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"0" * 10_000_001}
    page.locator("#evidence").set_input_files(large)
    send(page)
    expect(page.locator("[data-kept]")).to_contain_text("masing-masing 10 MB")


def test_sent_response_is_not_kept(site: Site, open_as: OpenAs) -> None:
    page = open_as().page
    page.goto(unit(site, UNIT))
    page.locator(".entry").first.get_by_role("link", name="Balas").click()
    page.get_by_label("Balasan Anda").fill("Saya juga.")
    wait_until_kept(page, "Saya juga.")
    page.reload()
    expect(page.get_by_label("Balasan Anda")).to_have_value("Saya juga.")
    page.get_by_role("button", name="Kirim balasan").click()
    expect(page.locator("#balasan")).to_contain_text("Saya juga.")
    expect(page.get_by_label("Balasan Anda")).to_have_value("")


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_side_is_taken_and_taken_back(site: Site, open_as: OpenAs, *, javascript: bool) -> None:
    page = open_as(javascript=javascript).page
    page.goto(unit(site, UNIT))
    entry = page.locator(".entry").first
    number = entry.get_attribute("id")
    if javascript:
        page.evaluate("window.notReloaded = true")
        page.get_by_label("Masukan Anda", exact=True).fill("Sedang ditulis.")
    mine = page.locator(f"#{number} button.side").first
    mine.click()
    expect(mine).to_have_attribute("aria-pressed", "true")
    if javascript:
        assert page.evaluate("window.notReloaded")
        expect(mine).to_be_focused()
        expect(page.get_by_label("Masukan Anda", exact=True)).to_have_value("Sedang ditulis.")
    mine.click()
    expect(mine).to_have_attribute("aria-pressed", "false")


def test_link_is_copied_and_said_so(site: Site, open_as: OpenAs) -> None:
    page = open_as().page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(unit(site, UNIT))
    number = page.locator(".entry").first.get_attribute("id").removeprefix("masukan-")
    page.goto(f"/konsultasi/{site.slug}/masukan/{number}")
    page.get_by_role("button", name="Salin tautan").click()
    expect(page.locator("#kabar")).to_have_text("Tersalin.")
    copied = page.evaluate("navigator.clipboard.readText()")
    page.goto(copied)
    expect(page.locator(f"#masukan-{number}")).to_be_in_viewport()


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("locale", ["id", "en"])
def test_pages_around_an_input_are_sound(
    site: Site, open_as: OpenAs, viewport: dict[str, int], locale: str
) -> None:
    guest = open_as(viewport=viewport, locale=locale)
    page = guest.page
    guest.visit(unit(site))
    page.locator("textarea[name=text]").fill(f"{TEXT} {locale} {viewport['width']}")
    page.locator("input[name=kind][value=pertanyaan]").check()
    page.locator("select[name=element]").select_option("ahli_praktisi")
    page.locator("input[name=consent]").check()
    page.locator("#form-masukan button[type=submit]").last.click()
    page.wait_for_url("**/tanda-terima/*")
    receipt = page.url
    number = page.locator(".receipt-number").inner_text()
    for address in (receipt, f"{receipt}/ubah", f"{receipt}/tarik", f"/masukan/{number}"):
        guest.visit(address)
        assert (guest.axe(), guest.overflow()) == ([], 0), address
    guest.visit(f"/konsultasi/{site.slug}/masukan/{number}")
    assert (guest.axe(), guest.overflow()) == ([], 0)
    team = open_as(Role.DRAFTER, viewport=viewport, locale=locale)
    for address in (f"/kerja/{site.slug}/masukan/{number}", "/akun/masukan"):
        team.visit(address)
        assert (team.axe(), team.overflow()) == ([], 0), address
    guest.visit(f"{receipt}/tarik")
    page.locator("main form button").click()
    page.wait_for_url("**/tanda-terima/*")
    guest.visit(f"/masukan/{number}")
    assert (guest.axe(), guest.overflow()) == ([], 0)
    assert guest.complaints + team.complaints == []
