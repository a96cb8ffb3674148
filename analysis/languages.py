"""A guess at each text's language, and vectors freed from it.

Vectors of one language lie together whatever they are about; with each language's mean taken
away, texts meet by theme. The guess needs only be right on average.

A text in two languages is called by both, "jav+ind", the one that leads first. It is freed from
the leading one's mean: on half-and-half texts of SIB-200 their 15 nearest neighbours then name
the topic in 79 of 100 cases (86 where all languages are as frequent); with a mean of their own in
78 (85), with the mean over all in 76 (84), with Indonesian's in 75 (85), and between the means of
the two in 79 (85), where they lie nearer to each other than they should.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from analysis.embedding import Vectors, unit
from analysis.stopwords import ALL, ENGLISH, INDONESIAN, JAVANESE, MINANGKABAU, SUNDANESE

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
        r"[a-z]{2,}[ui]a(h|k|ng)$|(?<![bn])aik$|[ou]ik$|ek$|nyo$"
        r"|^(ba|ma|pa|ta)(m|n|ng)?[a-z]{4,}[ui]?a[kn]$"
    ),
    "eng": re.compile(r"sh|ck|ee|oo|ou|[aeo]w|(ed|ly|tion|ght|ness|ment)$"),
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
# Words weigh more: where most texts are Indonesian, vectors see other languages too easily.
VECTOR_WEIGHT = 0.5
# What tells nothing is in the language that most others are in.
FREQUENT_WEIGHT = 0.2
# A second language is heard when this much of what the words say is its own. Chosen so that few
# texts in one language are called mixed: see tests/benchmarks/languages.py.
SECOND_SHARE = 0.2
SECOND_FROM = 1.3
_AND = "+"
_WORD = re.compile(r"\b[A-Za-zÀ-ÿ]+")


@dataclass(frozen=True, slots=True)
class Guesser:
    """Guesses languages from words and, once it has learned them, from vectors.

    ``weights`` (d, languages) and ``middle`` (d,) say what each language's vectors look like, and
    ``frequent`` (languages,) how frequent each is.
    """

    weights: NDArray[np.float64] | None = None
    middle: Vectors | None = None
    frequent: NDArray[np.float64] | None = None

    def guess(self, texts: Sequence[str], vectors: Vectors) -> list[str]:
        """One guess a text; Indonesian where nothing tells, two of them where two are heard."""
        shares, heard = _shares(texts)
        evidence = _summed(texts, _said_by) + _summed(texts, _shared_by)
        evidence /= np.maximum(evidence.sum(axis=1), 1.0)[:, None]
        if self.weights is not None and self.middle is not None and len(texts):
            evidence += VECTOR_WEIGHT * ((vectors - self.middle).astype(np.float64) @ self.weights)
        if self.frequent is not None:
            evidence += FREQUENT_WEIGHT * self.frequent
        best = np.argmax(evidence, axis=1).tolist()
        return [_named(*facts) for facts in zip(best, shares, heard, strict=True)]


def leading(language: str) -> str:
    """The language of a text, or of a mixed one the language that leads."""
    return language.partition(_AND)[0]


def is_mixed(language: str) -> bool:
    """Whether a text is in two languages."""
    return _AND in language


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
    frequent = np.bincount(best[examples], minlength=len(LANGUAGES)) / len(examples)
    wanted = np.eye(len(LANGUAGES))[best[examples]] - frequent
    weights = np.linalg.solve(own.T @ own + _RIDGE * np.eye(own.shape[1]), own.T @ wanted)
    return Guesser(weights=weights, middle=middle, frequent=frequent)


def guess_languages(texts: Sequence[str], vectors: Vectors) -> list[str]:
    """One guess a text from its words and, where they are few, from its vector (n, d)."""
    return learn_guesser(texts, vectors).guess(texts, vectors)


def _named(best: int, shares: NDArray[np.float64], heard: float) -> str:
    others = shares.copy()
    others[best] = 0.0
    second = int(np.argmax(others))
    if others[second] < SECOND_SHARE or others[second] * heard < SECOND_FROM:
        return LANGUAGES[best]
    return f"{LANGUAGES[best]}{_AND}{LANGUAGES[second]}"


def _shares(texts: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Each language's share of what a text's telling words say, and how much they say."""
    told = _summed(texts, _said_by)
    heard = told.sum(axis=1)
    return told / np.maximum(heard, 1.0)[:, None], heard


def _summed(
    texts: Sequence[str], weigh: Callable[[str], NDArray[np.float64]]
) -> NDArray[np.float64]:
    sums = np.zeros((len(texts), len(LANGUAGES)))
    for row, text in zip(sums, texts, strict=True):
        for word in _WORD.findall(text):
            row += weigh(word)  # noqa: PLW2901 - a row of the matrix, added to in place
    return sums


@lru_cache(maxsize=100_000)
def _said_by(word: str) -> NDArray[np.float64]:
    plain = word.lower()
    if plain in _MARKED:
        return np.array([float(plain in _MARKS[name]) for name in LANGUAGES])
    if word != plain or plain in ALL:  # a name, perhaps, or a word of several languages
        return np.zeros(len(LANGUAGES))
    return np.array([SHAPE_WEIGHT * bool(_SHAPES[name].search(word)) for name in LANGUAGES])


@lru_cache(maxsize=100_000)
def _shared_by(word: str) -> NDArray[np.float64]:
    """A word of several languages: it does not tell which of them, but that it is no other."""
    speaking = np.array([word.lower() in _SETS[name] for name in LANGUAGES], dtype=float)
    return speaking / speaking.sum() if speaking.sum() > 1 else np.zeros(len(LANGUAGES))


@dataclass(frozen=True, slots=True)
class Centring:
    """The mean vector of each language in one consultation."""

    means: dict[str, Vectors]
    overall: Vectors

    def apply(self, vectors: Vectors, languages: Sequence[str]) -> Vectors:
        """The vectors without their language's mean, at unit length."""
        if not len(vectors):
            return vectors
        shift = np.stack([self.means.get(leading(name), self.overall) for name in languages])
        return unit(vectors - shift)


def learn_centring(vectors: Vectors, languages: Sequence[str]) -> Centring:
    """Means per language; one with few texts leans on the overall mean."""
    overall = vectors.mean(axis=0)
    labels = np.asarray([leading(name) for name in languages])
    means: dict[str, Vectors] = {}
    for name in sorted(set(labels.tolist())):
        own = vectors[labels == name]
        weight = min(1.0, len(own) / FULL_MEAN_FROM)
        means[name] = weight * own.mean(axis=0) + (1 - weight) * overall
    return Centring(means=means, overall=overall)
