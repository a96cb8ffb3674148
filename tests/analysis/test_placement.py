import numpy as np

from analysis.embedding import unit
from analysis.placement import place

THEMES = np.eye(3, 4, dtype=np.float32)


def test_place_near_one_theme_is_in_it_alone() -> None:
    [found] = place(unit(np.array([[1, 0.1, 0, 0]], np.float32)), THEMES)

    assert [theme for theme, _ in found] == [0]


def test_place_between_two_themes_is_in_both_nearest_first() -> None:
    [found] = place(unit(np.array([[0.98, 1, 0, 0]], np.float32)), THEMES)

    assert [theme for theme, _ in found] == [1, 0]


def test_place_far_from_all_is_in_none() -> None:
    assert place(unit(np.array([[0.1, 0, 0, 1]], np.float32)), THEMES) == [[]]


def test_place_like_many_is_in_no_more_than_most() -> None:
    text = unit(np.ones((1, 4), np.float32))

    assert len(place(text, THEMES)[0]) == 3
    assert len(place(text, THEMES, most=2)[0]) == 2


def test_place_without_themes_is_in_none() -> None:
    assert place(THEMES, np.empty((0, 4), np.float32)) == [[], [], []]


def test_place_without_texts_is_empty() -> None:
    assert place(np.empty((0, 4), np.float32), THEMES) == []
