"""Shares with their intervals, and whether a share is more than chance: exact, without tables."""

from collections.abc import Sequence
from math import sqrt

# The standard normal's 97.5 % point.
Z95 = 1.959963984540054
# Terms this small beside the likeliest one change no sum.
_NOTHING = 1e-18
# Two tables as likely as each other differ by rounding only.
_TIE = 1 + 1e-7


def wilson(successes: float, total: float, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval of a share; from 0 to 1 where nothing was counted.

    ``successes`` may be a fraction, and ``total`` an effective size.
    """
    if total <= 0:
        return 0.0, 1.0
    share, square = successes / total, z * z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = z * sqrt(share * (1 - share) / total + square / (4 * total**2)) / (1 + square / total)
    low = 0.0 if successes <= 0 else max(0.0, middle - half)
    high = 1.0 if successes >= total else min(1.0, middle + half)
    return low, high


def two_sided_p(cell: int, row: int, column: int, total: int) -> float:
    """Fisher's exact test: how often chance alone puts a table as unlikely as this one.

    Of ``total`` texts ``row`` are in the theme, ``column`` come from the group, and ``cell`` do
    both. Adds the hypergeometric chances of all tables that are at most as likely.
    """
    least, most = max(0, row + column - total), min(row, column)
    mode = min(most, max(least, (row + 1) * (column + 1) // (total + 2)))
    chances = {mode: 1.0}
    chance, k = 1.0, mode
    while k < most and chance > _NOTHING:
        chance *= (row - k) * (column - k) / ((k + 1) * (total - row - column + k + 1))
        k += 1
        chances[k] = chance
    chance, k = 1.0, mode
    while k > least and chance > _NOTHING:
        chance *= k * (total - row - column + k) / ((row - k + 1) * (column - k + 1))
        k -= 1
        chances[k] = chance
    bound = chances.get(cell, 0.0) * _TIE
    unlikely = sum(chance for chance in chances.values() if chance <= bound)
    return min(1.0, unlikely / sum(chances.values()))


def adjusted(values: Sequence[float]) -> list[float]:
    """Benjamini-Hochberg: the p-values with regard to how many were asked for."""
    order = sorted(range(len(values)), key=values.__getitem__, reverse=True)
    found, least = [1.0] * len(values), 1.0
    for passed, place in enumerate(order):
        least = min(least, values[place] * len(values) / (len(values) - passed))
        found[place] = least
    return found
