"""How far rankings and scorers agree."""

from collections import Counter
from collections.abc import Sequence


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


def _differences(values: Sequence[float]) -> float:
    # Σ over ordered pairs of (a − b)², without visiting the pairs.
    count = len(values)
    mean = sum(values) / count
    return 2 * count * sum((value - mean) ** 2 for value in values)
