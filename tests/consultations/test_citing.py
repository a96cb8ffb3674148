import json
from uuid import UUID

import pytest

from consultations.citing import Units, citations_in
from consultations.demonstration.loading import FOLDER, answer_key
from consultations.vocabulary import UnitKind

CHAPTER, SECTION, CLAUSE = UnitKind.CHAPTER, UnitKind.SECTION, UnitKind.CLAUSE
LISTED = [
    (CHAPTER, "I"),
    (CHAPTER, "II"),
    (CHAPTER, "IX"),
    (SECTION, "3.2"),
    (SECTION, "II.3"),
    (CLAUSE, "3.1.1"),
    (CLAUSE, "3.1.2"),
    (CLAUSE, "3.1.4"),
    (CLAUSE, "12"),
    (CLAUSE, "5"),
    (CLAUSE, "20"),
    (CLAUSE, "12A"),
]
NAMES = {UUID(int=place): f"{kind.value} {number}" for place, (kind, number) in enumerate(LISTED)}
UNITS = Units((UUID(int=place), kind, number) for place, (kind, number) in enumerate(LISTED))


def cited(text: str) -> list[str]:
    return [NAMES[unit] for each in citations_in(text) if (unit := UNITS.find(each))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Saya tidak setuju dengan butir 3.1.2.", ["butir 3.1.2"]),
        ("Lihat Butir nomor 3.1.2, bukan poin 3.1.4", ["butir 3.1.2", "butir 3.1.4"]),
        ("butir 3.2 terlalu umum", ["bagian 3.2"]),
        ("Bagian II.3 dan bagian 2.3", ["bagian II.3", "bagian II.3"]),
        ("Pasal 12 ayat (3) huruf b", ["butir 12"]),
        ("pasal 12A", ["butir 12A"]),
        ("Bab II dan Bab 9; bab ii juga", ["bab II", "bab IX", "bab II"]),
        ("butir 3.1.1, 3.1.2, dan 3.1.4", ["butir 3.1.1", "butir 3.1.2", "butir 3.1.4"]),
        ("Pasal 5 dan Pasal 12", ["butir 5", "butir 12"]),
        ("Pasal 5 sampai dengan 12", ["butir 5", "butir 12"]),
        ("Angka 3.1.4 tanpa nama, dan 3.1.2 begitu saja", ["butir 3.1.4", "butir 3.1.2"]),
        ("clause 3.1.2 and section 3.2", ["butir 3.1.2", "bagian 3.2"]),
        # What looks like it and is not.
        ("Pasal 20 UU 25/2009 dan pasal 12 Undang-Undang itu", []),
        ("butir 3.1.2, 5 orang setuju", ["butir 3.1.2"]),
        ("Rp 3.1.2.000 atau tanggal 3.1.2/2024 dan versi 3.1.2.7", []),
        ("butir 9.9.9 tidak ada, bab XL juga", []),
        ("bagian ini dan butir di atas", []),
        ("sebab II, babi 2", []),
    ],
)
def test_units_named_in_a_text(text: str, expected: list[str]) -> None:
    assert cited(text) == expected


def test_words_are_kept_as_written() -> None:
    words = [each.words for each in citations_in("Pasal 12 ayat (3) lalu butir\n3.1.2 dan 3.1.4")]
    assert words == ["Pasal 12 ayat (3)", "butir 3.1.2", "butir 3.1.4"]


def test_long_texts_are_read_quickly() -> None:
    assert cited("butir 3.1.2 " * 2000) == ["butir 3.1.2"] * 2000
    assert cited("butir " + "3.1.2, " * 5000)
    assert cited("1." * 20_000) == []


def test_every_reference_of_the_demonstration_is_found_and_no_other() -> None:
    texts = {
        entry["key"]: entry["text"]
        for entry in map(json.loads, (FOLDER / "inputs.jsonl").read_text().splitlines())
    }
    found = {
        key: [each.number for each in citations_in(text)]
        for key, text in texts.items()
        if list(citations_in(text))
    }
    assert found == answer_key()["unit_references"]
