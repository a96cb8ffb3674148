"""Proposes themes: every text gets one, and equal parameters and seed give equal themes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import graspologic_native
import numpy as np
from numpy.typing import NDArray

from analysis.campaigns import find_campaigns
from analysis.embedding import Vectors, unit
from analysis.graph import (
    LEXICAL_WEIGHT,
    NEIGHBOURS,
    NeighbourGraph,
    joint_space,
    neighbour_graph,
)
from analysis.languages import Centring, learn_centring

RESOLUTION = 1.5
TRIALS = 5
# Fewer texts than this make one theme: there is nothing to tell apart.
SMALLEST_CORPUS = 8
SMALLEST_THEME = 3

Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Themes over n texts: ``labels`` (n,) count from 0, the largest theme first.

    ``centred`` are the texts' vectors without their language, ``centres`` (k, d) the themes'
    means among them; ``scores`` (n,) the cosine of each text to its theme's centre.
    """

    labels: Labels
    centred: Vectors
    centres: Vectors
    scores: NDArray[np.float32]
    centring: Centring
    campaigns: list[list[int]]
    parameters: dict[str, Any] = field(default_factory=dict)


def propose_themes(
    vectors: Vectors,
    texts: Sequence[str],
    languages: Sequence[str],
    *,
    seed: int = 0,
    resolution: float = RESOLUTION,
    lexical_weight: float = LEXICAL_WEIGHT,
) -> Proposal:
    """Group n texts (vectors (n, d), unit rows) into themes; nobody is left out.

    Of each campaign one copy is clustered and the others follow it, so that a flood of equal
    letters neither makes a theme of its own by weight nor bends the others.
    """
    centring = learn_centring(vectors, languages)
    centred = centring.apply(vectors, languages)
    campaigns = find_campaigns(texts)
    leaders = _leaders(len(texts), campaigns)
    kept = np.flatnonzero(leaders == np.arange(len(texts))).tolist()
    labels = np.zeros(len(texts), dtype=np.int64)
    labels[kept] = _cluster(
        centred[kept],
        [texts[place] for place in kept],
        seed=seed,
        resolution=resolution,
        lexical_weight=lexical_weight,
    )
    labels = _by_size(labels[leaders])
    centres = unit(np.stack([centred[labels == k].mean(axis=0) for k in range(labels.max() + 1)]))
    return Proposal(
        labels=labels,
        centred=centred,
        centres=centres,
        scores=np.einsum("nd,nd->n", centred, centres[labels]),
        centring=centring,
        campaigns=campaigns,
        parameters={
            "method": "leiden",
            "neighbours": NEIGHBOURS,
            "resolution": resolution,
            "lexical_weight": lexical_weight,
            "trials": TRIALS,
            "seed": seed,
        },
    )


def _cluster(
    centred: Vectors, texts: list[str], *, seed: int, resolution: float, lexical_weight: float
) -> Labels:
    if len(texts) < SMALLEST_CORPUS:
        return np.zeros(len(texts), dtype=np.int64)
    space = joint_space(centred, texts, seed=seed, lexical_weight=lexical_weight)
    labels = _leiden(neighbour_graph(space), len(texts), seed=seed, resolution=resolution)
    return _join_small(labels, space)


def _leiden(graph: NeighbourGraph, count: int, *, seed: int, resolution: float) -> Labels:
    names = [str(place) for place in range(count)]
    edges = [
        (names[source], names[target], weight)
        for source, target, weight in zip(
            graph.sources.tolist(), graph.targets.tolist(), graph.weights.tolist(), strict=True
        )
    ]
    _, found = graspologic_native.leiden(
        edges,
        resolution=resolution,
        seed=seed,
        trials=TRIALS if count < 20_000 else 1,  # noqa: PLR2004
    )
    return np.array([found[name] for name in names], dtype=np.int64)


def _join_small(labels: Labels, space: Vectors) -> Labels:
    sizes = np.bincount(labels)
    large = np.flatnonzero(sizes >= SMALLEST_THEME)
    if large.size in (0, sizes.size):
        return labels
    centres = unit(np.stack([space[labels == k].mean(axis=0) for k in large]))
    small = ~np.isin(labels, large)
    labels = labels.copy()
    labels[small] = large[np.argmax(space[small] @ centres.T, axis=1)]
    return labels


def _leaders(count: int, campaigns: list[list[int]]) -> Labels:
    leaders = np.arange(count)
    for campaign in campaigns:
        leaders[campaign] = campaign[0]
    return leaders


def _by_size(labels: Labels) -> Labels:
    _, labels = np.unique(labels, return_inverse=True)
    sizes = np.bincount(labels)
    order = np.lexsort((np.arange(sizes.size), -sizes))
    ranks = np.empty_like(order)
    ranks[order] = np.arange(order.size)
    return np.asarray(ranks[labels], dtype=np.int64)
