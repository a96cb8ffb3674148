import random
import time

import pytest

from consultations import personal_data
from consultations.personal_data import find_personal_data, mask, without_marks
from consultations.vocabulary import PersonalDataKind as Kind

PROVINCES = ["11", "31", "32", "33", "35", "51", "61", "65", "73", "91", "92", "93", "95", "96"]
GAPS = ["", " ", ".", "-", " - "]
PROSE = [
    "Saya keberatan karena antrean di loket dua panjang sekali. {} Mohon diperhatikan.",
    "{} adalah milik saya, dan petugas menolaknya dua kali pada tahun 2023.",
    "Menurut UU 25/2009 Pasal 20 ayat (3), layanan harus jelas; data saya {} jadi silakan periksa.",
    "Biayanya Rp 1.250.000 padahal gratis. {}",
    "tolong dibantu pak ({}) sudah 3 bulan menunggu sejak 12-05-2024",
    "Catatan:\n- {}\n- berkas lengkap 4 lembar",
]


def _nik(dice: random.Random) -> str:
    day = dice.randint(1, 31) + dice.choice([0, 40])
    born = f"{day:02d}{dice.randint(1, 12):02d}{dice.randint(0, 99):02d}"
    area = f"{dice.choice(PROVINCES)}{dice.randint(1, 79):02d}{dice.randint(1, 40):02d}"
    return f"{area}{born}{dice.randint(1, 9999):04d}"


def _cut(digits: str, sizes: list[int], gap: str) -> str:
    parts, place = [], 0
    for size in sizes:
        parts.append(digits[place : place + size])
        place += size
    return gap.join(part for part in parts if part)


def _write_nik(dice: random.Random) -> str:
    sizes = dice.choice([[16], [6, 6, 4], [4, 4, 4, 4], [2, 2, 2, 6, 4], [2, 2, 2, 2, 2, 2, 4]])
    gap = dice.choice(GAPS)
    if gap == "." and sizes[0] == 4:
        gap = " "
    return dice.choice(["NIK ", "NIK: ", "no KTP ", "", "nik saya "]) + _cut(_nik(dice), sizes, gap)


def _write_kk(dice: random.Random) -> str:
    return dice.choice(["nomor KK ", "KK: ", "No. Kartu Keluarga "]) + _nik(dice)


def _write_nip(dice: random.Random) -> str:
    born = f"{dice.randint(1962, 2001)}{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}"
    since = f"{dice.randint(1985, 2024)}{dice.choice([1, 3, 4, 10, 12, 21]):02d}"
    number = f"{born}{since}{dice.choice('12')}{dice.randint(1, 999):03d}"
    return dice.choice(["NIP ", "NIP. ", ""]) + _cut(number, [8, 6, 1, 3], dice.choice(["", " "]))


def _write_npwp(dice: random.Random) -> str:
    digits = "".join(dice.choice("0123456789") for _ in range(15))
    pretty = f"{digits[:2]}.{digits[2:5]}.{digits[5:8]}.{digits[8]}-{digits[9:12]}.{digits[12:]}"
    return dice.choice([f"NPWP {pretty}", pretty, f"NPWP: {digits}", f"npwp saya {digits}"])


def _write_phone(dice: random.Random) -> str:
    rest = "".join(dice.choice("0123456789") for _ in range(dice.randint(7, 9)))
    mobile = f"8{dice.randint(1, 9)}{dice.choice('123456789')}" + rest
    gap = dice.choice(["", "-", " ", "."])
    written = dice.choice(
        [
            "0" + mobile[:3] + gap + mobile[3:7] + gap + mobile[7:],
            "+62" + dice.choice(["", " ", "-"]) + mobile[:3] + gap + mobile[3:7] + gap + mobile[7:],
            "62" + mobile,
            f"telepon (0{dice.randint(21, 79)}) {dice.randint(200_0000, 899_9999)}",
            " ".join("0" + mobile[:11]),
        ]
    )
    return dice.choice(["HP ", "WA ", "hubungi ", "", "nomor saya "]) + written


def _write_email(dice: random.Random) -> str:
    name = dice.choice(["budi.santoso", "siti_aminah88", "ratri+lapor", "agus-w"])
    host = dice.choice(["gmail.com", "yahoo.co.id", "kominfo.go.id"])
    return dice.choice([f"{name}@{host}", f"surel {name}@{host}", f"{name} [at] {host}"])


def _write_account(dice: random.Random) -> str:
    digits = "".join(dice.choice("0123456789") for _ in range(dice.randint(10, 15)))
    cue = dice.choice(["no. rek ", "rekening BRI ", "norek: ", "transfer ke BCA "])
    return cue + dice.choice([digits, f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"])


WRITERS = {
    Kind.NIK: _write_nik,
    Kind.KK: _write_kk,
    Kind.NIP: _write_nip,
    Kind.NPWP: _write_npwp,
    Kind.PHONE: _write_phone,
    Kind.EMAIL: _write_email,
    Kind.ACCOUNT: _write_account,
}

HARMLESS = [
    "UU 25/2009, UU Nomor 27 Tahun 2022 dan PermenPANRB 16 Tahun 2017 Pasal 12 ayat (3) huruf b",
    "PP 96/2012, Perpres 95/2018, MK 91/PUU-XVIII/2020, Nomor B/123/M.KT.02/2024",
    "Lembaran Negara Tahun 2009 Nomor 112, Tambahan Lembaran Negara Nomor 5038",
    "tahun 2019, 2020, 2021 dan 2022; 2019 2020 2021 2022; 2019-2020-2021-2022; periode 2025-2029",
    "12-05-2024, 12/05/2024, 2024-11-24 2025-11-25, 17 Agustus 1945, 01.02.2024 02.03.2025",
    "pukul 08.00-09.30, 10.15-12.00 dan 13.00-15.30 WIB; 08.15 09.30 12.00",
    "Rp 1.234.567.890.123.456, Rp3201014505900001, Rp. 812.345.678.901, Rp 08.123.456.789",
    "sebesar 250.000.000.000.000 rupiah, 1.500.000 orang, 62.812.345.678 rupiah, 3,5 juta, 12,75 %",
    "nomor registrasi RBK-00012 dan CTH-00345, laporan #9876543",
    "NIB 9120001234567, ISBN 978-602-1234-56-7",
    "butir 1.1.1, 1.1.2, 1.1.3, 2.3.4, 5.1.2 dan 10.2.1; bagian 1.2 1.3 1.4 1.5 1.6 1.7 1.8 1.9",
    "kode rekening 5.1.02.01.01.0024, mata anggaran 521211, DIPA-048.01.1.123456/2024",
    "indeks 3,5324 4,2 88,31; skala 1 2 3 4 5; nilai 76.61-88.30; 1-2-3-4-5-6-7-8-9-10-11-12",
    "halaman 12-18, lampiran 1 s.d. 4, 14.500 loket, 508 kabupaten/kota, kode pos 10110",
    "Call center 1500-505, 112, 129; versi 1.38.0; RT 003 RW 005; 24/7; 5 x 8 jam",
]


def test_recall_on_a_seeded_set_with_separators_and_prose() -> None:
    dice = random.Random(20_240_216)
    found = dict.fromkeys(WRITERS, 0)
    missed = []
    each = 300
    for kind, write in WRITERS.items():
        for _ in range(each):
            secret = write(dice)
            text = dice.choice(PROSE).format(secret)
            hidden = mask(text, find_personal_data(text))
            digits = "".join(c for c in secret if c.isdigit())
            left = "".join(c for c in hidden if c.isdigit())
            gone = secret.split()[-1] not in hidden if kind is Kind.EMAIL else digits not in left
            found[kind] += gone
            if not gone:
                missed.append(text)
    recall = {kind: count / each for kind, count in found.items()}
    print(recall, missed[:5])
    assert min(recall.values()) >= 0.95
    assert sum(recall.values()) / len(recall) >= 0.98


@pytest.mark.parametrize("text", HARMLESS)
def test_laws_dates_sums_years_and_numbers_of_files_are_left_alone(text: str) -> None:
    assert [(text[s.start : s.end], s.kind) for s in find_personal_data(text)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NIK 3201014505900001", [("3201014505900001", Kind.NIK)]),
        ("Papua Barat Daya 9201014505900001.", [("9201014505900001", Kind.NIK)]),
        ("nomor 1234567890123456 itu", [("1234567890123456", Kind.DIGITS)]),
        ("KK 3201012005100003", [("3201012005100003", Kind.KK)]),
        ("NIP 198508172010011003", [("198508172010011003", Kind.NIP)]),
        ("+62 812-3456-7890!", [("+62 812-3456-7890", Kind.PHONE)]),
        (
            "a@b.id, 0812 3456 7890",
            [("a@b.id", Kind.EMAIL), ("0812 3456 7890", Kind.PHONE)],
        ),
        ("NIK\u200b3201014505900001", [("3201014505900001", Kind.NIK)]),
    ],
)
def test_finds_and_names_it(text: str, expected: list[tuple[str, Kind]]) -> None:
    assert [(text[s.start : s.end], s.kind) for s in find_personal_data(text)] == expected


def test_mask_says_what_is_hidden_and_the_analysis_reads_past_it() -> None:
    text = "HP saya 0812-3456-7890, terima kasih"
    hidden = mask(text, find_personal_data(text))
    assert hidden == "HP saya ▇▇▇ [nomor telepon disembunyikan], terima kasih"
    assert without_marks(hidden).split() == ["HP", "saya", ",", "terima", "kasih"]
    assert find_personal_data(hidden) == []


HOSTILE = [
    *("1", "1 ", "11 ", "111.", "a", "a.", "a@", "a@a.", "rek ", "rp1.", "08123 ", "a(at)"),
    *("19850817 ", "01.234.567.", "▇▇▇ [", "$", " ", "1-", "62 8"),
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_pattern_is_slow_on_hostile_text(hostile: str) -> None:
    text = (hostile * 100_000)[:100_000]
    for name in ("_RUN", "_MONEY", "_EMAIL", "_NIP", "_NPWP", "MARKED"):
        pattern = getattr(personal_data, name)
        assert min(_seconds(pattern.findall, text) for _ in range(3)) < 0.5, name


def _seconds(act: object, text: str) -> float:
    start = time.process_time()
    act(text)  # type: ignore[operator]
    return time.process_time() - start
