"""How much of one passage is found in another, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import LCSseq

from consultations.passages import Passage

# Passages that share a smaller part of their different words aren't worth comparing in order.
_LEAST_SHARED = 0.4
# Below so many words, being found inside another passage says nothing.
_TELLING = 8
_MOST_COVERED = 0.75
_MOST_COMPARED = 12
_RIVAL = 0.5
_FIRST_CHARACTER = 0x10000
_CHARACTERS = 0x100000


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two passages are, 0 to 1.

    ``score`` counts the words both have in the same order; ``covered`` is the part of the older
    one found in the newer, ``covering`` the part of the newer one taken from the older.
    """

    score: float
    covered: float = 0.0
    covering: float = 0.0

    @property
    def strength(self) -> float:
        """The likeness that a person should know of, wherever it comes from."""
        inside = max(self.covered, self.covering)
        return max(self.score, 0.9 * inside if inside >= _MOST_COVERED else 0.0)


def likeness(old: str, new: str) -> Likeness:
    """Compare two passages in which every word is one character."""
    shared = LCSseq.similarity(old, new)
    before, after = len(old), len(new)
    return Likeness(
        score=2 * shared / (before + after),
        covered=shared / before if before >= _TELLING else 0.0,
        covering=shared / after if after >= _TELLING else 0.0,
    )


def likenesses(
    old: Sequence[Passage], new: Sequence[Passage], rows: set[int], columns: set[int]
) -> dict[tuple[int, int], Likeness]:
    """Of every pair worth comparing that has its old one in ``rows`` or its new in ``columns``."""
    if not rows and not columns:
        return {}
    vocabulary: dict[str, int] = {}
    before, after = (_written(passages, vocabulary) for passages in (old, new))
    shared, sizes = _shared_words(before, after, len(vocabulary))
    in_columns = np.array([place in columns for place in range(len(new))])
    found: dict[tuple[int, int], Likeness] = {}
    for row in range(len(old)):
        part = shared[row] / np.minimum(sizes[0][row], sizes[1])
        dice = 2 * shared[row] / (sizes[0][row] + sizes[1])
        worth = part >= _LEAST_SHARED
        likely = np.nonzero(worth if row in rows else worth & in_columns)[0]
        if row in rows and len(likely) > _MOST_COMPARED:
            # Every possible rival stays; of the rest only the best.
            rank = np.maximum(dice, 0.9 * part)[likely]
            best = np.argsort(-rank, kind="stable")
            likely = likely[best[: max(_MOST_COMPARED, int((rank >= _RIVAL).sum()))]]
        for column in likely.tolist():
            found[row, column] = likeness(before[row], after[column])
    return found


def _written(passages: Sequence[Passage], vocabulary: dict[str, int]) -> list[str]:
    # A character a word lets whole texts be compared at the speed of short strings.
    return [
        "".join(
            chr(_FIRST_CHARACTER + vocabulary.setdefault(word, len(vocabulary) % _CHARACTERS))
            for word in passage.words
        )
        for passage in passages
    ]


def _shared_words(
    old: list[str], new: list[str], width: int
) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]:
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - only drafters compare

    one, other = (
        csr_matrix(_presence(texts), shape=(len(texts), width), dtype=np.float32)
        for texts in (old, new)
    )
    sizes = [np.asarray(matrix.sum(axis=1)).ravel() for matrix in (one, other)]
    return (one @ other.T).toarray(), (sizes[0], sizes[1])


def _presence(texts: list[str]) -> tuple[np.ndarray, list[int], list[int]]:
    columns: list[int] = []
    starts = [0]
    for text in texts:
        columns += [ord(character) - _FIRST_CHARACTER for character in set(text)]
        starts.append(len(columns))
    return np.ones(len(columns), dtype=np.float32), columns, starts


def score_pairs(
    old: Sequence[Passage], new: Sequence[Passage], pairs: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], float]:
    """How alike the two sides of each pair of ids are."""
    vocabulary: dict[str, int] = {}
    before, after = (
        dict(zip((p.id for p in side), _written(side, vocabulary), strict=True))
        for side in (old, new)
    )
    return {
        (one, other): min(1.0, likeness(before[one], after[other]).strength) for one, other in pairs
    }
