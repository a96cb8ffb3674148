"""Vectors and words of texts into a graph of nearest neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from analysis.embedding import Vectors, unit
from analysis.stopwords import ALL

# Chosen on the demonstration and SIB-200, see tests/benchmarks/analysis.py. Of the space's
# directions the first tell neighbours best; the others are mostly chance.
MEANING_DIRECTIONS = 64
WORD_DIRECTIONS = 256
LEXICAL_WEIGHT = 0.6
NEIGHBOURS = 15
_BLOCK = 2048


@dataclass(frozen=True, slots=True)
class NeighbourGraph:
    """Directed edges from each text to its nearest ones, weighted by cosine."""

    sources: NDArray[np.int64]
    targets: NDArray[np.int64]
    weights: NDArray[np.float64]


def joint_space(
    meaning: Vectors, texts: Sequence[str], *, seed: int, lexical_weight: float = LEXICAL_WEIGHT
) -> Vectors:
    """Meaning and words side by side: the texts' places in their space, and TF-IDF's directions.

    Words weigh as much as a text has of those that it shares with others: where each text has
    its own words, meaning alone decides.
    """
    meaning = unit(meaning[:, :MEANING_DIRECTIONS])
    lexical = _lexical(texts, seed) if lexical_weight > 0 else None
    if lexical is None:
        return meaning
    return unit(
        np.hstack([meaning * np.sqrt(1 - lexical_weight), lexical * np.sqrt(lexical_weight)])
    )


def neighbour_graph(vectors: Vectors, neighbours: int = NEIGHBOURS) -> NeighbourGraph:
    """Exact nearest neighbours by cosine, block by block so that memory stays bounded."""
    count = len(vectors)
    wanted = min(neighbours, count - 1)
    targets = np.empty((count, wanted), dtype=np.int64)
    weights = np.empty((count, wanted), dtype=np.float64)
    for start in range(0, count, _BLOCK):
        block = vectors[start : start + _BLOCK] @ vectors.T
        rows = np.arange(len(block))
        block[rows, start + rows] = -np.inf
        nearest = np.argpartition(block, -wanted, axis=1)[:, -wanted:]
        targets[start : start + _BLOCK] = nearest
        weights[start : start + _BLOCK] = np.take_along_axis(block, nearest, axis=1)
    return NeighbourGraph(
        sources=np.repeat(np.arange(count), wanted),
        targets=targets.ravel(),
        weights=np.clip(weights.ravel(), 1e-3, None),
    )


def _lexical(texts: Sequence[str], seed: int) -> Vectors | None:
    counts = TfidfVectorizer(
        sublinear_tf=True, min_df=2, max_df=0.4, stop_words=sorted(ALL), dtype=np.float32
    )
    try:
        matrix = counts.fit_transform(texts)
    except ValueError:  # every word is in one text only, or in nearly all
        return None
    size = min(WORD_DIRECTIONS, matrix.shape[1] - 1, matrix.shape[0] - 1)
    if size < 2:  # noqa: PLR2004 - a plane needs two
        return None
    # Not at unit length: what a text loses here are words that hardly anybody shares.
    lexical: Vectors = TruncatedSVD(size, random_state=seed).fit_transform(matrix)
    return lexical.astype(np.float32)
