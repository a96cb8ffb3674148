"""A survey from its first question to its published results, and an SKM to its report, by hand."""

import csv
from fractions import Fraction
from pathlib import Path

import pypdfium2
from playwright.sync_api import Locator, Page, expect

from consultations.vocabulary import Role
from tests.browser.conftest import NARROW, OpenAs
from tests.browser.site import Site
from tests.browser.watching import Watched

WHY = "Antre sejak subuh, loketnya satu."
WISH = "Buka sampai malam."
ON_PAPER = "Ditulis di kertas: jauh dari rumah."
# Kind, then the fields by name; "!" is a box to tick.
QUESTIONS = (
    ("Judul bagian", {"text": "Pengalaman", "text_en": "Experience"}),
    (
        "Pilih satu",
        {
            "text": "Apakah Anda puas?",
            "text_en": "Are you satisfied?",
            "options": "Ya\nTidak",
            "options_en": "Yes\nNo",
            "required": "!",
        },
    ),
    (
        "Pilih beberapa",
        {
            "text": "Kanal mana?",
            "text_en": "Which channels?",
            "options": "Loket\nDaring",
            "options_en": "Counter\nOnline",
        },
    ),
    (
        "Angka",
        {
            "text": "Berapa menit menunggu?",
            "text_en": "How many minutes did you wait?",
            "least": "0",
            "most": "600",
            "required": "!",
        },
    ),
    ("Judul bagian", {"text": "Ke depan", "text_en": "Ahead"}),
    (
        "Tabel pilihan",
        {
            "text": "Nilai tiap hal",
            "text_en": "Rate each",
            "options": "Buruk\nBaik",
            "options_en": "Poor\nGood",
            "matrix_rows": "Jam\nTempat",
            "matrix_rows_en": "Hours\nPlace",
            "required": "!",
        },
    ),
    (
        "Urutkan pilihan",
        {
            "text": "Mana lebih dahulu?",
            "text_en": "Which comes first?",
            "options": "Jam\nBiaya\nSopan",
            "options_en": "Hours\nCost\nManners",
            "required": "!",
        },
    ),
    ("Skala angka", {"text": "Seberapa mudah?", "least": "1", "most": "5", "required": "!"}),
    ("Jawaban terbuka", {"text": "Saran lain", "text_en": "Other suggestions"}),
)


def write_question(page: Page, kind: str, fields: dict[str, str]) -> None:
    page.get_by_role("link", name=kind, exact=True).click()
    page.locator("summary", has_text="Dalam bahasa Inggris").click()
    for name, value in fields.items():
        field = page.locator(f"[name={name}]")
        if value == "!":
            field.check()
        else:
            field.fill(value)


def save(page: Page) -> None:
    page.get_by_role("button", name="Simpan").click()


def question(page: Page, words: str) -> Locator:
    return page.locator(".question", has_text=words)


def listed(page: Page, words: str) -> Locator:
    return page.locator("li.split-unit", has_text=words)


def order(page: Page) -> list[str]:
    found = page.locator("li.split-unit strong").all_inner_texts()
    return [words.partition(". ")[2] for words in found]


def fill_in(page: Page, *, satisfied: str, minutes: str, ranks: str, good: int = 2) -> None:
    """The same in both languages: by the order of what can be chosen."""
    question(page, "1.").get_by_label(satisfied, exact=True).check()
    page.locator(".question input[inputmode=decimal]").fill(minutes)
    for place, rank in enumerate(ranks):
        page.locator(".ranking select").nth(place).select_option(rank)
    for row in range(good):
        page.locator(".matrix tbody tr").nth(row).locator("input").nth(1).check()
    page.locator(".scale input").nth(3).check()


def about_oneself(page: Page, element: str = "pengguna_layanan") -> None:
    page.locator("select[name=element]").select_option(element)
    page.locator("input[name=consent]").check()


def build(watched: Watched, site: Site) -> str:
    """By the pages, at the width of a phone; returns the survey's address in the workspace."""
    page = watched.page
    watched.visit(f"/kerja/{site.slug}/survei")
    page.get_by_role("link", name="Siapkan survei baru").click()
    page.get_by_role("button", name="Siapkan").click()
    expect(page.locator("#title-error")).to_have_text("Isian ini wajib diisi.")
    page.get_by_label("Judul survei").fill("Kantor desa")
    page.locator("summary", has_text="Dalam bahasa Inggris").click()
    page.get_by_label("Judul dalam bahasa Inggris").fill("Village office")
    page.get_by_role("button", name="Siapkan").click()
    expect(page.get_by_text("Belum ada pertanyaan")).to_be_visible()
    place = page.url.partition("#")[0]
    for kind, fields in QUESTIONS:
        write_question(page, kind, fields)
        save(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Kantor desa")
    # A follow-up, put where it belongs.
    why = {"text": "Mengapa tidak?", "text_en": "Why not?", "required": "!"}
    write_question(page, "Jawaban terbuka", why)
    page.locator("summary", has_text="Tanyakan hanya menurut jawaban").click()
    page.get_by_label("Tidak", exact=True).check()
    page.get_by_label("Loket", exact=True).check()
    save(page)
    expect(page.locator("#condition-error")).to_have_text(
        "Centang jawaban dari satu pertanyaan saja."
    )
    expect(page.locator("[name=text_en]")).to_have_value("Why not?")
    page.get_by_label("Loket", exact=True).uncheck()
    page.get_by_label("Letaknya").select_option(label="Setelah 1. Apakah Anda puas?")
    save(page)
    return place


def arrange(page: Page) -> None:
    """Edit, move, copy and take out; the order is what was asked for each time."""
    written = [fields["text"] for _, fields in QUESTIONS]
    written.insert(2, "Mengapa tidak?")
    assert order(page) == written
    expect(listed(page, "Mengapa tidak?")).to_contain_text("Hanya bila jawaban 1: Tidak")
    # What others depend on can't be taken out by oversight.
    expect(listed(page, "Apakah Anda puas?").get_by_text("Hapus")).to_have_count(0)
    listed(page, "Kanal mana?").get_by_role("link", name="Ubah").click()
    page.get_by_label("Pertanyaan", exact=True).fill("Kanal mana saja?")
    save(page)
    listed(page, "Kanal mana saja?").get_by_role("button", name="Turunkan").click()
    assert order(page)[3:5] == ["Berapa menit menunggu?", "Kanal mana saja?"]
    listed(page, "Kanal mana saja?").get_by_role("button", name="Naikkan").click()
    listed(page, "Saran lain").get_by_role("button", name="Salin").click()
    assert order(page)[-2:] == ["Saran lain", "Saran lain"]
    copy = listed(page, "Saran lain").last
    copy.get_by_text("Hapus", exact=False).first.click()
    copy.get_by_role("button", name="Ya, hapus pertanyaan ini").click()
    written[3] = "Kanal mana saja?"
    assert order(page) == written
    expect(listed(page, "Seberapa mudah?")).to_contain_text("belum lengkap dalam bahasa Inggris")


def check_paper(watched: Watched, place: str, folder: Path) -> None:
    page = watched.page
    watched.visit(f"{place}/cetak")
    assert (watched.axe(), watched.overflow()) == ([], 0)
    file = folder / "kertas.pdf"
    page.pdf(path=file, format="A4")
    words = words_in(file)
    for part in ("2. Mengapa tidak?", "Hanya bila jawaban 1: Tidak", "Antara 0 dan 600.", "Sopan"):
        assert part in words
    assert "Ruang kerja" not in words


def words_in(file: Path) -> str:
    document = pypdfium2.PdfDocument(file)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def answer_with_mistakes_first(guest: Watched, address: str) -> None:
    """Without scripts on a phone: each mistake is told beside its question, nothing is lost."""
    page = guest.page
    guest.visit(address)
    expect(question(page, "Mengapa tidak?")).to_have_count(0)
    fill_in(page, satisfied="Tidak", minutes="9.000", ranks="113", good=1)
    page.get_by_label("Saran lain").fill(WISH)
    send = page.get_by_role("button", name="Kirim jawaban")
    send.click()
    told = {
        "Mengapa tidak?": "Pertanyaan lanjutan sesuai jawaban Anda. Silakan dijawab, lalu kirim "
        "lagi.",
        "Berapa menit menunggu?": "Tulis angka antara 0 dan 600.",
        "Nilai tiap hal": "Pilih satu jawaban pada setiap baris.",
        "Mana lebih dahulu?": "Setiap urutan hanya boleh dipakai sekali, dan semua pilihan diberi "
        "urutan.",
    }
    for words, message in told.items():
        error = question(page, words).locator(".ds-validation-message")
        expect(error).to_have_text(message)
        expect(page.locator(f"[aria-describedby~='{error.get_attribute('id')}']")).to_have_count(1)
    expect(page.locator("#element-error")).to_be_visible()
    expect(page.locator("#consent-error")).to_be_visible()
    expect(page.locator(".ds-error-summary li")).to_have_count(len(told) + 2)
    expect(page.get_by_label("Saran lain")).to_have_value(WISH)
    expect(page.locator("input[inputmode=decimal]")).to_have_value("9.000")
    expect(question(page, "1.").get_by_label("Tidak", exact=True)).to_be_checked()
    expect(page.locator(".ranking select").nth(1)).to_have_value("1")
    assert guest.overflow() == 0
    fill_in(page, satisfied="Tidak", minutes="90", ranks="213")
    about_oneself(page)
    send.click()
    # Still missing: what the first answer had opened.
    expect(page.locator(".ds-validation-message")).to_have_text("Jawab pertanyaan ini.")
    page.get_by_label("Mengapa tidak?").fill(WHY)
    send.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jawaban Anda tercatat")
    assert guest.overflow() == 0
    expect(page.locator(".tally a")).to_have_count(2)
    page.locator(".tally a").first.click()
    expect(page.locator("main")).to_contain_text(WHY)


def answer_in_english(guest: Watched, address: str, minutes: str) -> None:
    page = guest.page
    guest.visit(address)
    fill_in(page, satisfied="Yes", minutes=minutes, ranks="123")
    expect(question(page, "Seberapa mudah?")).to_have_attribute("lang", "id")
    about_oneself(page)
    page.get_by_role("button", name="Send answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers are recorded")
    expect(page.locator(".tally a")).to_have_count(0)


def check_conditions_with_scripts(guest: Watched, address: str) -> None:
    page = guest.page
    guest.visit(address)
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.locator(".ds-error-summary")).to_be_focused()
    assert (guest.axe(), guest.overflow()) == ([], 0)
    follow_up = question(page, "Mengapa tidak?")
    for satisfied, asked in (("Tidak", True), ("Ya", False), ("Tidak", True)):
        page.get_by_label(satisfied, exact=True).check()
        expect(follow_up).to_be_visible(visible=asked)
        expect(page.locator("[data-count]")).to_have_text(f"Terjawab 1 dari {8 if asked else 7}")
    assert guest.complaints == []


def type_in_paper(desk: Watched, place: str) -> None:
    """Half a sheet, once; taken back and typed in again."""
    page = desk.page
    for mistyped in (True, False):
        desk.visit(f"{place}/catat")
        page.get_by_label("Nomor lembar").fill("12")
        page.get_by_label("Tidak", exact=True).check()
        page.get_by_label("Mengapa tidak?").fill(ON_PAPER)
        page.locator("select[name=element]").select_option("media_massa")
        page.get_by_role("button", name="Simpan lembar ini").click()
        expect(page.get_by_role("status").first).to_contain_text("Lembar tercatat")
        page.get_by_label("Nomor lembar").fill("12")
        page.locator("select[name=element]").select_option("media_massa")
        page.get_by_role("button", name="Simpan lembar ini").click()
        expect(page.locator("#sheet_number-error")).to_have_text(
            "Lembar dengan nomor ini sudah dicatat."
        )
        assert (desk.axe(), desk.overflow()) == ([], 0)
        if mistyped:
            page.locator("summary", has_text="Batalkan").click()
            page.get_by_role("button", name="Ya, batalkan lembar ini").click()
            expect(page.get_by_text("Lembar 12")).to_have_count(0)


def check_results(drafter: Watched, guest: Watched, place: str, address: str) -> None:
    page = drafter.page
    drafter.visit(place)
    page.get_by_role("button", name="Tutup survei").click()
    page.get_by_role("button", name="Terbitkan hasil").click()
    expect(page.get_by_text("Hasil terbit")).to_be_visible()
    page.get_by_role("link", name="Hasil", exact=True).click()
    expect(page.locator(".lead")).to_have_text("6 orang menjawab.")
    page.get_by_role("link", name="Baca jawabannya").first.click()
    expect(page.locator(".entry")).to_have_count(3)
    expect(page.locator(".entry", has_text=WHY)).to_contain_text(
        "Jawaban atas survei Kantor desa: Mengapa tidak?"
    )
    expect(page.locator(".entry", has_text=ON_PAPER)).to_contain_text("Formulir kertas")

    page = guest.page
    guest.visit(address)
    page.get_by_role("link", name="See the results").click()
    expect(page.locator(".lead")).to_have_text("6 people answered.")
    shares = page.locator("section.survey-result", has_text="Are you satisfied?").locator(
        "tbody tr"
    )
    assert [row.split() for row in shares.all_inner_texts()] == [
        ["Yes", "4", "67%"],
        ["No", "2", "33%"],
    ]
    # Every table of numbers has its picture.
    for words in ("satisfied", "first", "Seberapa"):
        section = page.locator("section.survey-result", has_text=words)
        expect(section.locator("meter")).not_to_have_count(0)
    # Numbers of so few people could be told apart.
    minutes = page.locator("section.survey-result", has_text="minutes")
    expect(minutes.locator("meter")).to_have_count(0)
    drafter.visit(f"{place}/hasil")
    told = drafter.page.locator("section.survey-result", has_text="Berapa menit")
    expect(told.locator("meter")).not_to_have_count(0)
    expect(page.locator(".stacked rect")).to_have_count(2)
    assert (guest.axe(), guest.overflow()) == ([], 0)
    page.get_by_label("Answers from").select_option("unsur:media_massa")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("This group is too small to be shown")).to_be_visible()
    expect(page.locator("section.survey-result")).to_have_count(0)


def check_export(drafter: Watched, place: str, folder: Path) -> None:
    page = drafter.page
    drafter.visit(f"{place}/hasil")
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh CSV").click()
    file = folder / "jawaban.csv"
    download.value.save_as(file)
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["1 Apakah Anda puas?"] for row in rows] == ["Tidak", *["Ya"] * 4, "Tidak"]
    assert [row["4 Berapa menit menunggu?"] for row in rows] == ["90", "10", "20", "30", "40", ""]
    assert rows[0]["2 Mengapa tidak?"].endswith(f"] {WHY}")
    assert (rows[-1]["kanal"], rows[-1]["nomor_lembar"]) == ("kertas", "12")


def test_survey_from_its_first_question_to_its_results(
    site: Site, open_as: OpenAs, tmp_path: Path
) -> None:
    drafter = open_as(Role.DRAFTER, viewport=NARROW)
    place = build(drafter, site)
    arrange(drafter.page)
    assert (drafter.axe(), drafter.overflow()) == ([], 0)
    drafter.visit(f"{place}/pratinjau")
    expect(drafter.page.get_by_text("Bagian 2 dari 2")).to_be_visible()
    expect(drafter.page.locator("main button[type=submit]")).to_have_count(0)
    check_paper(drafter, place, tmp_path)
    drafter.visit(place)
    drafter.page.get_by_role("button", name="Buka survei").click()
    expect(drafter.page.get_by_role("button", name="Tutup survei")).to_be_visible()

    address = f"/konsultasi/{site.slug}/survei/{place.rsplit('/', 1)[1]}"
    answer_with_mistakes_first(open_as(viewport=NARROW, javascript=False), address)
    english = open_as(viewport=NARROW, locale="en", javascript=False)
    for minutes in ("10", "20", "30", "40"):
        answer_in_english(english, address, minutes)
    check_conditions_with_scripts(open_as(viewport=NARROW), address)
    type_in_paper(open_as(Role.NOTE_TAKER, viewport=NARROW), place)
    reader = open_as(viewport=NARROW, locale="en")
    check_results(drafter, reader, place, address)
    check_export(drafter, place, tmp_path)
    assert drafter.complaints + reader.complaints == []


def test_skm_from_the_ready_questions_to_its_report(
    site: Site, open_as: OpenAs, tmp_path: Path
) -> None:
    drafter = open_as(Role.DRAFTER, viewport=NARROW)
    page = drafter.page
    drafter.visit(f"/kerja/{site.slug}/skm")
    page.get_by_role("link", name="Siapkan SKM baru").click()
    page.get_by_label("Judul survei").fill("SKM loket desa")
    page.get_by_label("Banyaknya pengguna layanan").fill("1.000")
    page.get_by_role("button", name="Siapkan").click()
    expect(page.locator("main")).to_contain_text("sampel yang dibutuhkan 278 dari 1.000 pengguna")
    expect(page.locator("li.split-unit")).to_have_count(9 + 4 + 1)
    place = page.url
    page.get_by_role("button", name="Buka survei").click()

    # Two answer the third element with a two; else everything is a four.
    address = f"/konsultasi/{site.slug}/survei/{place.rsplit('/', 1)[1]}"
    guest = open_as(viewport=NARROW, javascript=False)
    scores = [[4] * 9 for _ in range(5)]
    scores[0][2] = scores[1][2] = 2
    for said in scores:
        guest.visit(address)
        expect(guest.page.locator("select[name=element]")).to_have_count(0)
        for number, score in enumerate(said):
            guest.page.locator(".question").nth(number).locator("input[type=radio]").nth(
                score - 1
            ).check()
        guest.page.locator("input[name=consent]").check()
        guest.page.get_by_role("button", name="Kirim jawaban").click()
        expect(guest.page.get_by_role("heading", level=1)).to_have_text("Jawaban Anda tercatat")
    page.get_by_role("button", name="Tutup survei").click()
    page.get_by_role("button", name="Terbitkan hasil").click()

    means = [Fraction(sum(said[at] for said in scores), len(scores)) for at in range(9)]
    index = sum(means, Fraction()) / 9
    # Rounded up from 97.77…; with weights of 0.11 it would be 96.80.
    assert index * 25 == Fraction(880, 9)
    guest = open_as(viewport=NARROW)
    guest.visit(f"{address}/hasil")
    stats = guest.page.locator(".stats")
    expect(stats).to_contain_text("97,78")
    expect(stats).to_contain_text("Sangat Baik")
    expect(guest.page.locator("main")).to_contain_text("278 jawaban; terkumpul 5. Belum cukup.")
    lowest = guest.page.locator("[aria-labelledby=ikm] ol li").first
    expect(lowest).to_have_text("Waktu penyelesaian: 80,00")
    guest.page.locator("summary", has_text="Tabel mutu pelayanan").click()
    expect(guest.page.locator("tr[aria-current]")).to_contain_text("3,5324–4,00")
    assert (guest.axe(), guest.overflow()) == ([], 0)
    with guest.page.expect_download() as download:
        guest.page.get_by_role("link", name="Unduh laporan PDF").click()
    file = tmp_path / "skm.pdf"
    download.value.save_as(file)
    words = words_in(file)
    for part in ("97,78", "Sangat Baik", "Waktu penyelesaian: 80,00", "88,31–100,00"):
        assert part in words
    picture = pypdfium2.PdfDocument(file)[0].render().to_pil().convert("RGB")
    # The bars of nine elements are there, in the colour of the house.
    assert sum(colour == (11, 93, 87) for colour in picture.get_flattened_data()) > 5000
    # An SKM is nowhere among the surveys of opinion.
    drafter.visit(f"/kerja/{site.slug}/survei")
    expect(page.get_by_text("SKM loket desa")).to_have_count(0)
    assert drafter.complaints + guest.complaints == []
