"""What texts share in words, as directions: whole words where they recur, else pieces of words.

In a consultation on one matter the same words come again and again, and each tells. Where texts
are about anything, most of their words are used by hardly anybody else; then spellings link what
words don't: a root under its prefixes and endings, which Javanese or Balinese has many of, and
forms of it that related languages share. Where words recur, pieces blur them.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import Pipeline, make_pipeline

from analysis.stopwords import ALL

# A word recurs when it is in one text of a hundred. In the sets of tests/benchmarks/analysis.py
# about one matter the words that recur are 61 % or more of those that texts share; in sentences
# about anything they are 48 % or less, and there pieces raise the AMI by 0.015 on average.
RECURRING_FROM = 0.01
RECURRING_SHARE = 0.55
# Shorter pieces are in everything, longer ones take time and tell as much.
PIECES = (3, 5)
_FREQUENCIES = {"sublinear_tf": True, "min_df": 2, "max_df": 0.4, "dtype": np.float32}
_WORD = re.compile(r"\b\w\w+\b")


def learn_words(
    texts: Sequence[str], directions: int, *, seed: int, pieces: bool
) -> tuple[Pipeline | None, NDArray[np.float64] | None]:
    """What turns texts into at most so many directions, and those of the n texts, (n, p).

    Nothing where texts share nothing; ``pieces`` says whether pieces of words may be taken.
    """
    counts = TfidfVectorizer(stop_words=sorted(ALL), **_FREQUENCIES)
    try:
        matrix = counts.fit_transform(texts)
    except ValueError:  # every word is in one text only, or in nearly all
        return None, None
    if pieces and recurring_share(matrix) < RECURRING_SHARE:
        counts = TfidfVectorizer(
            analyzer="char_wb", ngram_range=PIECES, preprocessor=_telling_words, **_FREQUENCIES
        )
        matrix = counts.fit_transform(texts)
    size = min(directions, matrix.shape[1] - 1, matrix.shape[0] - 1)
    if size < 2:  # noqa: PLR2004 - a plane needs two
        return None, None
    axes = TruncatedSVD(size, random_state=seed)
    lexical = axes.fit_transform(matrix)
    return make_pipeline(counts, axes), lexical


def recurring_share(matrix: csr_matrix) -> float:
    """How much of what texts share is in words that recur; ``matrix`` (n, words) has the words."""
    used = matrix.getnnz(axis=0)
    return float(used[used >= RECURRING_FROM * matrix.shape[0]].sum() / used.sum())


def _telling_words(text: str) -> str:
    return " ".join(word for word in _WORD.findall(text.lower()) if word not in ALL)
