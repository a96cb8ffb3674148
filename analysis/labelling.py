"""Names proposed themes by the words that set them apart, in Indonesian where it can."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from analysis.communities import Labels
from analysis.embedding import Vectors
from analysis.languages import leading
from analysis.normalising import normalise
from analysis.stopwords import ALL
from analysis.words import Numbers, Words, words_in

PHRASES = 3
QUOTATIONS = 3
SHORTEST_STEM = 5
OTHER_WEIGHT = 0.5
PAIR_WEIGHT = 1.35
# Said by one person only, a word is no theme's.
FEWEST_VOICES = 1.5
# Of more texts than this an even part is read for words; the rest would tell the same.
MOST_TEXTS = 20_000
MOST_WORDS = 30_000
FEWEST_TEXTS = 2
# KTP is written in capitals by some and in a hurry by others: so many in capitals are enough.
CAPITALS_FROM = 0.25
_WORD = re.compile(r"\b[a-zA-Z][a-zA-Z-]{2,}\b")


@dataclass(frozen=True, slots=True)
class ThemeLabel:
    """Key phrases, most telling first, and the positions of the most central texts."""

    phrases: tuple[str, ...]
    central: tuple[int, ...]

    @property
    def text(self) -> str:
        """The proposed name as shown: "Antrean daring · loket · jam layanan"."""
        joined = " · ".join(self.phrases)
        return joined[:1].upper() + joined[1:]


class Labeller:
    """Names groupings of the same texts by class-based TF-IDF over words and pairs of words.

    Copies of a campaign count once, and texts in other languages than Indonesian half.
    """

    def __init__(
        self, texts: Sequence[str], languages: Sequence[str], campaigns: Sequence[Sequence[int]]
    ) -> None:
        self._texts = texts
        self._followers = np.array([k for group in campaigns for k in group[1:]], dtype=np.int64)
        self._read = np.arange(0, len(texts), 1 + len(texts) // MOST_TEXTS)
        weights = np.array([1.0 if leading(name) == "ind" else OTHER_WEIGHT for name in languages])
        weights[self._followers] = 0.0
        self._weights = weights[self._read]
        read = [normalise(texts[place]) for place in self._read.tolist()]
        words = words_in(read, _WORD)
        small = words.in_small_letters()
        self._words, self._counts = _phrases_in(small)
        self._abbreviations = _abbreviations_in(words, small, read)

    def label(self, labels: Labels, places: Vectors) -> list[ThemeLabel]:
        """One label a theme; ``places`` (n, p) tell which texts are central."""
        central = self._central(labels, places)
        if not self._words:
            return [ThemeLabel((self._opening(own),), own) for own in central]
        scores = self._scores(labels[self._read], len(central))
        return [
            ThemeLabel(self._phrases(scores[theme]) or (self._opening(own),), own)
            for theme, own in enumerate(central)
        ]

    def _phrases(self, scores: NDArray[np.float64]) -> tuple[str, ...]:
        return tuple(
            " ".join(
                word.upper() if word in self._abbreviations else word for word in phrase.split()
            )
            for phrase in _distinct(self._words, scores)
        )

    def _scores(self, labels: Labels, count: int) -> NDArray[np.float64]:
        rows = np.arange(len(labels))
        belongs = csr_matrix((self._weights, (labels, rows)), (count, len(labels)))
        totals = (belongs @ self._counts).toarray()
        sizes = np.maximum(belongs.sum(axis=1).A1, 1.0)[:, None]
        inside = totals / sizes
        outside = (totals.sum(axis=0) - totals) / np.maximum(sizes.sum() - sizes, 1.0)
        # How much more often inside than outside, times how often: telling and not merely rare.
        scores = inside * np.log((inside + 0.01) / (outside + 0.01))
        scores *= np.array([PAIR_WEIGHT if " " in word else 1.0 for word in self._words])
        scores[totals < FEWEST_VOICES] = 0.0
        return np.asarray(scores)

    def _central(self, labels: Labels, places: Vectors) -> list[tuple[int, ...]]:
        leads = np.ones(len(labels), dtype=bool)
        leads[self._followers] = False
        found = []
        for theme in range(labels.max() + 1):
            own = np.flatnonzero(labels == theme)
            likeness = places[own] @ places[own].mean(axis=0)
            order = own[np.argsort(-likeness, kind="stable")]
            found.append(tuple(int(place) for place in order[leads[order]][:QUOTATIONS]))
        return found

    def _opening(self, central: tuple[int, ...]) -> str:
        # Nothing sets the theme apart: its most central text must speak for it.
        return f"“{' '.join(self._texts[central[0]].split()[:8])} …”"


def _phrases_in(words: Words) -> tuple[list[str], csr_matrix]:
    """The words and pairs of words that several texts have, sorted, and which text has which."""
    telling = words.such_as(lambda word: word not in ALL)
    texts, numbers = words.texts[telling], words.numbers[telling]
    beside = np.flatnonzero(texts[1:] == texts[:-1])
    single = len(words.different)
    pairs, paired = np.unique(numbers[beside] * single + numbers[beside + 1], return_inverse=True)
    size = single + len(pairs)
    # Every phrase once a text, however often it is said there.
    said = np.unique(
        np.concatenate([texts * size + numbers, texts[beside] * size + single + paired])
    )
    rows, columns = np.divmod(said, max(size, 1))
    times = np.bincount(columns, minlength=size)
    phrases = {
        _phrase(words.different, place, pairs): place
        for place in np.flatnonzero(times >= FEWEST_TEXTS).tolist()
    }
    names = sorted(phrases)
    if len(names) > MOST_WORDS:
        rare = -np.array([times[phrases[name]] for name in names], dtype=np.float64)
        names = [names[place] for place in np.sort(np.argsort(rare)[:MOST_WORDS]).tolist()]
    ranks = np.full(size, -1)
    ranks[[phrases[name] for name in names]] = np.arange(len(names))
    kept = ranks[columns] >= 0
    where = rows[kept], ranks[columns[kept]]
    return names, csr_matrix((np.ones(kept.sum()), where), (words.count, len(names)))


def _phrase(different: list[str], place: int, pairs: Numbers) -> str:
    """A word by its number, or a pair whose number comes after those of all words."""
    if place < len(different):
        return different[place]
    first, second = divmod(int(pairs[place - len(different)]), len(different))
    return f"{different[first]} {different[second]}"


def _abbreviations_in(words: Words, small: Words, texts: list[str]) -> frozenset[str]:
    """Words, in small letters, that are written in capitals where not all of the text is."""
    quiet = ~np.array([text.isupper() for text in texts], dtype=np.bool_)[words.texts]
    loud = quiet & words.such_as(str.isupper)
    times = np.bincount(small.numbers[quiet], minlength=len(small.different))
    capitals = np.bincount(small.numbers[loud], minlength=len(small.different))
    found = np.flatnonzero((capitals > 1) & (capitals >= CAPITALS_FROM * times))
    return frozenset(small.different[place] for place in found.tolist())


def _distinct(words: list[str], scores: NDArray[np.float64]) -> tuple[str, ...]:
    chosen: list[str] = []
    for place in np.argsort(-scores, kind="stable"):
        if scores[place] <= 0 or len(chosen) == PHRASES:
            break
        word = words[place]
        if not any(_overlap(word, other) for other in chosen):
            chosen.append(word)
    return tuple(chosen)


def _overlap(first: str, second: str) -> bool:
    return any(stem(one) == stem(other) for one in first.split() for other in second.split())


def stem(word: str) -> str:
    """The part of a word that its forms share, roughly."""
    # Rough on purpose: it only keeps "melayani" from standing beside "layanan".
    if len(word) > SHORTEST_STEM:
        word = re.sub(r"(nya|kan|an|i)$", "", word)
    if len(word) > SHORTEST_STEM:
        word = re.sub(r"^(ber|ter|di|ke|se|per|pe|me[nmr]?[gy]?)", "", word)
    return word[:SHORTEST_STEM]
