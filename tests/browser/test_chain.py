"""The whole chain in one walk: a guest's words, read, decided, rewritten, answered, final.

Nothing is prepared but an empty site and its first account. An administrator, a drafter and two
guests do the rest through the pages; letters go through a real post office.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from server.settings import Settings
from tests.browser.conftest import PATIENCE_MILLISECONDS
from tests.browser.watching import Watched
from tests.documents import PNG
from tests.post_office import PostOffice, open_office, until
from tests.processes import free_port, run_rembuk, web_server

TITLE = "Peta Jalan Layanan Kota"
ADMIN, DRAFTER, GUEST = "admin@contoh.id", "penyusun@contoh.id", "wati@contoh.id"
DRAFT = f"""# {TITLE}

## Bab I Loket

### 1.1 Jam dan biaya

1.1.1 Loket dibuka pada hari kerja.

1.1.2 Antrean diambil di tempat.

1.1.3 Biaya di tempelkan di pintu masuk.
"""
SAID = "Saya bekerja sampai sore. Loket sudah tutup saat saya pulang."
WISHED = "Loket dibuka pada hari kerja dan Sabtu pagi."
PRAISE = "Daftar biaya di pintu masuk sangat membantu."
SECRET = "Petugas di loket dua sering pulang lebih awal."
THEME = "Jam buka loket"
REASON = "Warga yang bekerja tidak dapat datang pada jam kerja."
REPLY = "Terima kasih. Butir 1.1.1 kami ubah: loket juga dibuka pada Sabtu pagi."


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_office() as opened:
        yield opened


@pytest.fixture
def settings(tmp_path: Path, office: PostOffice) -> Iterator[Settings]:
    """An empty site with web and worker, whose letters go to the post office."""
    made = Settings(data=tmp_path / "data", port=free_port())
    run_rembuk(made, "migrate").check_returncode()
    with web_server(
        made,
        command="serve",
        REMBUK_SMTP_HOST="127.0.0.1",
        REMBUK_SMTP_PORT=str(office.port),
        REMBUK_SMTP_SECURITY="none",
        REMBUK_MAIL_FROM="Rembuk <rembuk@contoh.go.id>",
    ):
        yield made


@pytest.fixture
def visitor(settings: Settings, browser: Browser) -> Iterator[Callable[[], Watched]]:
    """Opens a window of its own for somebody."""
    contexts = []

    def opened() -> Watched:
        context = browser.new_context(
            base_url=settings.address,
            viewport={"width": 1280, "height": 800},
            reduced_motion="reduce",
            locale="id-ID",
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        contexts.append(context)
        return Watched(context.new_page(), settings.address)

    yield opened
    for context in contexts:
        context.close()


def test_guests_words_become_the_final_versions_words(
    settings: Settings, office: PostOffice, visitor: Callable[[], Watched]
) -> None:
    admin, drafter, guest, other = (visitor() for _ in range(4))
    sign_in(admin, first_link(settings))
    convene(admin.page)
    sign_in(drafter, link_in(office, DRAFTER))
    publish_first_version(drafter.page)
    announce(admin)
    plan_session(drafter.page)
    receipt = comment(guest, office)
    say_more(other)

    gather(drafter.page)
    decide(drafter.page)
    redraft(drafter.page)
    assemble(drafter.page)
    publish_decisions(drafter.page)
    read_reply(guest, office, receipt)
    trace_both_ways(guest)

    correct_by_hand(drafter.page)
    be_refused(drafter.page)
    satisfy(drafter.page)
    declare_final(drafter.page)
    check_final(guest, other)
    assert admin.complaints == drafter.complaints == guest.complaints == other.complaints == []


def first_link(settings: Settings) -> str:
    """The link that the first administrator gets on the server."""
    made = run_rembuk(settings, "user", ADMIN, "--name", "Ratri", "--role", "administrator")
    return find(r"/masuk/\S+", made.stdout)


def link_in(office: PostOffice, address: str) -> str:
    """The link to sign in with that came by mail."""
    until(lambda: office.to(address), 60)
    return find(r"/masuk/\S+", letter(office, address))


def find(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, text
    return found.group()


def sign_in(watched: Watched, link: str) -> None:
    watched.visit(link)
    watched.page.get_by_role("main").get_by_role("button", name="Masuk").click()
    expect(watched.page.get_by_role("button", name="Keluar", exact=True)).to_be_visible()


def convene(page: Page) -> None:
    """The administrator sets the consultation up, dates it and invites a drafter."""
    page.get_by_role("link", name="Semua konsultasi").click()
    page.get_by_role("link", name="Konsultasi baru").click()
    page.get_by_label("Kode nomor registrasi").fill("PJL")
    page.get_by_label("Judul", exact=True).fill(TITLE)
    page.get_by_label("Ringkasan", exact=True).fill("Peta jalan layanan kota sampai 2030.")
    page.get_by_label("Cara ikut serta", exact=True).fill("Baca butirnya, lalu tulis masukan.")
    page.get_by_label("Penyelenggara").fill("Kota Contoh")
    page.get_by_role("button", name="Buat konsultasi").click()
    stage = page.get_by_role("group", name="FKP")
    today = datetime.now(ZoneInfo("Asia/Jakarta"))
    stage.get_by_label("Mulai").fill(f"{today - timedelta(days=1):%Y-%m-%dT%H:%M}")
    stage.get_by_label("Berakhir").fill(f"{today + timedelta(days=9):%Y-%m-%dT%H:%M}")
    stage.get_by_label("Masukan diterima selama tahap ini").check()
    page.get_by_role("button", name="Simpan jadwal").click()
    page.goto("/admin")
    page.get_by_role("link", name="Undang orang").click()
    page.get_by_label("Nama").fill("Dimas")
    page.get_by_label("Surel").fill(DRAFTER)
    page.get_by_label("Tim penyusun").check()
    page.get_by_label("Fasilitator").check()
    page.get_by_label("Berlaku di").select_option(label=TITLE)
    page.get_by_role("button", name="Buat akun dan tautan").click()
    page.get_by_role("button", name="Kirim undangan lewat surel").click()
    expect(page.locator("main [role=status]")).to_contain_text(DRAFTER)


def publish_first_version(page: Page) -> None:
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("link", name="Rancangan", exact=True).first.click()
    page.get_by_label("Atau tempelkan naskahnya").fill(DRAFT)
    page.get_by_role("button", name="Pecah menjadi butir").click()
    page.get_by_role("link", name="Lanjut ke penerbitan").click()
    page.get_by_role("button", name="Terbitkan versi ini").click()


def announce(admin: Watched) -> None:
    page = admin.page
    admin.visit("/admin/konsultasi")
    page.get_by_role("link", name=TITLE, exact=True).click()
    page.get_by_role("link", name="Pengaturan", exact=True).click()
    page.get_by_role("link", name="Umumkan", exact=True).click()
    page.get_by_role("button", name="Umumkan sekarang").click()


def comment(guest: Watched, office: PostOffice) -> str:
    """A guest comments by the public form; returns the receipt's address from the letter."""
    page = guest.page
    guest.visit("/")
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("link", name="Baca rancangan").first.click()
    page.get_by_role("link", name="Beri masukan · Butir 1.1.1").click()
    page.get_by_role("radio", name="Usulan rumusan").check()
    page.get_by_label("Masukan Anda", exact=True).fill(SAID)
    page.get_by_text("Usulkan rumusan dan sertakan alasan").click()
    page.get_by_role("textbox", name="Usulan rumusan").fill(WISHED)
    page.get_by_label("Anda mewakili unsur").select_option("pengguna_layanan")
    page.get_by_text("Nama, lembaga, dan keterangan lain").click()
    page.get_by_label("Nama Anda").fill("Wati Warga")
    page.get_by_label("Surel").fill(GUEST)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Kirim masukan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Masukan Anda tercatat")
    until(lambda: office.to(GUEST), 60)
    return find(r"/tanda-terima/\S+", letter(office, GUEST))


def say_more(other: Watched) -> None:
    """Something that everybody may read, and something for the team alone."""
    page = other.page
    for number, text, readers in (
        ("1.1.3", PRAISE, "Publik, tanpa nama"),
        ("1.1.2", SECRET, "Hanya untuk tim penyusun"),
    ):
        other.visit("/")
        page.get_by_role("link", name=TITLE).first.click()
        page.get_by_role("link", name="Baca rancangan dan beri masukan").click()
        page.get_by_role("link", name=f"Beri masukan · Butir {number}").click()
        page.get_by_role("radio", name="Pengalaman").check()
        page.get_by_label("Masukan Anda", exact=True).fill(text)
        page.get_by_label("Anda mewakili unsur").select_option("penyelenggara")
        page.get_by_role("radio", name=readers).check()
        page.get_by_role("checkbox").check()
        page.get_by_role("button", name="Kirim masukan").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Masukan Anda tercatat")


def plan_session(page: Page) -> None:
    """A session that the final version has to wait for."""
    go(page, "Sesi")
    page.get_by_role("link", name="Rencanakan sesi").click()
    page.get_by_label("Judul", exact=True).fill("FKP loket kota")
    page.get_by_label("Tema sesi").fill("Jam buka loket")
    page.get_by_label("Tempat", exact=True).fill("Balai Kota")
    page.get_by_label("Mulai", exact=True).fill("2026-11-02T09:00")
    page.get_by_label("Sesi wajib").check()
    page.get_by_role("button", name="Simpan dan umumkan sesi").click()


def gather(page: Page) -> None:
    go(page, "Masukan")
    page.get_by_role("checkbox", name="Pilih PJL-00001").check()
    page.get_by_label("Nama tema baru").fill(THEME)
    page.get_by_role("button", name="Jadikan tema baru").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(THEME)


def decide(page: Page) -> None:
    page.get_by_role("link", name="Buka keputusan dan jawabannya").click()
    page.get_by_role("combobox", name="Keputusan", exact=True).select_option("diterima")
    page.get_by_label("Alasan keputusan").fill(REASON)
    page.get_by_label("Jawaban kepada pemberi masukan").fill(REPLY)
    page.get_by_role("button", name="Simpan, siap terbit").click()
    expect(page.get_by_role("button", name="Terbitkan yang ini saja")).to_be_visible()


def redraft(page: Page) -> None:
    """From the decision to new words, taken from the participant, approved."""
    page.get_by_role("link", name="Rumuskan ulang butirnya").click()
    page.get_by_role("link", name="Butir 1.1.1").first.click()
    page.get_by_role("button", name="Pakai rumusan ini PJL-00001").click()
    expect(page.get_by_label("Rumusan baru")).to_have_value(WISHED)
    page.get_by_label("Alasan", exact=True).fill(REASON)
    page.get_by_role("button", name="Simpan usulan").click()
    page.get_by_role("button", name="Setujui").click()


def assemble(page: Page) -> None:
    page.get_by_role("link", name="Susun yang disetujui ke versi berikut").click()
    page.get_by_role("button", name="Masukkan yang dicentang").click()
    page.get_by_role("link", name="Lanjut ke penerbitan").click()
    page.get_by_label("Apa yang berubah").fill("Loket juga dibuka pada Sabtu pagi.")
    page.get_by_role("button", name="Terbitkan versi ini").click()
    expect(page.get_by_role("main")).to_contain_text("Rancangan versi 2, diterbitkan")


def publish_decisions(page: Page) -> None:
    go(page, "Keputusan")
    page.get_by_role("link", name="Terbitkan serentak").first.click()
    page.get_by_role("button", name="Terbitkan sekarang").click()
    expect(page.get_by_role("link", name="Lihat halaman hasil")).to_be_visible(timeout=60_000)


def read_reply(guest: Watched, office: PostOffice, receipt: str) -> None:
    until(lambda: len(office.to(GUEST)) > 1, 60)
    assert REPLY in letter(office, GUEST).replace("\n", " ")
    guest.visit(receipt)
    expect(guest.page.get_by_role("main")).to_contain_text(REPLY)
    expect(guest.page.get_by_role("main")).to_contain_text(REASON)


def trace_both_ways(guest: Watched) -> None:
    """From the receipt to the changed words in one click, and from there back to the input."""
    page = guest.page
    page.get_by_role("link", name="Versi 2: Butir 1.1.1").click()
    expect(page.locator(".unit-text")).to_have_text(WISHED)
    page.get_by_role("link", name="PJL-00001").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Masukan PJL-00001")
    expect(page.locator("#mengubah .diff")).to_contain_text("Sabtu pagi")


def correct_by_hand(page: Page) -> None:
    """The next version begins as the published one, and a slip is put right without a source."""
    go(page, "Rancangan")
    page.get_by_role("button", name="Mulai versi 3").click()
    page.get_by_role("link", name="Ubah · Butir 1.1.3").click()
    page.get_by_role("textbox", name=re.compile("^Isi")).fill("Biaya ditempelkan di pintu masuk.")
    page.get_by_role("button", name="Simpan", exact=True).click()


def be_refused(page: Page) -> None:
    go(page, "Keputusan")
    page.get_by_role("link", name="Finalisasi", exact=True).click()
    page.get_by_role("button", name="Tetapkan versi final").click()
    expect(page.get_by_role("alert")).to_be_focused()
    main = page.get_by_role("main")
    for name in ("PJL-00002", "PJL-00003", "Butir 1.1.3", "FKP loket kota"):
        expect(main.get_by_role("link", name=name)).to_be_visible()
    expect(main.get_by_role("button", name="Simpan alasan Ahli")).to_be_visible()


def satisfy(page: Page) -> None:
    """Follow every link of the gate and do what is missing there."""
    gate = page.url
    while (open_ones := page.get_by_role("link", name=re.compile(r"^PJL-\d+$"))).count():
        open_ones.first.click()
        answer = page.get_by_role("combobox", name="Keputusan", exact=True)
        answer.select_option("di_luar_lingkup")
        page.get_by_label("Alasan keputusan").fill("Pelaksanaannya diurus pengawas loket.")
        page.get_by_role("button", name="Simpan, siap terbit").click()
        page.get_by_role("button", name="Terbitkan yang ini saja").click()
        page.goto(gate)

    page.get_by_role("link", name="Butir 1.1.3").click()
    page.get_by_label("Jenis perubahan").select_option("redaksional")
    page.get_by_role("button", name="Simpan", exact=True).click()

    page.goto(gate)
    page.get_by_role("link", name="FKP loket kota").click()
    page.get_by_role("radio", name="Berita Acara yang sudah ditandatangani").check()
    page.locator("input[type=file]").set_input_files(
        {"name": "ba.png", "mimeType": "image/png", "buffer": PNG}
    )
    page.get_by_role("button", name="Unggah").click()
    page.goto(gate)
    page.get_by_role("link", name="FKP loket kota").click()
    page.get_by_label("Alasan").fill("Foto disusulkan.")
    page.get_by_role("button", name="Tutup sesi").click()

    page.goto(gate)
    while (why := page.get_by_label("Mengapa unsur ini tidak didengar")).count():
        why.first.fill("Diundang dua kali, tidak menjawab.")
        page.get_by_role("button", name="Simpan alasan").first.click()
        page.goto(gate)


def declare_final(page: Page) -> None:
    expect(page.get_by_label("Alasan melanjutkan walau belum lengkap")).to_have_count(0)
    page.get_by_label("Apa yang berubah").fill("Satu kata dibetulkan.")
    page.get_by_role("button", name="Tetapkan versi final").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def check_final(guest: Watched, other: Watched) -> None:
    """The final words still lead to the input; the matrix has a row for each published input."""
    page = guest.page
    guest.visit("/")
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("link", name="Baca rancangan dan beri masukan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.locator("#butir-1\\.1\\.1-teks footer a").click()
    expect(page.locator(".unit-text")).to_have_text(WISHED)
    page.locator("#asal").get_by_role("link", name="PJL-00001").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Masukan PJL-00001")

    page = other.page
    listed = set()
    base = urlsplit(guest.page.url).path.partition("/masukan")[0]
    for number in ("1.1.1", "1.1.2", "1.1.3"):
        other.visit(f"{base}/rancangan/1/butir/{number}")
        listed |= set(re.findall(r"PJL-\d{5}", page.locator("#daftar-masukan").inner_text()))
    other.visit(f"{base}/hasil")
    page.get_by_role("link", name="Matriks tanggapan").click()
    rows = page.locator("#matriks tbody tr")
    assert listed == {"PJL-00001", "PJL-00002"}
    expect(rows).to_have_count(len(listed))
    expect(page.get_by_role("main")).not_to_contain_text(SECRET)


def go(page: Page, section: str) -> None:
    """Into a section of the workspace."""
    page.get_by_role("banner").get_by_role("link", name="Ruang kerja").click()
    bar = page.get_by_role("navigation", name="Ruang kerja")
    bar.get_by_role("link", name=section, exact=True).click()


def letter(office: PostOffice, address: str) -> str:
    body = office.to(address)[-1].get_body(("plain",))
    return str(body.get_content()) if body else ""
