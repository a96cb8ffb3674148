"""A flat map of all texts: what lies near in meaning lies near on it. Equal seeds, equal maps.

Every text is drawn to its nearest neighbours and pushed from chance others, as UMAP does, all at
once instead of one by one: thousands of texts take seconds and no compiler.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from analysis.embedding import Vectors, unit
from analysis.graph import MEANING_DIRECTIONS, neighbour_graph

# Of more texts than ``MOST_SETTLED`` so many find their places first, the others among them.
MOST_SETTLED = 20_000
LANDMARKS = 8_000
FEWEST = 8
STEPS = 240
PUSHES = 8
NEIGHBOURS = 12
NEAREST_LANDMARKS = 4
# The widest move of a text in one step, where the map is some twenty wide.
WIDEST_MOVE = 0.8
SIDE = 65_535
_GOLDEN = 2.399963229728653
_BLOCK = 2048
_MARGIN = 0.02
_BEYOND = 0.08
# Of an even map's room for a text, how far two must lie apart; how many nearest are looked at.
_ROOM = 0.5
_CROWD = 8
_ROUNDS = 24

Points = NDArray[np.float32]
Flat = NDArray[np.float64]


def lay_out(places: Vectors, campaigns: list[list[int]], seed: int) -> NDArray[np.uint16]:
    """Where n texts (``places`` (n, p), the directions in which they differ most first) lie.

    Whole numbers from 0 to ``SIDE``, (n, 2). A campaign's copies lie around the first of them.
    """
    count = len(places)
    leaders = np.arange(count)
    for campaign in campaigns:
        leaders[campaign] = campaign[0]
    kept = np.flatnonzero(leaders == np.arange(count))
    meaning = unit(places[kept, :MEANING_DIRECTIONS])
    chance = np.random.default_rng(seed)
    points = np.empty((count, 2), np.float32)
    points[kept] = _lay_some(meaning, chance)
    _lay_copies(points, campaigns)
    return _in_the_square(points, kept)


def _lay_some(meaning: Vectors, chance: np.random.Generator) -> Points:
    if len(meaning) <= MOST_SETTLED:
        return _settle(meaning, chance)
    landmarks = np.sort(chance.choice(len(meaning), LANDMARKS, replace=False))
    settled = _settle(meaning[landmarks], chance)
    points = np.empty((len(meaning), 2), np.float32)
    for start in range(0, len(meaning), _BLOCK):
        near = meaning[start : start + _BLOCK] @ meaning[landmarks].T
        nearest = np.argpartition(near, -NEAREST_LANDMARKS, axis=1)[:, -NEAREST_LANDMARKS:]
        weights = np.clip(np.take_along_axis(near, nearest, axis=1), 1e-3, None) ** 4
        weights /= weights.sum(axis=1, keepdims=True)
        points[start : start + _BLOCK] = (settled[nearest] * weights[..., None]).sum(axis=1)
    points += chance.normal(0, 0.02, points.shape).astype(np.float32)
    points[landmarks] = settled
    return points


def _settle(meaning: Vectors, chance: np.random.Generator) -> Points:
    count = len(meaning)
    points = np.zeros((count, 2), np.float32)
    wide = min(2, meaning.shape[1])
    points[:, :wide] = meaning[:, :wide]
    if count < FEWEST:
        return points
    points *= 5 / max(float(points.std()), 1e-9)
    # Equal texts lie beside each other, not on each other.
    points += chance.normal(0, 0.02, points.shape).astype(np.float32)
    graph = neighbour_graph(meaning, NEIGHBOURS)
    pulls = _pulls(1 - graph.weights, count)
    every = np.arange(count)
    for step in range(STEPS):
        rate = 1 - step / STEPS
        moves = np.zeros_like(points)
        ahead = points[graph.targets] - points[graph.sources]
        near = 1 + (ahead**2).sum(axis=1)
        pull = ahead * (pulls / near)[:, None]
        moves += _gathered(graph.sources, pull, count) - _gathered(graph.targets, pull, count)
        for _ in range(PUSHES):
            away = points - points[chance.permutation(every)]
            far = (away**2).sum(axis=1)
            moves += away * (0.5 / ((0.05 + far) * (1 + far)))[:, None]
        long = np.sqrt((moves**2).sum(axis=1, keepdims=True)) + 1e-9
        points += moves * (rate * np.minimum(0.5, WIDEST_MOVE / long))
    return points


def _pulls(distances: NDArray[np.float64], count: int) -> NDArray[np.float32]:
    """How strongly each neighbour draws: by its distance beside the text's other neighbours."""
    own = distances.reshape(count, -1)
    nearest = own.min(axis=1, keepdims=True)
    usual = own.mean(axis=1, keepdims=True) - nearest
    pulls = np.exp(-(own - nearest) / np.maximum(usual, 1e-6)).ravel()
    return np.asarray(pulls, np.float32)


def _gathered(where: NDArray[np.int64], moves: Points, count: int) -> Points:
    both = [np.bincount(where, moves[:, axis], minlength=count) for axis in (0, 1)]
    return np.stack(both, axis=1).astype(np.float32)


def _lay_copies(points: Points, campaigns: list[list[int]]) -> None:
    for campaign in campaigns:
        turn = np.arange(1, len(campaign))
        reach = 0.03 * np.sqrt(turn)
        around = np.stack([np.cos(turn * _GOLDEN), np.sin(turn * _GOLDEN)], axis=1)
        points[campaign[1:]] = points[campaign[0]] + around * reach[:, None]


def _in_the_square(points: Points, kept: NDArray[np.int64]) -> NDArray[np.uint16]:
    """The same map between 0 and ``SIDE``, on the whole square and with no text on another.

    ``kept`` are the texts that count for it: a campaign's copies would only be an island more.
    """
    if not len(points):
        return np.empty((0, 2), np.uint16)
    flat = np.stack([_widened(points[:, axis], kept) for axis in (0, 1)], axis=1)
    return np.asarray(np.round(_spread(flat) * SIDE), np.uint16)


def _widened(edge: NDArray[np.float32], kept: NDArray[np.int64]) -> Flat:
    """One axis from 0 to 1, half by place, half by rank: islands far out crowd nobody."""
    order = np.sort(edge[kept])
    low, high = np.percentile(order, [1, 99])
    # A little beyond, so that a group at the edge is not pressed flat against it.
    beyond = _BEYOND * (high - low)
    reach = max(float(high - low + 2 * beyond), 1e-6)
    placed = np.clip((edge - low + beyond) / reach, 0, 1)
    ranked = np.interp(edge, order, np.linspace(0, 1, len(order)))
    widened: Flat = _MARGIN + (1 - 2 * _MARGIN) * (placed + ranked) / 2
    return widened


def _spread(flat: Flat) -> Flat:
    """Points that lie on each other move apart, until each could be seen on an even map."""
    if len(flat) < _CROWD:
        return flat
    apart = _ROOM / np.sqrt(len(flat))
    # What lies on one spot leaves it in directions of its own.
    turn = np.arange(len(flat)) * _GOLDEN
    flat = flat + np.stack([np.cos(turn), np.sin(turn)], axis=1) * apart / 50
    for _ in range(_ROUNDS):
        distances, others = cKDTree(flat).query(flat, k=_CROWD)
        lacking = np.clip(apart / np.maximum(distances[:, 1:], apart / 50) - 1, 0, None)
        away = flat[:, None] - flat[others[:, 1:]]
        flat = flat + (away * lacking[..., None]).sum(axis=1) / 4
        flat = np.clip(flat, _MARGIN, 1 - _MARGIN)
    return flat
