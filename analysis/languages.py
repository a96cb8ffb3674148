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
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analysis.embedding import Vectors, unit
from analysis.stopwords import ALL, ENGLISH, INDONESIAN, JAVANESE, MINANGKABAU, SUNDANESE
from analysis.words import Words, words_in

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
_NOTHING = (0.0,) * len(LANGUAGES)
_WORD = re.compile(r"\b[A-Za-zÀ-ÿ]+")


@dataclass(frozen=True)
class Heard:
    """What the words of n texts say of their languages: sums over words, (n, languages).

    ``told`` is what words of one language say, ``shared`` those of several, which don't tell which
    of them, but that it is no other.
    """

    told: NDArray[np.float64]
    shared: NDArray[np.float64]

    @cached_property
    def much(self) -> NDArray[np.float64]:
        """How much the telling words say, (n,)."""
        return np.asarray(self.told.sum(axis=1))

    @cached_property
    def shares(self) -> NDArray[np.float64]:
        """Each language's share of it, (n, languages)."""
        return self.told / np.maximum(self.much, 1.0)[:, None]

    def of(self, texts: NDArray[np.int64]) -> "Heard":
        """The same of some texts."""
        return Heard(self.told[texts], self.shared[texts])


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
        return self.guess_heard(listen(texts), vectors)

    def guess_heard(self, heard: Heard, vectors: Vectors) -> list[str]:
        """The same of texts that were listened to."""
        evidence = heard.told + heard.shared
        evidence /= np.maximum(evidence.sum(axis=1), 1.0)[:, None]
        if self.weights is not None and self.middle is not None and len(evidence):
            evidence += VECTOR_WEIGHT * ((vectors - self.middle).astype(np.float64) @ self.weights)
        if self.frequent is not None:
            evidence += FREQUENT_WEIGHT * self.frequent
        return _named(np.argmax(evidence, axis=1), heard)


def leading(language: str) -> str:
    """The language of a text, or of a mixed one the language that leads."""
    return language.partition(_AND)[0]


def is_mixed(language: str) -> bool:
    """Whether a text is in two languages."""
    return _AND in language


def learn_guesser(heard: Heard, vectors: Vectors) -> Guesser:
    """Learn what the vectors (n, d) of each language look like from texts whose words are clear."""
    if not len(vectors):
        return Guesser()
    evidence = heard.shares
    ranked = np.sort(evidence, axis=1)
    clear = (ranked[:, -1] - ranked[:, -2] >= CLEAR_LEAD) & (heard.much >= CLEAR_FROM)
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
    heard = listen(texts)
    return learn_guesser(heard, vectors).guess_heard(heard, vectors)


def listen(texts: Sequence[str]) -> Heard:
    """What the words of texts say of their languages."""
    words = words_in(texts, _WORD)
    return Heard(_summed(words, _said_by), _summed(words, _shared_by))


def _summed(words: Words, said_by: Callable[[str], Sequence[float]]) -> NDArray[np.float64]:
    said = np.array([said_by(word) for word in words.different]).reshape(-1, len(LANGUAGES))
    return np.stack([words.counted(own) for own in said.T], axis=1)


def _named(best: NDArray[np.int64], heard: Heard) -> list[str]:
    rows = np.arange(len(best))
    others = heard.shares.copy()
    others[rows, best] = 0.0
    second = np.argmax(others, axis=1)
    share = others[rows, second]
    mixed = (share >= SECOND_SHARE) & (share * heard.much >= SECOND_FROM)
    return [
        f"{LANGUAGES[first]}{_AND}{LANGUAGES[other]}" if both else LANGUAGES[first]
        for first, other, both in zip(best.tolist(), second.tolist(), mixed.tolist(), strict=True)
    ]


def _said_by(word: str) -> Sequence[float]:
    plain = word.lower()
    if plain in _MARKED:
        return [float(plain in _MARKS[name]) for name in LANGUAGES]
    if word != plain or plain in ALL:  # a name, perhaps, or a word of several languages
        return _NOTHING
    return [SHAPE_WEIGHT * bool(_SHAPES[name].search(word)) for name in LANGUAGES]


def _shared_by(word: str) -> Sequence[float]:
    plain = word.lower()
    if plain not in ALL or plain in _MARKED:
        return _NOTHING
    speaking = [plain in _SETS[name] for name in LANGUAGES]
    return [float(own) / sum(speaking) for own in speaking]


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
