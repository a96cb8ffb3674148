"""Finds campaigns: texts that are nearly the same, sent by many.

Candidates come from MinHash bands over character 4-grams (mail-merged letters differ in words,
hardly in characters); each is then verified by its exact Jaccard similarity.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.normalising import normalise

SIMILAR_FROM = 0.5
SMALLEST = 5
GRAM = 4
SHORTEST = 40
_BANDS, _ROWS = 42, 3
_PRIME = np.uint64((1 << 61) - 1)

Grams = NDArray[np.uint32]
Bands = NDArray[np.uint32]


def find_campaigns(texts: Sequence[str], smallest: int = SMALLEST) -> list[list[int]]:
    """Groups of at least ``smallest`` near-identical texts, as positions, largest first.

    Texts under 40 characters ("setuju") are no campaign by likeness and are left out.
    """
    grams = [grams_of(text) for text in texts]
    long_enough = [place for place, own in enumerate(grams) if own.size]
    if not long_enough:
        return []
    bands = np.stack([bands_of(grams[place]) for place in long_enough])
    joined = join(
        len(texts),
        ((long_enough[a], long_enough[b]) for a, b in candidate_pairs(bands)),
        lambda a, b: alike(grams[a], grams[b]),
    )
    found = [group for group in joined if len(group) >= smallest and grams[group[0]].size]
    return sorted(found, key=lambda group: (-len(group), group[0]))


def grams_of(text: str) -> Grams:
    """The different runs of four characters in a text, as numbers; none of a short text."""
    plain = normalise(text).casefold()
    if len(plain) < SHORTEST:
        return np.empty(0, np.uint32)
    points = np.frombuffer(plain.encode("utf-32-le"), np.uint32)
    mixed = np.zeros(len(points) - GRAM + 1, np.uint32)
    for place in range(GRAM):
        mixed = mixed * np.uint32(16_777_619) ^ points[place : len(points) - GRAM + 1 + place]
    return np.unique(mixed)


def bands_of(grams: Grams) -> Bands:
    """What a text is looked up by: alike texts are likely to share one of these numbers."""
    mixed = grams.astype(np.uint64)[:, None] * _FACTORS + _SHIFTS
    # The remainder by 2^61 - 1 without dividing; it is out by that much once in 10^17 times.
    mixed = (mixed & _PRIME) + (mixed >> np.uint64(61))
    rows = mixed.min(axis=0).reshape(_BANDS, _ROWS)
    folded = rows[:, 0] * np.uint64(0x9E3779B97F4A7C15)
    for row in range(1, _ROWS):
        folded = (folded ^ rows[:, row]) * np.uint64(0x9E3779B97F4A7C15)
    bands: Bands = (folded >> np.uint64(32)).astype(np.uint32)
    return bands


def candidate_pairs(bands: NDArray[np.uint32]) -> set[tuple[int, int]]:
    """Pairs of rows that share a band.

    Neighbours in a bucket are enough: likeness is joined through chains and verified anyway.
    """
    pairs: set[tuple[int, int]] = set()
    for band in bands.T:
        order = np.argsort(band, kind="stable")
        same = np.flatnonzero(band[order[1:]] == band[order[:-1]])
        pairs.update(zip(order[same].tolist(), order[same + 1].tolist(), strict=True))
    return pairs


def alike(first: Grams, second: Grams) -> bool:
    """Whether two texts share at least half of all their runs of characters."""
    shared = np.intersect1d(first, second, assume_unique=True).size
    return bool(shared >= SIMILAR_FROM * (first.size + second.size - shared))


def join(
    count: int,
    pairs: Iterable[tuple[int, int]],
    holds: Callable[[int, int], bool],
    known: Iterable[tuple[int, int]] = (),
) -> Iterator[list[int]]:
    """Groups of ``count`` places that pairs join; ``known`` pairs need no proof."""
    parents = list(range(count))
    for first, second in known:
        parents[_root(parents, second)] = _root(parents, first)
    for first, second in pairs:
        if _root(parents, first) != _root(parents, second) and holds(first, second):
            parents[_root(parents, second)] = _root(parents, first)
    groups: dict[int, list[int]] = defaultdict(list)
    for place in range(count):
        groups[_root(parents, place)].append(place)
    yield from groups.values()


def _root(parents: list[int], place: int) -> int:
    while parents[place] != place:
        parents[place] = parents[parents[place]]
        place = parents[place]
    return place


_random = np.random.default_rng(20_240_216)
_FACTORS = _random.integers(1, 1 << 31, _BANDS * _ROWS, dtype=np.uint64)
_SHIFTS = _random.integers(0, 1 << 31, _BANDS * _ROWS, dtype=np.uint64)
