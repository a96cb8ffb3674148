import numpy as np

from analysis.graph import neighbour_graph
from analysis.settling import SMALLEST_THEME, join_small, settle
from tests.analysis.clouds import clouds


def test_settle_brings_strays_home_and_leaves_the_others() -> None:
    places, _ = clouds([40, 40, 40], spread=0.8)
    planted = np.repeat(np.arange(3), 40)
    strayed = planted.copy()
    strayed[[0, 41, 82]] = [1, 2, 0]

    assert np.array_equal(settle(strayed, places, neighbour_graph(places)), planted)


def test_settle_small_theme_far_from_a_large_one_stays() -> None:
    places, _ = clouds([300, 6], spread=0.8)
    planted = np.repeat([0, 1], [300, 6])

    assert np.array_equal(settle(planted, places, neighbour_graph(places, 5)), planted)


def test_settle_cloud_cut_by_chance_is_one_again() -> None:
    places, _ = clouds([60, 60], spread=0.8)
    cut = np.repeat([0, 1, 2], [54, 6, 60])

    settled = settle(cut, places, neighbour_graph(places))

    assert np.array_equal(settled, np.repeat([0, 1], 60))


def test_settle_text_alone_in_its_theme_joins_the_nearest() -> None:
    places, _ = clouds([20, 20])
    labels = np.repeat([0, 1], 20)
    labels[0] = 2

    assert np.array_equal(settle(labels, places, neighbour_graph(places)), np.repeat([0, 1], 20))


def test_settle_single_theme_stays() -> None:
    places, _ = clouds([12], spread=0)

    assert not settle(np.zeros(12, dtype=np.int64), places, neighbour_graph(places)).any()


def test_join_small_leaves_no_theme_below_the_smallest() -> None:
    places, _ = clouds([20, 20, SMALLEST_THEME - 1])
    labels = np.repeat([0, 1, 2], [20, 20, SMALLEST_THEME - 1])

    joined = join_small(labels, places)

    assert np.bincount(joined).min() >= 20
