"""An innovation is kept, replicated, found by everyone, and carried in a sheet both ways."""

import re
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from consultations.vocabulary import Role
from tests.browser.conftest import NARROW, OpenAs
from tests.browser.site import Site

TITLE = "Loket Apung 24 Jam"
USER = "Kabupaten Seribu Pulau"


def _keep(page: Page) -> None:
    page.get_by_role("link", name="Catat inovasi").click()
    page.get_by_label("Judul inovasi").fill(TITLE)
    page.get_by_label("Penghargaan").fill("Juara satu")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("alert")).to_contain_text("Instansi pemilik")
    expect(page.get_by_role("alert")).to_contain_text("misalnya Top 45 (2019)")
    expect(page.get_by_label("Judul inovasi")).to_have_value(TITLE)
    page.get_by_label("Instansi pemilik").fill("Kota Bahari")
    page.get_by_label("Kode NRI").fill("NRI-2025-7")
    page.get_by_label("Penghargaan").fill("Top 45 (2025)\nTop 99 (2024)")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def _replicate(page: Page) -> None:
    page.get_by_role("link", name="Catat replikasi").click()
    page.get_by_label("Instansi replikator").fill(USER)
    page.get_by_label("Adaptasi").check()
    page.get_by_label("Status").select_option("implemen")
    page.get_by_label("Tanggal pengajuan").fill("2025-03-01")
    page.get_by_label("Tanggal disetujui atau ditolak").fill("2025-02-01")
    page.locator("summary", has_text="Rencana, indikator").click()
    page.get_by_label("Indikator").fill("Waktu tunggu\nKunjungan")
    page.get_by_label("Nilai sebelum").fill("90 menit\n3 kali")
    page.get_by_label("Nilai sesudah").fill("20 menit\n1 kali")
    page.get_by_role("button", name="Simpan").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("membutuhkan tanggal mulai diterapkan")
    expect(alert).to_contain_text("mendahului tahap sebelumnya")
    page.get_by_label("Tanggal disetujui atau ditolak").fill("2025-04-01")
    page.get_by_label("Tanggal mulai diterapkan").fill("2025-05-01")
    page.get_by_label("Jenis dokumen").select_option("komitmen")
    letter = {"name": "surat.txt", "mimeType": "text/plain", "buffer": b"Kami berkomitmen."}
    page.get_by_label("Dokumen (boleh dikosongkan)").set_input_files(letter)
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("link", name="surat.txt")).to_be_visible()


def test_innovation_is_replicated_and_found_from_the_clause(site: Site, open_as: OpenAs) -> None:
    watched = open_as(Role.DRAFTER)
    page = watched.page
    watched.visit(f"/kerja/{site.slug}/inovasi")
    _keep(page)
    _replicate(page)
    page.get_by_label("Butir", exact=True).select_option(index=4)
    page.get_by_role("button", name="Kaitkan").click()
    expect(page.get_by_role("button", name=re.compile("Lepas"))).to_be_visible()

    guest = open_as(viewport=NARROW)
    guest.visit("/inovasi")
    guest.page.get_by_label("Kata, kode, atau instansi").fill("seribu pulau")
    guest.page.get_by_label("Tahun penghargaan").select_option("2024")
    guest.page.get_by_role("button", name="Saring").click()
    expect(guest.page.get_by_role("heading", name="1 inovasi")).to_be_visible()
    guest.page.get_by_role("link", name=TITLE).click()
    row = guest.page.get_by_role("row", name="Waktu tunggu 90 menit 20 menit")
    expect(row).to_be_visible()
    with guest.page.expect_download() as given:
        guest.page.get_by_role("link", name="surat.txt").click()
    assert given.value.path().read_bytes() == b"Kami berkomitmen."
    section = guest.page.get_by_role("region", name="Praktik baik bagi butir peta jalan")
    section.get_by_role("link").click()
    expect(guest.page).to_have_url(re.compile(r"/rancangan/\d+/"))
    guest.page.get_by_role("link", name=TITLE).click()
    expect(guest.page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert watched.complaints == guest.complaints == []


def test_sheet_goes_out_and_comes_back(site: Site, open_as: OpenAs, tmp_path: Path) -> None:
    watched = open_as(Role.DRAFTER, javascript=False)
    page, here = watched.page, f"/kerja/{site.slug}/inovasi"
    file = tmp_path / "inovasi.xlsx"

    def hand_in() -> None:
        watched.visit(f"{here}/impor")
        page.get_by_label("Berkas CSV atau XLSX").set_input_files(file)
        page.get_by_role("button", name="Unggah dan lihat pratinjau").click()

    watched.visit(here)
    with page.expect_download() as given:
        page.get_by_role("link", name="Unduh XLSX").click()
    given.value.save_as(file)
    hand_in()
    expect(page.locator("main")).to_contain_text("Semua barisnya sudah tercatat")

    book = load_workbook(file)
    sheet = book.worksheets[0]
    column = {str(cell.value): cell.column for cell in sheet[1]}
    row = sheet.max_row + 1
    new = {
        "judul_inovasi": "Antre Terapung",
        "instansi_pemilik": "Kota Bahari",
        "instansi_replikator": "Kota Teluk",
        "bentuk": "tiruan",
        "tanggal_pengajuan": "kemarin",
    }
    for name, value in new.items():
        sheet.cell(row, column[name], value)
    book.save(file)
    hand_in()
    wrong = page.get_by_role("region", name="Yang perlu diperbaiki").get_by_role("table")
    cells = [line.inner_text().split("\t") for line in wrong.locator("tbody tr").all()]
    assert [[line[0], line[1], line[2].split("”")[0]] for line in cells] == [
        [str(row - 1), "tanggal_pengajuan", "“kemarin"],
        [str(row - 1), "bentuk", "“tiruan"],
    ]
    expect(page.get_by_role("button", name=re.compile("^Impor"))).to_have_count(0)

    sheet.cell(row, column["bentuk"], "Modifikasi")
    sheet.cell(row, column["tanggal_pengajuan"], "2026-01-05")
    book.save(file)
    hand_in()
    figures = page.locator("dl.stats > div").all_inner_texts()
    assert [" ".join(one.split()) for one in figures] == [
        "Inovasi baru 1",
        "Replikasi baru 1",
        "Kesalahan 0",
    ]
    page.get_by_role("button", name=re.compile("^Impor")).click()
    expect(page.get_by_role("listitem").filter(has_text="Antre Terapung")).to_contain_text(
        "1 replikasi: Modifikasi"
    )
    assert watched.complaints == []
