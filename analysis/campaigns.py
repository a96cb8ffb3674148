"""Finds campaigns: texts that are nearly the same, sent by many.

Candidates come from MinHash bands over character 4-grams (mail-merged letters differ in words,
hardly in characters); each is then verified by its exact Jaccard similarity.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analysis.normalising import normalise

SIMILAR_FROM = 0.5
SMALLEST = 5
GRAM = 4
SHORTEST = 40
_BANDS, _ROWS = 42, 3
_PRIME = np.uint64((1 << 61) - 1)


def find_campaigns(texts: Sequence[str], smallest: int = SMALLEST) -> list[list[int]]:
    """Groups of at least ``smallest`` near-identical texts, as positions, largest first.

    Texts under 40 characters ("setuju") are no campaign by likeness and are left out.
    """
    grams = [_grams(text) for text in texts]
    parents = list(range(len(texts)))
    for first, second in _candidates(grams):
        if _root(parents, first) != _root(parents, second) and _alike(grams[first], grams[second]):
            parents[_root(parents, second)] = _root(parents, first)
    groups: dict[int, list[int]] = defaultdict(list)
    for place, own in enumerate(grams):
        if own.size:
            groups[_root(parents, place)].append(place)
    found = [group for group in groups.values() if len(group) >= smallest]
    return sorted(found, key=lambda group: (-len(group), group[0]))


def _grams(text: str) -> NDArray[np.uint32]:
    plain = normalise(text).casefold()
    if len(plain) < SHORTEST:
        return np.empty(0, np.uint32)
    points = np.frombuffer(plain.encode("utf-32-le"), np.uint32)
    mixed = np.zeros(len(points) - GRAM + 1, np.uint32)
    for place in range(GRAM):
        mixed = mixed * np.uint32(16_777_619) ^ points[place : len(points) - GRAM + 1 + place]
    return np.unique(mixed)


def _candidates(grams: list[NDArray[np.uint32]]) -> set[tuple[int, int]]:
    random = np.random.default_rng(20_240_216)
    factors = random.integers(1, 1 << 31, _BANDS * _ROWS, dtype=np.uint64)
    shifts = random.integers(0, 1 << 31, _BANDS * _ROWS, dtype=np.uint64)
    buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for place, own in enumerate(grams):
        if not own.size:
            continue
        mixed = (own.astype(np.uint64)[:, None] * factors + shifts) % _PRIME
        smallest = mixed.min(axis=0).reshape(_BANDS, _ROWS)
        for band in range(_BANDS):
            buckets[band, smallest[band].tobytes()].append(place)
    # Neighbours in a bucket are enough: likeness is joined through chains and verified anyway.
    return {pair for bucket in buckets.values() for pair in pairwise(bucket)}


def _alike(first: NDArray[np.uint32], second: NDArray[np.uint32]) -> bool:
    shared = np.intersect1d(first, second, assume_unique=True).size
    return shared >= SIMILAR_FROM * (first.size + second.size - shared)


def _root(parents: list[int], place: int) -> int:
    while parents[place] != place:
        parents[place] = parents[parents[place]]
        place = parents[place]
    return place
