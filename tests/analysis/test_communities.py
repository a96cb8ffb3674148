import graspologic_native
import numpy as np
import pytest

from analysis.communities import MOST_THEMES, Splitter
from analysis.graph import NeighbourGraph, neighbour_graph
from analysis.stability import measure_stability
from tests.analysis.clouds import clouds

CLOUDS, EACH = 60, 50


@pytest.fixture(scope="module")
def splitter() -> Splitter:
    places, _ = clouds([EACH] * CLOUDS, spread=1.6)
    return Splitter(neighbour_graph(places, 8), CLOUDS * EACH, seed=3, large=True, trials=1)


def test_split_large_gives_no_more_themes_than_people_read(splitter: Splitter) -> None:
    labels = splitter.split(6.0)

    assert abs(labels.max() + 1 - MOST_THEMES) <= 0.15 * MOST_THEMES
    assert len(labels) == CLOUDS * EACH


def test_layers_large_are_about_as_many_as_wanted(splitter: Splitter) -> None:
    broad, fine = splitter.layers()

    assert 7 <= broad.max() + 1 <= 9
    assert 60 <= fine.max() + 1 <= 80


def test_measure_stability_large_goes_the_same_way_as_the_grouping() -> None:
    places, _ = clouds([EACH] * 4)
    splitter = Splitter(neighbour_graph(places, 8), 4 * EACH, seed=3, large=True, trials=1)
    labels = splitter.split(0.5)

    assert np.array_equal(np.bincount(labels), [EACH] * 4)
    assert np.array_equal(measure_stability(labels, splitter, places, 0.5), np.ones(4))


@pytest.mark.parametrize("seed", range(6))
def test_split_is_what_edges_by_name_give(seed: int) -> None:
    random = np.random.default_rng(seed)
    # Both directions of some, edges onto oneself as between joined themes, and three without any.
    sources, targets = random.integers(0, 80, 500), random.integers(0, 80, 500)
    graph = NeighbourGraph(sources, targets, random.random(500))
    edges = [(str(a), str(b), w) for a, b, w in zip(sources, targets, graph.weights, strict=True)]
    _, named = graspologic_native.leiden(edges, resolution=1.5, seed=seed, trials=2)

    labels = Splitter(graph, 83, seed, trials=2).split(1.5)

    expected = [named.get(str(place), 1000 + place) for place in range(83)]
    assert np.array_equal(labels, np.unique(expected, return_inverse=True)[1])


def test_split_without_an_edge_leaves_each_alone() -> None:
    nothing = np.empty(0, np.int64)

    labels = Splitter(NeighbourGraph(nothing, nothing, np.empty(0)), 3, seed=0).split(1.0)

    assert labels.tolist() == [0, 1, 2]
