import numpy as np

from analysis.clustering import propose_themes
from analysis.graph import neighbour_graph
from analysis.holding import Before
from analysis.settling import settle
from tests.analysis.clouds import clouds


def test_propose_themes_held_texts_stay_together_where_chance_would_part_them() -> None:
    places, texts = clouds([60, 60], spread=2.5)
    once = propose_themes(places[:90], texts[:90], seed=0).labels
    before = Before(np.concatenate([once, np.full(30, -1)]))

    held = propose_themes(places, texts, seed=1, before=before)
    free = propose_themes(places, texts, seed=1)

    assert kept(once, held.labels[:90]) > kept(once, free.labels[:90])
    assert held.parameters["held"] == 0.562
    assert free.parameters["held"] == 0


def test_propose_themes_new_theme_is_found_beside_held_ones() -> None:
    places, texts = clouds([40, 40, 25], spread=0.8)
    before = Before(np.repeat([0, 1, -1], [40, 40, 25]))

    labels = propose_themes(places, texts, resolution=0.5, before=before).labels

    assert np.bincount(labels).tolist() == [40, 40, 25]


def test_propose_themes_again_with_nothing_new_is_the_same() -> None:
    places, texts = clouds([40, 40, 40], spread=1.5)
    once = propose_themes(places, texts)

    again = propose_themes(places, texts, before=Before(once.labels))

    assert np.array_equal(once.labels, again.labels)


def test_settle_clear_stray_goes_home_though_it_was_elsewhere_before() -> None:
    places, _ = clouds([40, 40], spread=0.8)
    planted = np.repeat([0, 1], 40)
    strayed = planted.copy()
    strayed[0] = 1

    settled = settle(strayed, places, neighbour_graph(places), Before(strayed))

    assert np.array_equal(settled, planted)


def test_share_falls_with_what_has_come_since() -> None:
    assert Before(np.array([0, 0, 1, 1])).share == 1
    assert Before(np.array([0, 1, -1, -1])).share == 0.25
    assert Before(np.array([-1, -1])).share == 0
    assert Before(np.array([], dtype=np.int64)).share == 0


def kept(first: np.ndarray, second: np.ndarray) -> float:
    """The share of the first's pairs that the second has together."""
    same = (first[:, None] == first) & ~np.eye(len(first), dtype=bool)
    return float((second[:, None] == second)[same].mean())
