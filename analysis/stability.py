"""How firmly a theme holds together when the grouping is done again on part of the texts."""

import numpy as np
from numpy.typing import NDArray

from analysis.communities import Labels, Splitter
from analysis.embedding import Vectors
from analysis.settling import settle

TIMES = 10
TIMES_LARGE = 3
KEPT = 0.8


def measure_stability(
    labels: Labels, splitter: Splitter, space: Vectors, resolution: float
) -> NDArray[np.float64]:
    """For each theme the share of its pairs of texts that are grouped together again.

    The mean over several groupings, each with another seed and a fifth of the texts left out, and
    settled in the ``space`` (n, p) as the themes themselves were.
    """
    random = np.random.default_rng(splitter.seed)
    shares = []
    for time in range(TIMES_LARGE if splitter.large else TIMES):
        kept = random.random(splitter.count) < KEPT
        other = splitter.split_part(kept, resolution, splitter.seed + 1 + time)
        other[kept] = settle(other[kept], space[kept], splitter.graph.within(kept))
        shares.append(kept_together(labels, other))
    return np.asarray(np.mean(shares, axis=0))


def kept_together(labels: Labels, other: Labels) -> NDArray[np.float64]:
    """For each theme in ``labels`` the share of its pairs that ``other`` has together.

    Texts that ``other`` left out (-1) do not count; a theme without a pair counts as kept.
    """
    there = other >= 0
    table = np.zeros((labels.max() + 1, other.max() + 1))
    np.add.at(table, (labels[there], other[there]), 1)
    sizes = table.sum(axis=1)
    pairs = sizes * (sizes - 1)
    together = (table * (table - 1)).sum(axis=1)
    return np.asarray(np.where(pairs > 0, together / np.maximum(pairs, 1), 1.0))
