import numpy as np
import pytest

from analysis.embedding import unit
from analysis.placement import NEAR_FROM, place, worth_placing

THEMES = np.eye(3, 4, dtype=np.float32)


def test_place_near_one_theme_is_in_it_alone() -> None:
    [found] = place(unit(np.array([[1, 0.1, 0, 0]], np.float32)), THEMES)

    assert [theme for theme, _ in found] == [0]


def test_place_between_two_themes_is_in_both_nearest_first() -> None:
    [found] = place(unit(np.array([[0.98, 1, 0, 0]], np.float32)), THEMES)

    assert [theme for theme, _ in found] == [1, 0]


def test_place_grouped_elsewhere_its_group_comes_first() -> None:
    text = unit(np.array([[1, 0.5, 0, 0]], np.float32))

    [found] = place(text, THEMES, np.array([1]))

    assert [theme for theme, _ in found] == [1, 0]
    assert found[0][1] == pytest.approx(float(text[0, 1]))


def test_place_grouped_with_strangers_is_where_it_is_near() -> None:
    [found] = place(THEMES[:1], THEMES, np.array([2]))

    assert found == [(0, 1.0)]


def test_place_far_from_all_is_in_none() -> None:
    assert place(unit(np.array([[0.05, 0, 0, 1]], np.float32)), THEMES) == [[]]


def test_place_like_many_is_in_no_more_than_most() -> None:
    text = unit(np.ones((1, 4), np.float32))

    assert len(place(text, THEMES)[0]) == 3
    assert len(place(text, THEMES, most=2)[0]) == 2


def test_place_without_themes_is_in_none() -> None:
    assert place(THEMES, np.empty((0, 4), np.float32)) == [[], [], []]


def test_place_without_texts_is_empty() -> None:
    assert place(np.empty((0, 4), np.float32), THEMES) == []


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("Mantap, lanjutkan pak!", False),
        ("ok setuju", False),
        ("", False),
        ("Antrean puskesmas lama", True),
        ("Antrean antrean antrean", False),
    ],
)
def test_worth_placing_needs_more_than_politeness(text: str, worth: bool) -> None:
    assert worth_placing(text) is worth


def test_place_threshold_divides_the_near_from_the_far() -> None:
    texts = unit(np.array([[NEAR_FROM, 0, 0, 1], [0.8 * NEAR_FROM, 0, 0, 1]], np.float32))
    texts[0, 0] += 1e-3

    assert [[theme for theme, _ in own] for own in place(texts, THEMES)] == [[0], []]
