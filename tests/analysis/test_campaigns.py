import random
from itertools import islice

from analysis.campaigns import find_campaigns

SLOTS = [
    ["Kami menolak", "Saya keberatan dengan", "Dengan hormat kami tidak setuju pada"],
    ["rencana penutupan", "usulan penghapusan"],
    ["loket tatap muka", "layanan loket langsung"],
    ["di kantor kecamatan", "di kecamatan kami", "di setiap kecamatan"],
    ["karena banyak warga lanjut usia", "sebab orang tua kami", "mengingat warga lansia"],
    ["belum memiliki telepon pintar.", "tidak mempunyai gawai."],
    ["Mohon agar", "Kami minta supaya", "Hendaknya"],
    ["pemerintah tetap membuka", "dinas mempertahankan"],
    ["pelayanan secara langsung", "pelayanan tatap muka"],
    ["sampai semua warga siap.", "hingga jaringan merata di desa."],
]
UNRELATED = [
    "Jalan menuju pasar berlubang dan selalu tergenang air pada musim hujan.",
    "Petugas di loket imigrasi ramah dan menjelaskan syarat paspor dengan jelas.",
    "Aplikasi antrean sering keluar sendiri ketika saya mengunggah foto dokumen.",
    "Sertifikat tanah kakek saya sudah dua tahun belum selesai diproses.",
    "Tolong sediakan juru bahasa isyarat di rumah sakit daerah.",
    "Data anak saya bocor setelah mendaftar sekolah lewat situs dinas.",
    "Kapal perintis hanya datang sekali sebulan sehingga obat sering habis.",
]


def mail_merged(count: int) -> list[str]:
    """Different letters of one campaign."""
    chance = random.Random(3)
    letters: dict[str, None] = {}
    while len(letters) < count:
        letters[" ".join(chance.choice(slot) for slot in SLOTS)] = None
    return list(islice(letters, count))


def test_find_campaigns_mail_merged_letters_are_one_campaign() -> None:
    texts = [*UNRELATED, *mail_merged(40)]

    assert find_campaigns(texts) == [list(range(len(UNRELATED), len(texts)))]


def test_find_campaigns_equal_texts_otherwise_written_are_one_campaign() -> None:
    copies = [UNRELATED[0], UNRELATED[0].upper(), f"<p>{UNRELATED[0]}</p>", *[UNRELATED[0]] * 2]

    assert find_campaigns([*UNRELATED[1:], *copies]) == [[6, 7, 8, 9, 10]]


def test_find_campaigns_unrelated_texts_give_none() -> None:
    assert find_campaigns(UNRELATED * 1, smallest=2) == []


def test_find_campaigns_group_under_the_smallest_is_none() -> None:
    assert find_campaigns(mail_merged(1) * 4) == []
    assert find_campaigns(mail_merged(1) * 4, smallest=4) == [[0, 1, 2, 3]]


def test_find_campaigns_short_assent_is_none() -> None:
    assert find_campaigns(["Setuju sekali"] * 10) == []


def test_find_campaigns_larger_comes_first() -> None:
    texts = [*[UNRELATED[0]] * 5, *[UNRELATED[1]] * 6]

    assert find_campaigns(texts) == [list(range(5, 11)), list(range(5))]


def test_find_campaigns_without_texts_is_empty() -> None:
    assert find_campaigns([]) == []
