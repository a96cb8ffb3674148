import re

import numpy as np

from analysis.words import words_in

_WORD = re.compile(r"[A-Za-z]+")


def test_words_in_numbers_them_as_they_come() -> None:
    words = words_in(["satu dua satu", "", "Dua, tiga"], _WORD)

    assert words.count == 3
    assert words.different == ["satu", "dua", "Dua", "tiga"]
    assert words.texts.tolist() == [0, 0, 0, 2, 2]
    assert words.numbers.tolist() == [0, 1, 0, 2, 3]
    assert words.such_as(str.islower).tolist() == [True, True, True, False, True]


def test_words_in_small_letters_are_fewer() -> None:
    small = words_in(["satu Dua", "dua SATU"], _WORD).in_small_letters()

    assert small.different == ["satu", "dua"]
    assert small.numbers.tolist() == [0, 1, 1, 0]


def test_words_counted_sums_each_texts_weights() -> None:
    words = words_in(["satu dua satu", "", "dua"], _WORD)

    assert words.counted(np.array([1.0, 0.3])).tolist() == [2.3, 0.0, 0.3]


def test_words_in_no_texts() -> None:
    words = words_in([], _WORD)

    assert words.counted(np.empty(0)).tolist() == []
    assert words.in_small_letters().such_as(str.isupper).tolist() == []
