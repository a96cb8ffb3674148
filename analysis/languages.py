"""A guess at each text's language, and vectors freed from it.

Vectors of one language lie together whatever they are about; with each language's mean taken
away, texts meet by theme (ANALYSIS note, finding 1). The guess needs only be right on average.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

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
_MARKS = {
    name: words.difference(*(other for key, other in _SETS.items() if key != name))
    for name, words in _SETS.items()
}
DEFAULT_LANGUAGE = "ind"
FULL_MEAN_FROM = 50
_WORD = re.compile(r"[a-zà-ÿ]+")


def guess_language(text: str) -> str:
    """``ind``, ``jav``, ``sun``, ``min`` or ``eng``; Indonesian where nothing tells."""
    words = _WORD.findall(text.lower())
    counts = {name: sum(word in marks for word in words) for name, marks in _MARKS.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] > counts[DEFAULT_LANGUAGE] else DEFAULT_LANGUAGE


@dataclass(frozen=True, slots=True)
class Centring:
    """The mean vector of each language in one consultation."""

    means: dict[str, Vectors]
    overall: Vectors

    def apply(self, vectors: Vectors, languages: Sequence[str]) -> Vectors:
        """The vectors without their language's mean, at unit length."""
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
