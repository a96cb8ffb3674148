"""Names proposed themes by the words that set them apart, in Indonesian where it can."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer

from analysis.clustering import Proposal
from analysis.normalising import normalise
from analysis.stopwords import ALL

PHRASES = 3
QUOTATIONS = 3
SHORTEST_STEM = 5
_WORD = r"(?u)\b[a-zA-Z][a-zA-Z-]{2,}\b"


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


def label_themes(
    texts: Sequence[str], languages: Sequence[str], proposal: Proposal
) -> list[ThemeLabel]:
    """One label a theme by class-based TF-IDF over words and pairs of words.

    Copies of a campaign count once, and texts in other languages than Indonesian half.
    """
    count = len(proposal.centres)
    central = [_central(proposal, theme) for theme in range(count)]
    weights = np.array([1.0 if name == "ind" else 0.5 for name in languages])
    for campaign in proposal.campaigns:
        weights[campaign[1:]] = 0.0
    scored = _class_scores(texts, proposal.labels, weights, count)
    if scored is None:
        return [ThemeLabel((_opening(texts, places),), places) for places in central]
    words, scores = scored
    return [
        ThemeLabel(
            _distinct(words, scores[theme]) or (_opening(texts, central[theme]),), central[theme]
        )
        for theme in range(count)
    ]


def _opening(texts: Sequence[str], places: tuple[int, ...]) -> str:
    # Nothing sets the theme apart: its most central text must speak for it.
    return f"“{' '.join(texts[places[0]].split()[:8])} …”"


def _class_scores(
    texts: Sequence[str], labels: NDArray[np.int64], weights: NDArray[np.float64], count: int
) -> tuple[list[str], NDArray[np.float64]] | None:
    vectoriser = CountVectorizer(
        ngram_range=(1, 2), stop_words=sorted(ALL), token_pattern=_WORD, min_df=2, binary=True
    )
    try:
        matrix = vectoriser.fit_transform([normalise(text) for text in texts])
    except ValueError:  # no word is used twice
        return None
    weighted = matrix.multiply(weights[:, None]).tocsr()
    totals = np.vstack([np.asarray(weighted[labels == k].sum(axis=0)) for k in range(count)])
    sizes = np.array([max(weights[labels == k].sum(), 1.0) for k in range(count)])[:, None]
    inside = totals / sizes
    outside = (totals.sum(axis=0) - totals) / max(sizes.sum() - sizes.min(), 1.0)
    # How much more often inside than outside, times how often: telling and not merely rare.
    scores = inside * np.log((inside + 0.01) / (outside + 0.01))
    words = list(vectoriser.get_feature_names_out())
    scores *= np.array([1.35 if " " in word else 1.0 for word in words])
    scores[totals < 1.5] = 0.0  # noqa: PLR2004 - said by one person only
    return words, scores


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
    return any(_stem(one) == _stem(other) for one in first.split() for other in second.split())


def _stem(word: str) -> str:
    # Rough on purpose: it only keeps "melayani" from standing beside "layanan".
    if len(word) > SHORTEST_STEM:
        word = re.sub(r"(nya|kan|an|i)$", "", word)
    if len(word) > SHORTEST_STEM:
        word = re.sub(r"^(ber|ter|di|ke|se|per|pe|me[nmr]?[gy]?)", "", word)
    return word[:SHORTEST_STEM]


def _central(proposal: Proposal, theme: int) -> tuple[int, ...]:
    places = np.flatnonzero(proposal.labels == theme)
    followers = {place for campaign in proposal.campaigns for place in campaign[1:]}
    order = places[np.argsort(-proposal.scores[places], kind="stable")]
    return tuple(int(place) for place in order if place not in followers)[:QUOTATIONS]
