"""Groups a part of very many texts, and has the others join the themes that draw them most."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.communities import Labels
from analysis.embedding import Vectors
from analysis.graph import JointSpace, nearest_among
from analysis.settling import join_drawn

# Neighbours take time with the square of the number: this many take two minutes, ten times as
# many would take hours. See tests/benchmarks/million.md.
MOST_GROUPED = 100_000
# Among so many of those that were grouped the others' neighbours are looked for.
ASKED = 20_000
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Grouped:
    """Which texts were grouped, and where these n lie (``places`` (n, p)) in their ``space``."""

    texts: Labels
    places: Vectors
    space: JointSpace


def part_of(texts: Labels, most: int, seed: int) -> Labels:
    """All the texts, or ``most`` of them chosen by chance, in their order."""
    if len(texts) <= most:
        return texts
    return np.sort(np.random.default_rng(seed).choice(texts, most, replace=False))


def joined(
    groupings: Sequence[Labels],
    grouped: Grouped,
    every: Labels,
    meaning: Vectors,
    texts: Sequence[str],
) -> list[Labels]:
    """Groupings of the texts in ``every``, from groupings of those that were grouped."""
    asked = np.arange(0, len(grouped.texts), 1 + (len(grouped.texts) - 1) // ASKED)
    known = np.isin(every, grouped.texts)
    others = np.flatnonzero(~known)
    whole = [np.empty(len(every), dtype=np.int64) for _ in groupings]
    for found, grouping in zip(whole, groupings, strict=True):
        found[known] = grouping
    for start in range(0, len(others), _AT_ONCE):
        some = others[start : start + _AT_ONCE]
        own = every[some]
        places = grouped.space.locate(meaning[own], [texts[place] for place in own.tolist()])
        near = nearest_among(grouped.places[asked], places)
        for found, grouping in zip(whole, groupings, strict=True):
            found[some] = join_drawn(grouping, grouped.places, places, near, asked)
    return whole
