"""A guess at each text's language, and vectors freed from it.

Vectors of one language lie together whatever they are about; with each language's mean taken
away, texts meet by theme. The guess needs only be right on average.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from analysis.embedding import Vectors, unit
from analysis.stopwords import ENGLISH, INDONESIAN, JAVANESE, MINANGKABAU, SUNDANESE

# Words shared between these languages tell nothing and are left out of each set.
_SETS = {
    "ind": INDONESIAN,
    "jav": JAVANESE,
    "sun": SUNDANESE,
    "min": MINANGKABAU,
    "eng": ENGLISH,
}
LANGUAGES = tuple(_SETS)
_MARKS = {
    name: words.difference(*(other for key, other in _SETS.items() if key != name))
    for name, words in _SETS.items()
}
_MARKED = frozenset[str]().union(*_MARKS.values())
# Spellings and endings of the other words, each a weaker sign than a word of grammar.
_SHAPES = {
    "ind": re.compile(r"^(ber|ter|per|pem|pen|mem|men|se)[a-z]{3,}|nya$"),
    "jav": re.compile(r"dh|[^aeiou]ake$|ipun$|aken$|^(ngg|mb)"),
    "sun": re.compile(r"eu|aken$|keun$"),
    "min": re.compile(
        r"[ui]a(h|k|ng)$|[aou]ik$|ek$|nyo$|^(ba|ma|pa|ta)(m|n|ng)?[a-z]{4,}[ui]?a[kn]$"
    ),
    "eng": re.compile(r"w|(ed|ing|ly|tion)$"),
}
SHAPE_WEIGHT = 0.3
DEFAULT_LANGUAGE = "ind"
FULL_MEAN_FROM = 50
# A text is an example of its language when its words say enough and the best language leads by
# this share of what they say; a language with fewer examples is guessed from words alone.
CLEAR_LEAD = 0.3
CLEAR_FROM = 2.0
EXAMPLES_FROM = 10
_RIDGE = 0.3
_WORD = re.compile(r"[A-Za-zÀ-ÿ]+")


@dataclass(frozen=True, slots=True)
class Guesser:
    """Guesses languages from words and, once it has learned them, from vectors.

    ``weights`` (d, languages) and ``middle`` (d,) say what each language's vectors look like.
    """

    weights: NDArray[np.float64] | None = None
    middle: Vectors | None = None

    def guess(self, texts: Sequence[str], vectors: Vectors) -> list[str]:
        """One guess a text; Indonesian where nothing tells."""
        evidence, _ = _shares(texts)
        if self.weights is not None and self.middle is not None and len(texts):
            evidence += (vectors - self.middle).astype(np.float64) @ self.weights
        return [LANGUAGES[place] for place in np.argmax(evidence, axis=1)]


def learn_guesser(texts: Sequence[str], vectors: Vectors) -> Guesser:
    """Learn what the vectors (n, d) of each language look like from texts whose words are clear."""
    if not texts:
        return Guesser()
    evidence, heard = _shares(texts)
    ranked = np.sort(evidence, axis=1)
    clear = (ranked[:, -1] - ranked[:, -2] >= CLEAR_LEAD) & (heard >= CLEAR_FROM)
    best = np.argmax(evidence, axis=1)
    known = [k for k in range(len(LANGUAGES)) if (clear & (best == k)).sum() >= EXAMPLES_FROM]
    if len(known) < 2:  # noqa: PLR2004 - one language cannot be told from itself
        return Guesser()
    examples = np.flatnonzero(clear & np.isin(best, known))
    middle = vectors.mean(axis=0)
    # Ridge regression onto the languages: one solve, no seed.
    own = (vectors[examples] - middle).astype(np.float64)
    wanted = np.eye(len(LANGUAGES))[best[examples]] - 1 / len(LANGUAGES)
    weights = np.linalg.solve(own.T @ own + _RIDGE * np.eye(own.shape[1]), own.T @ wanted)
    return Guesser(weights=weights, middle=middle)


def guess_languages(texts: Sequence[str], vectors: Vectors) -> list[str]:
    """One guess a text from its words and, where they are few, from its vector (n, d)."""
    return learn_guesser(texts, vectors).guess(texts, vectors)


def _shares(texts: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Each language's share of what a text's words say, and how much they say."""
    evidence = np.zeros((len(texts), len(LANGUAGES)))
    for row, text in zip(evidence, texts, strict=True):
        for word in _WORD.findall(text):
            row += _said_by(word)  # noqa: PLW2901 - a row of the matrix, added to in place
    heard = evidence.sum(axis=1)
    return evidence / np.maximum(heard, 1.0)[:, None], heard


@lru_cache(maxsize=100_000)
def _said_by(word: str) -> NDArray[np.float64]:
    plain = word.lower()
    if plain in _MARKED:
        return np.array([float(plain in _MARKS[name]) for name in LANGUAGES])
    if word != plain:  # a name, perhaps, which is no sign of the language it stands in
        return np.zeros(len(LANGUAGES))
    return np.array([SHAPE_WEIGHT * bool(_SHAPES[name].search(word)) for name in LANGUAGES])


@dataclass(frozen=True, slots=True)
class Centring:
    """The mean vector of each language in one consultation."""

    means: dict[str, Vectors]
    overall: Vectors

    def apply(self, vectors: Vectors, languages: Sequence[str]) -> Vectors:
        """The vectors without their language's mean, at unit length."""
        if not len(vectors):
            return vectors
        shift = np.stack([self.means.get(name, self.overall) for name in languages])
        return unit(vectors - shift)


def learn_centring(vectors: Vectors, languages: Sequence[str]) -> Centring:
    """Means per language; one with few texts leans on the overall mean."""
    overall = vectors.mean(axis=0)
    labels = np.asarray(languages)
    means: dict[str, Vectors] = {}
    for name in sorted(set(languages)):
        own = vectors[labels == name]
        weight = min(1.0, len(own) / FULL_MEAN_FROM)
        means[name] = weight * own.mean(axis=0) + (1 - weight) * overall
    return Centring(means=means, overall=overall)
