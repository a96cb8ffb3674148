import random
from itertools import combinations, islice, pairwise

import numpy as np

from analysis.campaigns import (
    _FACTORS,
    _ROWS,
    _SHIFTS,
    alike,
    bands_of,
    candidate_pairs,
    find_campaigns,
    grams_of,
    join,
)
from analysis.normalising import normalise

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


def test_grams_of_are_the_different_runs_of_each_text() -> None:
    texts = [*UNRELATED, "setuju", "", "É" * 45, *mail_merged(3)]

    grams = grams_of(texts)

    for place, text in enumerate(texts):
        plain = normalise(text).casefold()
        runs = {plain[k : k + 4] for k in range(len(plain) - 3)} if len(plain) >= 40 else set()
        own = grams.runs[grams.starts[place] : grams.starts[place + 1]]
        assert grams.sizes[place] == len(runs) == len(set(own.tolist()))
        assert own.tolist() == sorted(own.tolist())


def test_bands_of_are_the_least_remainders_folded() -> None:
    texts = ["setuju", *UNRELATED]
    grams = grams_of(texts)

    bands = bands_of(grams)

    assert not bands[0].any()
    for place in range(1, len(texts)):
        own = grams.runs[grams.starts[place] : grams.starts[place + 1]].tolist()
        least = [
            min((run * factor + shift) % (2**61 - 1) for run in own)
            for factor, shift in zip(_FACTORS.tolist(), _SHIFTS.tolist(), strict=True)
        ]
        for band, found in enumerate(bands[place].tolist()):
            folded = 0
            for row in range(_ROWS):
                folded = (folded ^ least[band * _ROWS + row]) * 0x9E3779B97F4A7C15 % 2**64
            assert found == folded >> 32


def test_alike_is_half_of_all_runs_shared() -> None:
    texts = [*UNRELATED, *mail_merged(20)]
    grams = grams_of(texts)
    runs = [
        set(grams.runs[grams.starts[place] : grams.starts[place + 1]].tolist())
        for place in range(len(texts))
    ]
    pairs = np.array(list(combinations(range(len(texts)), 2)))

    found = alike(grams, pairs[:, 0], pairs[:, 1])

    likeness = [len(runs[a] & runs[b]) / len(runs[a] | runs[b]) for a, b in pairs.tolist()]
    assert found.tolist() == [each >= 0.5 for each in likeness]
    assert 0 < found.sum() < len(found)


def test_candidate_pairs_are_neighbours_in_a_bucket_each_once() -> None:
    bands = np.random.default_rng(5).integers(0, 40, (60, 4), dtype=np.uint32)

    pairs = candidate_pairs(bands)

    expected = set()
    for band in bands.T.tolist():
        for value in set(band):
            bucket = [place for place, own in enumerate(band) if own == value]
            expected |= set(pairwise(bucket))
    assert len(pairs) == len(expected)
    assert set(map(tuple, pairs.tolist())) == expected


def test_join_through_chains_and_what_is_known() -> None:
    pairs = np.array([[0, 1], [1, 2], [3, 4], [4, 5]])

    def holds(first: np.ndarray, second: np.ndarray) -> np.ndarray:
        return second != 4

    assert list(join(7, pairs, holds, [(5, 6)])) == [[0, 1, 2], [3], [4, 5, 6]]
