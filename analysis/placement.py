"""Places texts into themes: in several, in one, or in none."""

import re

import numpy as np

from analysis.communities import Labels
from analysis.embedding import Vectors
from analysis.stopwords import ALL

# In the damped space, where unrelated texts lie near 0. With prototypes from two thirds of the
# demonstration 0.08 places about 9 of 10 of the other third, of SIB-200 8 of 10.
NEAR_FROM = 0.08
MARGIN = 0.03
MOST = 3
# "Mantap", "ok setuju": fewer telling words than this say nothing that could be grouped.
FEWEST_TELLING_WORDS = 2
_WORD = re.compile(r"[^\W\d_]{3,}")


def place(
    vectors: Vectors,
    prototypes: Vectors,
    grouped: Labels | None = None,
    *,
    threshold: float = NEAR_FROM,
    margin: float = MARGIN,
    most: int = MOST,
) -> list[list[tuple[int, float]]]:
    """For each of n texts the themes it belongs to with their cosines, nearest first.

    ``vectors`` (n, p) and ``prototypes`` (k, p) are unit rows in one space. A text is in every
    theme within ``margin`` of its nearest, in ``most`` at the most, and in none below
    ``threshold``: it then waits to be read by a person. ``grouped`` (n,) names the theme that a
    run has grouped each text in, which knows more than its distance: it comes first.
    """
    if not len(vectors) or not len(prototypes):
        return [[] for _ in vectors]
    scores = vectors @ prototypes.T
    nearest = np.argsort(-scores, axis=1, kind="stable")[:, :most]
    if grouped is None:
        grouped = nearest[:, 0]
    placed = []
    for own, order, first in zip(scores, nearest, grouped, strict=True):
        rest = [theme for theme in order if theme != first and own[theme] >= own[order[0]] - margin]
        chosen = [int(theme) for theme in (first, *rest) if own[theme] >= threshold][:most]
        placed.append([(theme, float(own[theme])) for theme in chosen])
    return placed


def worth_placing(text: str) -> bool:
    """Whether a text has enough words that are more than grammar or politeness."""
    return len(set(_WORD.findall(text.lower())) - ALL) >= FEWEST_TELLING_WORDS
