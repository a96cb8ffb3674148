"""Proposes themes: every text gets one, and equal parameters and seed give equal themes."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.campaigns import find_campaigns
from analysis.communities import TRIALS, Labels, Splitter
from analysis.embedding import Vectors, unit
from analysis.graph import (
    LARGE,
    LEXICAL_WEIGHT,
    joint_space,
    neighbour_graph,
    neighbours_of,
)
from analysis.holding import Before
from analysis.sampling import MOST_GROUPED, Grouped, joined, part_of
from analysis.settling import join_small, settle
from analysis.stability import measure_stability

RESOLUTION = 1.5
# Fewer texts than this make one theme: there is nothing to tell apart.
SMALLEST_CORPUS = 8


@dataclass(frozen=True, slots=True)
class Proposal:
    """Themes over n texts: ``labels`` (n,) count from 0, the largest theme first.

    ``places`` (n, p) are the texts in their space, ``centres`` (k, p) the themes' means there.
    ``layers`` are broader and finer groupings of the same texts, ``stability`` (k,) the share of
    a theme's pairs that stay together when they are grouped again.
    """

    labels: Labels
    places: Vectors
    centres: Vectors
    campaigns: list[list[int]]
    layers: tuple[Labels, ...]
    stability: NDArray[np.float64]
    parameters: dict[str, Any] = field(default_factory=dict)


def propose_themes(
    meaning: Vectors,
    texts: Sequence[str],
    *,
    seed: int = 0,
    resolution: float = RESOLUTION,
    lexical_weight: float = LEXICAL_WEIGHT,
    layered: bool = True,
    before: Before | None = None,
    most: int = MOST_GROUPED,
) -> Proposal:
    """Group n texts (``meaning`` (n, p), unit rows in one space) into themes; nobody is left out.

    Of each campaign one copy is clustered and the others follow it, so that a flood of equal
    letters neither makes a theme of its own by weight nor bends the others. Where texts were
    ``before`` holds them there unless much speaks against it; layers and stability disregard it.
    Of more texts than ``most`` so many are grouped, chosen by chance, and the others join them.
    """
    campaigns = find_campaigns(texts)
    leaders = _leaders(len(texts), campaigns)
    kept = np.flatnonzero(leaders == np.arange(len(texts)))
    ranks = np.searchsorted(kept, leaders)
    read = part_of(kept, most, seed)
    held = before.at(read) if before else None
    space, places = joint_space(
        meaning[read],
        [texts[place] for place in read.tolist()],
        seed=seed,
        lexical_weight=lexical_weight,
    )
    own = _Grouping(places, seed, resolution, held)
    groupings = [own.labels, *(own.layers() if layered else ())]
    if len(read) < len(kept):
        groupings = joined(groupings, Grouped(read, places, space), kept, meaning, texts)
    (labels, order), *layers = (_by_size(grouping[ranks]) for grouping in groupings)
    centres = unit(np.stack([meaning[labels == k].mean(axis=0) for k in range(labels.max() + 1)]))
    return Proposal(
        labels=labels,
        places=meaning,
        centres=centres,
        campaigns=campaigns,
        layers=tuple(layer for layer, _ in layers),
        stability=own.stability()[order],
        parameters={
            "method": "leiden",
            "neighbours": neighbours_of(len(read)),
            "resolution": resolution,
            "lexical_weight": lexical_weight,
            "trials": own.splitter.trials if own.splitter else 0,
            "seed": seed,
            "grouped": len(read),
            "held": round(held.share, 3) if held else 0.0,
        },
    )


class _Grouping:
    """The texts without their campaigns' copies, in communities."""

    def __init__(self, space: Vectors, seed: int, resolution: float, before: Before | None) -> None:
        self._space, self._resolution = space, resolution
        self.splitter: Splitter | None = None
        self.labels: Labels = np.zeros(len(space), dtype=np.int64)
        if len(space) >= SMALLEST_CORPUS:
            large = len(space) >= LARGE
            graph = neighbour_graph(space)
            self.splitter = Splitter(graph, len(space), seed, large, 1 if large else TRIALS)
            settled = settle(self._split(self.splitter, before), space, graph, before)
            self.labels = join_small(settled, space)

    def _split(self, free: Splitter, before: Before | None) -> Labels:
        if before is None:
            return free.split(self._resolution)
        count = free.count + int(before.themes.max()) + 1
        held = replace(free, graph=before.tied(free.graph), count=count)
        _, labels = np.unique(held.split(self._resolution)[: free.count], return_inverse=True)
        return np.asarray(labels, dtype=np.int64)

    def layers(self) -> tuple[Labels, ...]:
        if self.splitter is None:
            return ()
        # Not settled: of themes as many as asked for, the larger would take in the smaller.
        return tuple(join_small(layer, self._space) for layer in self.splitter.layers())

    def stability(self) -> NDArray[np.float64]:
        if self.splitter is None:
            return np.ones(1)
        return measure_stability(self.labels, self.splitter, self._space, self._resolution)


def _leaders(count: int, campaigns: list[list[int]]) -> Labels:
    leaders = np.arange(count)
    for campaign in campaigns:
        leaders[campaign] = campaign[0]
    return leaders


def _by_size(labels: Labels) -> tuple[Labels, Labels]:
    """Labels counted anew, the largest theme first, and the old label of each."""
    sizes = np.bincount(labels)
    order = np.lexsort((np.arange(sizes.size), -sizes))
    ranks = np.empty_like(order)
    ranks[order] = np.arange(order.size)
    return np.asarray(ranks[labels], dtype=np.int64), np.asarray(order, dtype=np.int64)
