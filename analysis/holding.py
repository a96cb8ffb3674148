"""Holds texts where they were grouped before, so that a new grouping moves none without a reason.

Grouped from nothing after a fifth more texts, the old ones agree with where they were at an ARI of
0.75 on average over twelve sets; held they do at 0.95, and the themes agree with the known ones as
well (AMI 0.41 either way). A theme that is new in the texts that came since is found as before,
for those are not held. See tests/benchmarks/arrivals.py.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from analysis.communities import Labels
from analysis.graph import NeighbourGraph

# How much it counts where a text was: beside what ties it to all its neighbours, and beside what
# draws it to a theme (2 at the most). With a fifth of the texts grouped before, and four fifths
# new, ties of even a fifth of these cost up to 0.03 AMI: hence the square in ``Before.share``.
TIE, DRAW = 0.2, 0.6


@dataclass(frozen=True, slots=True)
class Before:
    """Numbers (n,) of the themes that n texts were in; -1 for a text that was in none."""

    themes: Labels

    @property
    def share(self) -> float:
        """How much all this counts: less and less, the more texts have come since."""
        return float(((self.themes >= 0).mean() if self.themes.size else 0.0) ** 2)

    def at(self, places: Labels) -> "Before":
        """The same of the texts at these places."""
        return Before(self.themes[places])

    def tied(self, graph: NeighbourGraph) -> NeighbourGraph:
        """The graph with a node more for each old theme, a neighbour of all that were in it."""
        known = np.flatnonzero(self.themes >= 0)
        ends = np.concatenate([graph.sources, graph.targets])
        strength = np.bincount(ends, np.tile(graph.weights, 2), len(self.themes))
        return NeighbourGraph(
            np.concatenate([graph.sources, known]),
            np.concatenate([graph.targets, len(self.themes) + self.themes[known]]),
            np.concatenate([graph.weights, TIE * self.share * strength[known]]),
        )

    def draws(self, labels: Labels) -> csr_matrix:
        """How much each of n texts is drawn to each theme of ``labels`` by where it was, (n, k).

        An old theme goes on in the one that has most of its texts.
        """
        known = np.flatnonzero(self.themes >= 0)
        shape = (len(labels), labels.max() + 1)
        if not known.size:
            return csr_matrix(shape)
        table = np.zeros((self.themes.max() + 1, shape[1]))
        np.add.at(table, (self.themes[known], labels[known]), 1)
        homes = table.argmax(axis=1)[self.themes[known]]
        return csr_matrix((np.full(known.size, DRAW * self.share), (known, homes)), shape)
