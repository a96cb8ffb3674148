import pytest

from consultations.draft_text import parse_draft
from consultations.errors import Malformed
from consultations.vocabulary import UnitKind
from consultations.working_units import (
    BAD_NUMBER,
    EMPTY,
    REPEATED,
    WITHOUT_NUMBER,
    WorkingUnit,
    flaws,
    join,
    loaded,
    move,
    remove,
    renumber,
    split,
    stored,
    toggle,
)


def _names(text: str) -> list[tuple[str, str, str]]:
    return [(u.kind.value, u.number, u.heading or u.text) for u in parse_draft(text).units]


def test_pasted_text_without_blank_lines() -> None:
    assert _names(
        "BAB I\nPENDAHULUAN\nA. Latar Belakang\n1. Satu.\na. anak\n2. Dua.\nB. Tujuan\n1. Tiga.\n"
        "BAB II PENUTUP\n1. Empat."
    ) == [
        ("bab", "I", "PENDAHULUAN"),
        ("bagian", "I.A", "Latar Belakang"),
        ("butir", "I.A.1", "Satu.\n\na. anak"),
        ("butir", "I.A.2", "Dua."),
        ("bagian", "I.B", "Tujuan"),
        ("butir", "I.B.1", "Tiga."),
        ("bab", "II", "PENUTUP"),
        ("butir", "II.1", "Empat."),
    ]


def test_articles_keep_their_paragraphs_together() -> None:
    assert _names(
        "Bagian Kesatu\nUmum\n\nPasal 1\nIsi:\n(1) Satu.\n(2) Dua.\n\nPasal 2\nLain."
    ) == [
        ("bagian", "1", "Umum"),
        ("butir", "1", "Isi:\n\n(1) Satu.\n\n(2) Dua."),
        ("butir", "2", "Lain."),
    ]


def test_markdown_marks_and_a_table() -> None:
    draft = parse_draft("# Judul\n\n## Bab I Isi\n\n1. **Tebal** dan [tautan](https://x.id).\n\n"
                        "| a | b |\n|---|---|\n| 1 | 2 |\n")  # fmt: skip
    assert draft.title == "Judul"
    assert draft.units[-1].text == "Tebal dan tautan.\n\na | b\n1 | 2"


def test_text_without_numbers_has_a_clause_for_each_paragraph() -> None:
    assert _names("Judul\n\nParagraf satu.\n\nParagraf dua.") == [
        ("butir", "1", "Paragraf satu."),
        ("butir", "2", "Paragraf dua."),
    ]


def test_words_before_the_first_heading_are_kept() -> None:
    draft = parse_draft("Judul\n\nKata pengantar.\n\nBAB I ISI\n\n1. Satu.")
    assert (draft.units[0].number, draft.units[0].text) == ("0", "Kata pengantar.")


def test_years_and_sentences_open_no_clause_or_chapter() -> None:
    assert _names(
        "Judul\n\n1. Berlaku sampai tahun\n2045. Bab ini tetap.\n\nBab I menjelaskan itu."
    ) == [("butir", "1", "Berlaku sampai tahun\n\n2045. Bab ini tetap.\n\nBab I menjelaskan itu.")]


@pytest.mark.parametrize("text", ["", "   ", "hanya judul"])
def test_nothing_to_split_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        parse_draft(text)


def _clause(key: str, number: str, text: str = "Isi.") -> WorkingUnit:
    return WorkingUnit(key=key, kind=UnitKind.CLAUSE, number=number, text=text)


UNITS = [
    WorkingUnit(key="b", kind=UnitKind.CHAPTER, number="I", heading="Bab"),
    _clause("x", "1", "Satu. Dua; tiga."),
    WorkingUnit(key="s", kind=UnitKind.SECTION, number="9", heading="Bagian"),
    _clause("y", "2"),
]


def test_split_cuts_where_it_is_told_and_join_puts_it_back() -> None:
    parts = split(UNITS, "x", 1)
    assert [(u.number, u.text) for u in parts[1:3]] == [("1", "Satu."), ("1a", "Dua; tiga.")]
    joined = join(parts, parts[2].key)
    assert [u.key for u in joined] == ["b", "x", "s", "y"]
    assert joined[1].text == "Satu.\n\nDua; tiga."


def test_joining_a_section_keeps_its_heading_as_words() -> None:
    assert join(UNITS, "s")[1].text == "Satu. Dua; tiga.\n\nBagian"


def test_renumber_counts_by_place() -> None:
    assert [u.number for u in renumber(UNITS)] == ["I", "1.0.1", "1.1", "1.1.1"]


def test_move_remove_and_toggle() -> None:
    assert [u.key for u in move(UNITS, "y", 0)] == ["y", "b", "x", "s"]
    assert [u.key for u in move(UNITS, "b", 99)] == ["x", "s", "y", "b"]
    assert [u.key for u in remove(UNITS, "x")] == ["b", "s", "y"]
    assert not toggle(UNITS, "x")[1].open_to_input


def test_flaws_are_named_unit_by_unit() -> None:
    units = [_clause("a", "1"), _clause("b", "1"), _clause("c", ""), _clause("d", "1/2"),
             _clause("e", "3", "")]  # fmt: skip
    assert flaws(units) == {
        "a": REPEATED, "b": REPEATED, "c": WITHOUT_NUMBER, "d": BAD_NUMBER, "e": EMPTY,
    }  # fmt: skip


def test_units_survive_storing() -> None:
    assert loaded(stored(UNITS)) == UNITS
