from uuid import UUID, uuid4

import numpy as np

from analysis.keys import Keys, Words

# Bytes that text would end with are part of an id.
ODD = [UUID(int=0), UUID(int=256), UUID(int=1), UUID(bytes=b"a" + b"\0" * 15)]


def test_keys_are_the_ids_they_were_made_of() -> None:
    ids = [*ODD, *(uuid4() for _ in range(20))]

    keys = Keys.of(ids)

    assert list(keys) == ids
    assert keys[-1] == ids[-1]
    assert list(keys[2:4]) == ids[2:4]
    assert list(keys.at(np.array([3, 0]))) == [ids[3], ids[0]]
    assert [ids[row] for row in keys.order().tolist()] == sorted(ids, key=str)
    assert list(Keys(keys.content)) == ids


def test_keys_find_the_first_row_of_each_id_and_none_of_a_stranger() -> None:
    keys = Keys.of([*ODD, *ODD])

    assert keys.find(Keys.of([*reversed(ODD), uuid4()])).tolist() == [3, 2, 1, 0, -1]
    assert Keys().find(keys).tolist() == [-1] * 8
    assert keys.find(Keys()).tolist() == []


def test_words_keep_equal_ones_once() -> None:
    words = Words.of(["ya", "tidak", "ya", "ya"])

    assert list(words) == ["ya", "tidak", "ya", "ya"]
    assert words.values == ["ya", "tidak"]
    assert list(words[1:3]) == ["tidak", "ya"]
    assert list(words.at(np.array([3, 1]))) == ["ya", "tidak"]
    assert words.count("ya") == 3
