from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultations.differences import ChangeKind, word_changes

WORDS = st.lists(
    st.sampled_from(["loket", "antrean", "dibuka", "pukul", "8", ",", ".", " ", "\n\n", "warga"]),
    max_size=40,
).map(" ".join)


def spelled(before: str, after: str) -> list[tuple[str, str]]:
    signs = {ChangeKind.EQUAL: "=", ChangeKind.ADDED: "+", ChangeKind.REMOVED: "-"}
    return [(signs[change.kind], change.text) for change in word_changes(before, after)]


def test_changed_word_shows_as_one_gone_and_one_come() -> None:
    assert spelled("Loket dibuka pukul 8.", "Loket dibuka pukul 7.") == [
        ("=", "Loket dibuka pukul "),
        ("-", "8"),
        ("+", "7"),
        ("=", "."),
    ]


def test_neighbouring_changed_words_are_one_change() -> None:
    assert spelled("satu dua tiga empat", "satu enam tujuh empat") == [
        ("=", "satu "),
        ("-", "dua tiga"),
        ("+", "enam tujuh"),
        ("=", " empat"),
    ]


@pytest.mark.parametrize("text", ["", "Satu kalimat.", "Dua\n\nalinea."])
def test_equal_texts_have_no_change(text: str) -> None:
    assert spelled(text, text) == ([("=", text)] if text else [])


def test_empty_side_is_wholly_added_or_removed() -> None:
    assert spelled("", "Baru.") == [("+", "Baru.")]
    assert spelled("Lama.", "") == [("-", "Lama.")]


@given(before=WORDS, after=WORDS)
def test_runs_spell_both_texts(before: str, after: str) -> None:
    changes = word_changes(before, after)
    kept = [c.text for c in changes if c.kind is not ChangeKind.ADDED]
    made = [c.text for c in changes if c.kind is not ChangeKind.REMOVED]
    assert ("".join(kept), "".join(made)) == (before, after)
    assert all(change.text for change in changes)
    kinds = [change.kind for change in changes]
    assert all(a is not b for a, b in pairwise(kinds))


@given(before=st.text(max_size=60), after=st.text(max_size=60))
def test_any_characters_are_spelled_too(before: str, after: str) -> None:
    changes = word_changes(before, after)
    assert "".join(c.text for c in changes if c.kind is not ChangeKind.ADDED) == before
    assert "".join(c.text for c in changes if c.kind is not ChangeKind.REMOVED) == after


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 9))
def test_hostile_texts_are_replaced_whole_instead_of_compared_for_ever(seed: int) -> None:
    one = " ".join(str((n * 7919 + seed) % 13) for n in range(3000))
    other = " ".join(str((n * 104729 + seed) % 11) for n in range(3000))
    changed = [c.kind for c in word_changes(one, other) if c.kind is not ChangeKind.EQUAL]
    assert changed == [ChangeKind.REMOVED, ChangeKind.ADDED]
