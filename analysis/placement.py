"""Places texts into themes: in several, in one, or in none."""

import re

import numpy as np

from analysis.communities import Labels
from analysis.embedding import Vectors
from analysis.stopwords import ALL

# In the damped space, where unrelated texts lie near 0. Chosen as the highest threshold that still
# places 85 of 100 texts whose theme is known, on average over eleven labelled sets cut in halves:
# prototypes from one half, texts from the other, three times. A stranger is a text whose theme's
# prototype is taken away.
#                                  placed   nearest right   strangers refused
#   demonstration                    0.89        0.70             0.46
#   SIB-200, six languages      0.76-0.89   0.75-0.87        0.65-0.84
#   hotel and car reviews       0.94 0.78   0.90 0.77        0.44 0.72
#   gambling, synthetic              1.00        0.99             0.54
#   mean of eleven sets              0.87        0.82             0.66
# At 0.08 they are 0.94, 0.80 and 0.53; at 0.12 they are 0.78, 0.84 and 0.76.
NEAR_FROM = 0.10
# Calibrated on the sets with several themes a text, cut the same way: F1 of each text's themes,
# mean of the texts.
#             themes a text   F1 at 0    0.03    0.05    0.10    right of those given, at 0.03
#   demonstration      1.02     0.626   0.633   0.624   0.601            0.71
#   hotel reviews      1.95     0.607   0.638   0.659   0.690            0.90
#   car reviews        1.32     0.554   0.568   0.571   0.575            0.87
#   gambling, written  1.40     0.856   0.873   0.881   0.893            0.99
#   gambling, part 1   1.68     0.402   0.410   0.413   0.423            0.68
#   gambling, part 2   1.93     0.351   0.378   0.404   0.427            0.66
# Best for the demonstration, and nowhere worse than no margin. A wider one suits texts with many
# themes, but a theme that is accepted then takes along what lies nearest another: after half of
# the demonstration's were, and a fifth had arrived, all agreed with the planted themes at an AMI
# of 0.36 with 0.05, and of 0.42 with this.
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
