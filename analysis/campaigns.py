"""Finds campaigns: texts that are nearly the same, sent by many.

Candidates come from MinHash bands over character 4-grams (mail-merged letters differ in words,
hardly in characters); each is then verified by its exact Jaccard similarity.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from analysis.normalising import normalise

SIMILAR_FROM = 0.5
SMALLEST = 5
GRAM = 4
SHORTEST = 40
_BANDS, _ROWS = 42, 3
_PRIME = np.uint64((1 << 61) - 1)
_LOW, _HALF = np.uint64(0xFFFF_FFFF), np.uint64(32)
# What is worked on at a time stays near the processor: texts read, runs mixed, pairs proved.
_TEXTS, _RUNS, _PAIRS = 2_000, 16_384, 4_000

Bands = NDArray[np.uint32]
Places = NDArray[np.int64]
Proof = Callable[[Places, Places], NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Grams:
    """The different runs of four characters in each of n texts, as numbers, smallest first.

    Those of text k are ``runs[starts[k] : starts[k + 1]]``; a short text has none.
    """

    runs: NDArray[np.uint32]
    starts: Places

    @property
    def sizes(self) -> Places:
        """How many runs each text has, (n,)."""
        return np.diff(self.starts)

    def of(self, texts: Places) -> csr_matrix:
        """The runs of some texts as a matrix of marks, (m, 2^32)."""
        sizes = self.sizes[texts]
        ends = np.cumsum(sizes)
        picked = np.repeat(self.starts[texts] - ends + sizes, sizes) + np.arange(sizes.sum())
        marks = np.ones(len(picked), dtype=np.bool_)
        rows = np.concatenate([[0], ends])
        return csr_matrix((marks, self.runs[picked].astype(np.int64), rows), (len(texts), 1 << 32))


def find_campaigns(texts: Sequence[str], smallest: int = SMALLEST) -> list[list[int]]:
    """Groups of at least ``smallest`` near-identical texts, as positions, largest first.

    Texts under 40 characters ("setuju") are no campaign by likeness and are left out.
    """
    grams = grams_of(texts)
    long_enough = np.flatnonzero(grams.sizes)
    pairs = long_enough[candidate_pairs(bands_of(grams)[long_enough])]
    joined = join(len(texts), pairs, lambda first, second: alike(grams, first, second))
    found = [group for group in joined if len(group) >= smallest and grams.sizes[group[0]]]
    return sorted(found, key=lambda group: (-len(group), group[0]))


def grams_of(texts: Sequence[str]) -> Grams:
    """The runs of characters in texts, without regard to case and white space."""
    parts = [_runs_of(texts[start : start + _TEXTS]) for start in range(0, len(texts), _TEXTS)]
    sizes = np.concatenate([np.zeros(1, np.int64), *(sizes for _, sizes in parts)])
    runs = np.concatenate([np.empty(0, np.uint32), *(runs for runs, _ in parts)])
    return Grams(runs, np.cumsum(sizes))


def _runs_of(texts: Sequence[str]) -> tuple[NDArray[np.uint32], Places]:
    """The different runs, text by text, and how many each has."""
    plain = [normalise(text).casefold() for text in texts]
    plain = [text if len(text) >= SHORTEST else "" for text in plain]
    points = np.frombuffer("".join(plain).encode("utf-32-le"), np.uint32)
    owners = np.repeat(np.arange(len(plain), dtype=np.uint64), [len(text) for text in plain])
    count = max(len(points) - GRAM + 1, 0)
    mixed = np.zeros(count, np.uint32)
    for place in range(GRAM):
        mixed = mixed * np.uint32(16_777_619) ^ points[place : count + place]
    inside = owners[:count] == owners[GRAM - 1 :]
    keys = np.sort(owners[:count][inside] << _HALF | mixed[inside])
    keys = keys[np.diff(keys, prepend=~keys[:1]) != 0]
    sizes = np.bincount((keys >> _HALF).astype(np.int64), minlength=len(plain))
    return (keys & _LOW).astype(np.uint32), sizes


def bands_of(grams: Grams) -> Bands:
    """What texts are looked up by, (n, bands): alike ones are likely to share a number in a column.

    A text without runs has noughts.
    """
    places = np.flatnonzero(grams.sizes)
    ends = np.cumsum(grams.sizes[places])
    starts = np.concatenate([np.zeros(1, np.int64), ends])
    bands = np.zeros((len(grams.sizes), _BANDS), np.uint32)
    first = 0
    while first < len(places):
        last = max(first + 1, int(np.searchsorted(ends, starts[first] + _RUNS, side="right")))
        some = grams.runs[starts[first] : starts[last]]
        bands[places[first:last]] = _folded(some, starts[first:last] - starts[first])
        first = last
    return bands


def _folded(runs: NDArray[np.uint32], starts: Places) -> Bands:
    wide = runs.astype(np.uint64)
    folded = np.zeros((_BANDS, len(starts)), np.uint64)
    for row, (factor, shift) in enumerate(zip(_FACTORS, _SHIFTS, strict=True)):
        mixed = wide * factor
        mixed += shift
        # The remainder by 2^61 - 1 without dividing; it is out by that much once in 10^17 times.
        above = mixed >> np.uint64(61)
        mixed &= _PRIME
        mixed += above
        band = folded[row // _ROWS]
        band ^= np.minimum.reduceat(mixed, starts)
        band *= np.uint64(0x9E3779B97F4A7C15)
    return (folded.T >> _HALF).astype(np.uint32)


def candidate_pairs(bands: Bands) -> Places:
    """Pairs of rows that share a band, (m, 2), each once.

    Neighbours in a bucket are enough: likeness is joined through chains and verified anyway.
    """
    found = [np.empty(0, np.int64)]
    for band in bands.T:
        order = np.argsort(band, kind="stable")
        same = np.flatnonzero(band[order[1:]] == band[order[:-1]])
        found.append(order[same] * len(bands) + order[same + 1])
    return np.stack(np.divmod(np.unique(np.concatenate(found)), max(len(bands), 1)), axis=1)


def alike(grams: Grams, first: Places, second: Places) -> NDArray[np.bool_]:
    """Whether the texts of each pair share at least half of all their runs of characters."""
    shared = grams.of(first).multiply(grams.of(second)).getnnz(axis=1)
    either = grams.sizes[first] + grams.sizes[second] - shared
    return np.asarray(shared >= SIMILAR_FROM * either)


def join(
    count: int, pairs: Places, holds: Proof, known: Iterable[tuple[int, int]] = ()
) -> Iterator[list[int]]:
    """Groups of ``count`` places that pairs (m, 2) join; ``known`` pairs need no proof."""
    parents = list(range(count))
    for first, second in known:
        parents[_root(parents, second)] = _root(parents, first)
    for start in range(0, len(pairs), _PAIRS):
        # Many are joined through others by now: proving them would take the most time.
        apart = [
            pair
            for pair in pairs[start : start + _PAIRS].tolist()
            if _root(parents, pair[0]) != _root(parents, pair[1])
        ]
        asked = np.array(apart, dtype=np.int64).reshape(-1, 2)
        for first, second in asked[holds(asked[:, 0], asked[:, 1])].tolist():
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
