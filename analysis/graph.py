"""Vectors and words of texts into a graph of nearest neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.pipeline import Pipeline

from analysis.embedding import Vectors, unit
from analysis.wording import learn_words

# Chosen on the demonstration and SIB-200, see tests/benchmarks/analysis.py. Of the space's
# directions the first tell neighbours best; the others are mostly chance. Among many texts fewer
# tell them as well and in a third of the time: 10,000 real ones agree with their topics at an AMI
# of 0.54 with half the words' directions and 0.53 with all, 20,000 made from real ones at 0.16
# with fewer still and 0.10 with all.
MEANING_DIRECTIONS = 64
WORD_DIRECTIONS = 256
LARGE = 8_000
VERY_LARGE = 20_000
LEXICAL_WEIGHT = 0.6
# As many as the root of the number of texts, within these: few in a small corpus, or the graph
# ties all themes together. A large one gets the fewest, for time.
FEWEST_NEIGHBOURS, MOST_NEIGHBOURS = 15, 30
# Of how many texts cosines are held at a time: the fewer, the nearer they stay to the processor.
_ROWS = 400


@dataclass(frozen=True, slots=True)
class NeighbourGraph:
    """Directed edges from each text to its nearest ones, weighted by how near."""

    sources: NDArray[np.int64]
    targets: NDArray[np.int64]
    weights: NDArray[np.float64]

    def within(self, kept: NDArray[np.bool_]) -> "NeighbourGraph":
        """The edges between kept texts, which are counted anew."""
        inside = kept[self.sources] & kept[self.targets]
        ranks = np.cumsum(kept) - 1
        return NeighbourGraph(
            ranks[self.sources[inside]], ranks[self.targets[inside]], self.weights[inside]
        )


@dataclass(frozen=True, slots=True)
class JointSpace:
    """Meaning and words side by side: the texts' places in their space, and TF-IDF's directions.

    Words weigh as much as a text has of those that it shares with others: where each text has
    its own words, meaning alone decides.
    """

    directions: int
    lexical_weight: float
    words: Pipeline | None

    def locate(self, meaning: Vectors, texts: Sequence[str]) -> Vectors:
        """Where texts lie that need not be among those the words were learned from, (n, p)."""
        return self._joined(meaning, self.words.transform(texts) if self.words else None)

    def _joined(self, meaning: Vectors, lexical: NDArray[np.float64] | None) -> Vectors:
        meaning = unit(meaning[:, : self.directions])
        if lexical is None:
            return meaning
        # Not at unit length: what a text loses here are words that hardly anybody shares.
        lexical = lexical.astype(np.float32) * np.sqrt(self.lexical_weight)
        return unit(np.hstack([meaning * np.sqrt(1 - self.lexical_weight), lexical]))


def joint_space(
    meaning: Vectors, texts: Sequence[str], *, seed: int, lexical_weight: float = LEXICAL_WEIGHT
) -> tuple[JointSpace, Vectors]:
    """The joint space of n texts (``meaning`` (n, d), unit rows), and where they lie in it."""
    of_meaning, of_words = _directions(len(texts))
    words, lexical = None, None
    if lexical_weight > 0:
        # Pieces take time, and among many texts words recur.
        pieces = len(texts) < LARGE
        words, lexical = learn_words(texts, of_words, seed=seed, pieces=pieces)
    space = JointSpace(of_meaning, lexical_weight, words)
    return space, space._joined(meaning, lexical)  # noqa: SLF001 - its own maker


def neighbours_of(count: int) -> int:
    """How many neighbours each of ``count`` texts is linked to."""
    if count >= LARGE:
        return FEWEST_NEIGHBOURS
    return min(max(isqrt(count), FEWEST_NEIGHBOURS), MOST_NEIGHBOURS, count - 1)


def neighbour_graph(vectors: Vectors, neighbours: int | None = None) -> NeighbourGraph:
    """Exact nearest neighbours by cosine, block by block so that memory stays bounded.

    Weights fall from 1, for the nearest neighbour, by how far the others are as seen from the
    text itself (as in UMAP, McInnes et al. 2018): one that lies apart from all is as firmly tied
    as one in a crowd.
    """
    # Finding the few largest of a long row is what takes the time, and torch is far quicker at it.
    import torch  # noqa: PLC0415 - only who makes a graph pays for it

    count = len(vectors)
    wanted = min(neighbours or neighbours_of(count), count - 1)
    targets = np.empty((count, wanted), dtype=np.int64)
    weights = np.empty((count, wanted), dtype=np.float64)
    everything = torch.from_numpy(np.ascontiguousarray(vectors, dtype=np.float32))
    held = torch.empty((min(_ROWS, count), count))
    for start in range(0, count, _ROWS):
        rows = slice(start, min(start + _ROWS, count))
        block = torch.matmul(everything[rows], everything.T, out=held[: rows.stop - start])
        block.diagonal(start).fill_(-torch.inf)
        values, places = block.topk(wanted, dim=1)
        targets[rows] = places.numpy()
        weights[rows] = values.numpy()
    return NeighbourGraph(
        sources=np.repeat(np.arange(count), wanted),
        targets=targets.ravel(),
        weights=_as_seen_from_each(weights).ravel(),
    )


def nearest_among(vectors: Vectors, others: Vectors) -> csr_matrix:
    """For each of m other texts its nearest of n, (m, n), with weights that add up to 1."""
    import torch  # noqa: PLC0415 - only who looks for neighbours pays for it

    wanted = min(FEWEST_NEIGHBOURS, len(vectors))
    block = torch.from_numpy(others) @ torch.from_numpy(vectors).T
    values, places = block.topk(wanted, dim=1)
    weights = _as_seen_from_each(values.numpy().astype(np.float64))
    weights /= weights.sum(axis=1, keepdims=True)
    rows = np.repeat(np.arange(len(others)), wanted)
    where = (rows, places.numpy().ravel())
    return csr_matrix((weights.ravel(), where), (len(others), len(vectors)))


def _as_seen_from_each(cosines: NDArray[np.float64]) -> NDArray[np.float64]:
    beyond = cosines.max(axis=1, keepdims=True) - cosines
    usual = np.maximum(beyond.mean(axis=1, keepdims=True), 1e-6)
    weights: NDArray[np.float64] = np.exp(-beyond / usual)
    return np.clip(weights, 1e-3, None)


def _directions(count: int) -> tuple[int, int]:
    """How many directions of meaning and of words tell so many texts."""
    if count >= VERY_LARGE:
        return 48, 80
    return MEANING_DIRECTIONS, WORD_DIRECTIONS // 2 if count >= LARGE else WORD_DIRECTIONS
