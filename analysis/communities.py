"""Splits a neighbour graph into communities, at one resolution or at several."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import graspologic_native
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix

from analysis.graph import NeighbourGraph

TRIALS = 5
# On graphs this large one trial is as good as the best of several, and they take their time;
# there, themes are joined from the communities of a fine grouping, which is as good and quick.
FINE = 6.0
# More themes than this nobody reads; Leiden alone would find more the more texts there are.
MOST_THEMES = 40
# How many themes the broad layer and the fine one are to have, about.
LAYERS = (8, 70)
FEWEST_A_THEME = 8
_LOWEST, _HIGHEST = 0.005, 50.0
_SEARCHES = 10
_NEAR_ENOUGH = 0.15

Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Web:
    """Which ``texts`` have a tie, in the order in which edges name them, and the ``ties`` (m, m).

    Of two edges between the same texts the first counts.
    """

    texts: Labels
    ties: csr_matrix


@dataclass(frozen=True)
class Splitter:
    """Leiden on one graph of ``count`` texts; equal seeds give equal communities."""

    graph: NeighbourGraph
    count: int
    seed: int
    large: bool = False
    # The best of how many is taken.
    trials: int = TRIALS

    def split(self, resolution: float) -> Labels:
        """A community for every text; of a large graph no more than people can read."""
        labels = _leiden(self._web, self.count, resolution, self.seed, self.trials)
        if not self.large or labels.max() < MOST_THEMES:
            return labels
        return self.split_into(MOST_THEMES)

    def layers(self) -> Iterator[Labels]:
        """Communities in about the numbers that ``LAYERS`` names, fewer where texts are few."""
        for wanted in LAYERS:
            yield self.split_into(min(wanted, max(2, self.count // FEWEST_A_THEME)))

    def split_part(self, kept: NDArray[np.bool_], resolution: float, seed: int) -> Labels:
        """Communities of a part of the texts; -1 for the others."""
        part = Splitter(self.graph.within(kept), int(kept.sum()), seed, self.large, trials=1)
        labels = np.full(self.count, -1, dtype=np.int64)
        labels[kept] = part.split(resolution)
        return labels

    def split_into(self, wanted: int) -> Labels:
        """About as many communities as wanted."""
        if self.large:
            fine, joined = self._joined
            return joined.split_into(wanted)[fine]
        low, high = np.log(_LOWEST), np.log(_HIGHEST)
        best = np.zeros(self.count, dtype=np.int64)
        for _ in range(_SEARCHES):
            middle = (low + high) / 2
            labels = _leiden(self._web, self.count, float(np.exp(middle)), self.seed, 1)
            found = labels.max() + 1
            if abs(found - wanted) < abs(best.max() + 1 - wanted):
                best = labels
            if abs(found - wanted) <= _NEAR_ENOUGH * wanted:
                break
            low, high = (middle, high) if found < wanted else (low, middle)
        return best

    @cached_property
    def _joined(self) -> tuple[Labels, "Splitter"]:
        """A fine grouping, and the graph whose texts are its communities."""
        fine = _leiden(self._web, self.count, FINE, self.seed, 1)
        count = int(fine.max()) + 1
        between = coo_matrix(
            (self.graph.weights, (fine[self.graph.sources], fine[self.graph.targets])),
            (count, count),
        )
        between.sum_duplicates()
        graph = NeighbourGraph(between.row, between.col, between.data)
        return fine, Splitter(graph, count, self.seed)

    @cached_property
    def _web(self) -> _Web:
        return _web_of(self.graph)


def _web_of(graph: NeighbourGraph) -> _Web:
    ends = np.stack([graph.sources, graph.targets], axis=1).ravel()
    texts, first = np.unique(ends, return_index=True)
    texts = texts[np.argsort(first)]
    size = len(texts)
    ranks = np.empty(ends.max(initial=-1) + 1, dtype=np.int64)
    ranks[texts] = np.arange(size)
    one, other = ranks[graph.sources], ranks[graph.targets]
    pairs, chosen = np.unique(
        np.minimum(one, other) * size + np.maximum(one, other), return_index=True
    )
    low, high = np.divmod(pairs, max(size, 1))
    weights, apart = graph.weights[chosen], low != high
    ties = csr_matrix(
        (
            np.concatenate([weights, weights[apart]]),
            (np.concatenate([low, high[apart]]), np.concatenate([high, low[apart]])),
        ),
        (size, size),
    )
    ties.sort_indices()
    return _Web(texts, ties)


def _leiden(web: _Web, count: int, resolution: float, seed: int, trials: int) -> Labels:
    # A text without a tie is a community of its own.
    labels = np.arange(count) + count
    if len(web.texts):
        _, found = graspologic_native.leiden_csr(
            web.ties.indptr.astype(np.int64),
            web.ties.indices.astype(np.int32),
            web.ties.data,
            len(web.texts),
            resolution=resolution,
            seed=seed,
            trials=trials,
        )
        labels[web.texts[list(found)]] = list(found.values())
    _, compact = np.unique(labels, return_inverse=True)
    return np.asarray(compact, dtype=np.int64)
