"""Two people score options blind; the drafting team reads the result and writes with it."""

import re
from collections.abc import Sequence

from playwright.sync_api import Page, expect

from consultations.vocabulary import Role
from tests.browser.conftest import NARROW, OpenAs
from tests.browser.site import Site

TITLE = "Loket mana yang dibuka dahulu"
OPTIONS = ("Loket kelurahan padat", "Antrean daring", "Layanan keliling")
PEOPLE = {Role.FACILITATOR: "Fitri Fasilitator", Role.NOTE_TAKER: "Nanda Notulis"}
# By option: urgency, seriousness, growth and cost.
VALUES: dict[Role, Sequence[Sequence[int]]] = {
    Role.FACILITATOR: ((5, 4, 4, 2), (3, 3, 2, 3), (1, 1, 2, 5)),
    Role.NOTE_TAKER: ((4, 5, 5, 1), (2, 3, 3, 4), (2, 1, 1, 5)),
}


def _prepare(page: Page) -> None:
    page.get_by_label("Judul penilaian").fill(TITLE)
    page.get_by_label("Yang hendak diputuskan").fill("Urutan pembukaan loket.")
    page.get_by_label("USG: urgensi").check()
    page.get_by_label("Perbandingan berpasangan (AHP)").check()
    page.get_by_role("button", name="Siapkan penilaian").click()
    page.get_by_role("button", name="Buka penilaian").click()
    expect(page.get_by_role("alert")).to_contain_text("sedikitnya dua opsi")
    for place, name in enumerate(OPTIONS):
        if not page.get_by_label("Nama opsi").is_visible():
            page.locator("summary", has_text="Tambah opsi").click()
        page.get_by_label("Nama opsi").fill(name)
        if not place:
            page.get_by_label("Butir rancangan").select_option(index=3)
        page.get_by_role("button", name="Tambah opsi").click()
        expect(page.get_by_role("heading", name=name)).to_be_visible()
    page.locator("summary", has_text="Tambah kriteria").click()
    page.get_by_label("Nama kriteria").fill("Biaya")
    page.get_by_label("Makin kecil makin baik").check()
    page.get_by_label("Sumber bukti").select_option(
        label="Survei kepuasan masyarakat triwulan kedua"
    )
    page.get_by_role("button", name="Tambah kriteria").click()
    for name in PEOPLE.values():
        page.get_by_label("Minta menilai").select_option(label=name)
        page.get_by_role("button", name="Tambah penilai").click()
    page.get_by_role("button", name="Buka penilaian").click()
    expect(page.get_by_role("button", name="Tutup dan hitung hasilnya")).to_be_visible()


def _compare(page: Page, steps: Sequence[str]) -> None:
    for field, step in zip(page.locator("main select").all(), steps, strict=True):
        field.select_option(step)
    page.get_by_role("button", name="Simpan perbandingan").click()


def _score(page: Page, rows: Sequence[Sequence[int]]) -> None:
    for option, row in zip(OPTIONS, rows, strict=True):
        region = page.get_by_role("region", name=option)
        for group, value in zip(region.get_by_role("group").all(), row, strict=True):
            group.get_by_label(str(value), exact=True).check()


def test_two_people_score_blind_and_the_result_enters_the_redraft(
    site: Site, open_as: OpenAs
) -> None:
    watched = open_as(Role.DRAFTER)
    page = watched.page
    watched.visit(f"/kerja/{site.slug}/penilaian")
    _prepare(page)
    place = page.url.removeprefix(site.address)

    first = open_as(Role.FACILITATOR, viewport=NARROW, javascript=False)
    first.visit(f"{place}/pasangan")
    _compare(first.page, ["3", "-9", "5", "3", "5", "5"])
    expect(first.page.locator("main")).to_contain_text("saling bertentangan")
    worst = first.page.get_by_role("link", name="Periksa lagi pasangan itu")
    assert worst.get_attribute("href") == "#" + str(
        first.page.get_by_label("Urgensi atau Perkembangan").get_attribute("id")
    )
    _compare(first.page, ["1", "2", "5", "2", "5", "3"])
    expect(first.page.locator("main")).to_contain_text("saling cocok")
    first.page.get_by_role("link", name="Lanjut ke nilai saya").click()
    expect(first.page.locator("main")).to_contain_text("Waktu tunggu dinilai paling rendah.")
    first.page.get_by_role("button", name="Simpan dan selesai").click()
    assert first.page.get_by_text("Belum dinilai", exact=True).count() == 12
    _score(first.page, VALUES[Role.FACILITATOR])
    first.page.get_by_role("button", name="Simpan dan selesai").click()
    expect(first.page).to_have_url(re.compile(r"/penilaian/[0-9a-f-]{36}$"))

    second = open_as(Role.NOTE_TAKER)
    second.visit(f"/kerja/{site.slug}/penilaian")
    card = second.page.get_by_role("listitem").filter(has_text=TITLE)
    expect(card).to_contain_text("Menunggu nilai Anda")
    second.visit(f"{place}/nilai")
    assert second.page.locator("input[type=radio]:checked").count() == 0
    for reader in (second, watched):
        reader.visit(place)
        expect(reader.page.get_by_role("heading", name="Urutan gabungan")).to_have_count(0)
    page.get_by_role("button", name="Tutup dan hitung hasilnya").click()
    expect(page.get_by_role("alert")).to_contain_text("belum selesai")
    second.visit(f"{place}/pasangan")
    _compare(second.page, ["1", "3", "4", "2", "4", "2"])
    second.page.get_by_role("link", name="Lanjut ke nilai saya").click()
    _score(second.page, VALUES[Role.NOTE_TAKER])
    second.page.get_by_role("button", name="Simpan dan selesai").click()
    expect(second.page).to_have_url(re.compile(r"/penilaian/[0-9a-f-]{36}$"))

    page.get_by_role("button", name="Tutup dan hitung hasilnya").click()
    ranking = page.get_by_role("table", name="Urutan menurut tiap cara hitung")
    rows = [row.inner_text().split("\t") for row in ranking.locator("tbody tr").all()]
    assert rows == [[name, *[str(number)] * 4] for number, name in enumerate(OPTIONS, start=1)]
    main = page.locator("main")
    expect(main).to_contain_text(f"Urutan pertama: {OPTIONS[0]}.")
    expect(main).to_contain_text("Para penilai: sepakat.")
    page.locator("summary", has_text="6. Gabungan").click()
    expect(page.get_by_role("img", name="Gambar urutan pada tiap cara hitung")).to_be_visible()
    assert "Fitri" not in main.inner_text()
    page.get_by_role("link", name=re.compile(r"^Butir .* \(Loket kelurahan padat\)$")).click()
    expect(page.get_by_role("checkbox", name=TITLE)).to_be_checked()
    assert watched.complaints == first.complaints == second.complaints == []


def test_printed_result_holds_every_step_and_no_buttons(site: Site, open_as: OpenAs) -> None:
    page = open_as(Role.DRAFTER).page
    page.goto(f"/kerja/{site.slug}/penilaian/{site.closed_assessment}")
    step = page.get_by_text("Bayangkan opsi khayalan yang terbaik")
    expect(step).to_be_hidden()
    page.emulate_media(media="print")
    expect(step).to_be_visible()
    assert page.locator("header, nav, form").locator("visible=true").count() == 0
