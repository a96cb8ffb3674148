"""How far rankings and scorers agree."""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

# From 0.800 on Krippendorff (2004) relies on values, from 0.667 on for tentative conclusions.
RELIABLE, TENTATIVE = 0.800, 0.667
# For Kendall's W there is no such source: ours, so that one swap among few options is "fair".
ALIKE, SIMILAR = 0.9, 0.7


class Concord(StrEnum):
    """How far scorers or methods agree; pages say it in words."""

    STRONG = "kuat"
    FAIR = "cukup"
    WEAK = "lemah"


def kendall_w(rankings: Sequence[Sequence[float]]) -> float | None:
    """Kendall's W over m rankings of n options, corrected for ties; 0 none, 1 full agreement.

    W = 12·S / (m²·(n³ − n) − m·ΣT). ``None`` for fewer than two rankings or options, and where
    every ranking ties all.
    """
    voters, count = len(rankings), len(rankings[0]) if rankings else 0
    if voters < 2 or count < 2:  # noqa: PLR2004 - agreement needs two
        return None
    sums = [sum(ranking[i] for ranking in rankings) for i in range(count)]
    mean = sum(sums) / count
    spread = sum((total - mean) ** 2 for total in sums)
    ties = sum(
        tied**3 - tied for ranking in rankings for tied in Counter(ranking).values() if tied > 1
    )
    whole = voters**2 * (count**3 - count) - voters * ties
    return 12 * spread / whole if whole else None


def krippendorff_alpha(values: Sequence[Sequence[float | None]]) -> float | None:
    """Krippendorff's α on an interval scale; 1 full agreement, 0 as by chance, below: worse.

    ``values`` has one row a scorer and one column a thing scored; ``None`` where one did not
    score. ``None`` is returned where nothing was scored twice or all scores are equal.
    """
    columns = [[v for v in column if v is not None] for column in zip(*values, strict=True)]
    paired = [column for column in columns if len(column) > 1]
    every = [value for column in paired for value in column]
    total = len(every)
    if total < 2:  # noqa: PLR2004 - a difference needs two
        return None
    observed = sum(_differences(column) / (len(column) - 1) for column in paired) / total
    expected = _differences(every) / (total * (total - 1))
    return 1 - observed / expected if expected else None


def concord_of_scorers(alpha: float | None) -> Concord | None:
    """What Krippendorff's α amounts to; ``None`` where it can't be told."""
    return _concord(alpha, RELIABLE, TENTATIVE)


def concord_of_methods(w: float | None) -> Concord | None:
    """What Kendall's W over the methods' rankings amounts to."""
    return _concord(w, ALIKE, SIMILAR)


def _concord(value: float | None, strong: float, fair: float) -> Concord | None:
    if value is None:
        return None
    # 1 may come out as 0.9999999.
    rounded = round(value, 3)
    return (
        Concord.STRONG if rounded >= strong else Concord.FAIR if rounded >= fair else Concord.WEAK
    )


def _differences(values: Sequence[float]) -> float:
    # Σ over ordered pairs of (a − b)², without visiting the pairs.
    count = len(values)
    mean = sum(values) / count
    return 2 * count * sum((value - mean) ** 2 for value in values)
