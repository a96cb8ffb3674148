"""What counts say: shares with their intervals, means, medians and ranks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, inf, log10, sqrt

# The normal quantile of a two-sided 95 % interval.
QUANTILE = 1.959963984540054
# A picture of numbers has about as many bars.
MOST_STRETCHES = 8


@dataclass(frozen=True, slots=True)
class Share:
    """A count of a whole, with its Wilson interval."""

    count: int
    whole: int

    @property
    def value(self) -> float:
        return self.count / self.whole if self.whole else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        return wilson_interval(self.count, self.whole)


def wilson_interval(count: int, whole: int) -> tuple[float, float]:
    """The 95 % score interval of a share; (0, 1) where nobody was asked."""
    if not whole:
        return 0.0, 1.0
    share, square = count / whole, QUANTILE**2
    centre = (share + square / (2 * whole)) / (1 + square / whole)
    spread = sqrt(share * (1 - share) / whole + square / (4 * whole**2))
    half = QUANTILE * spread / (1 + square / whole)
    # At the ends the interval ends there too, whatever the last digit of a float says.
    low = 0.0 if count == 0 else max(0.0, centre - half)
    high = 1.0 if count == whole else min(1.0, centre + half)
    return low, high


def mean_of(counts: Mapping[float, int] | Mapping[int, int]) -> float | None:
    """The mean of values by how often they occur."""
    whole = sum(counts.values())
    return sum(value * count for value, count in counts.items()) / whole if whole else None


def median_of(counts: Mapping[float, int]) -> float | None:
    """The median of values by how often they occur."""
    whole = sum(counts.values())
    if not whole:
        return None
    return (_value_at(counts, (whole - 1) // 2) + _value_at(counts, whole // 2)) / 2


def quartiles_of(counts: Mapping[float, int]) -> tuple[float, float]:
    """The values between which the middle half lies, by how often they occur."""
    whole = sum(counts.values())
    place = ceil(whole / 4) - 1
    return _value_at(counts, place), _value_at(counts, whole - 1 - place)


def _value_at(counts: Mapping[float, int], place: int) -> float:
    """The value at a place (from 0) where all stand in order."""
    for value in sorted(counts):
        if place < counts[value]:
            return value
        place -= counts[value]
    raise IndexError(place)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of the line of numbers: from ``low``, up to ``high`` where that is part of it.

    One at the end of the line may go on for ever.
    """

    low: float
    high: float
    closed: bool

    @property
    def is_first(self) -> bool:
        return self.low == -inf

    @property
    def is_last(self) -> bool:
        return self.high == inf

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high if self.closed else self.low <= value < self.high


def stretches_of(values: Collection[float]) -> list[Stretch]:
    """A few stretches of a round length that hold all these numbers, from end to end.

    Whole numbers are in stretches that include both ends; others up to but without the upper end.
    """
    if not values:
        return []
    whole = all(value == int(value) for value in values)
    low, high = min(values), max(values)
    step = _round_step((high - low) / MOST_STRETCHES, smallest=1 if whole else 0)
    first, last = floor(low / step), floor(high / step)
    return [
        Stretch(place * step, (place + 1) * step - whole, whole) for place in range(first, last + 1)
    ]


def open_ended_stretches_of(counts: Mapping[float, int], fewest: int) -> list[Stretch]:
    """Stretches of which the first and the last go on for ever and hold ``fewest`` values at least.

    So the rarest values, which may be one person's, don't show. None where that leaves no two.
    """
    whole = sum(counts.values())
    if whole < 2 * fewest:
        return []
    low, high = _value_at(counts, fewest - 1), _value_at(counts, whole - fewest)
    first, *middle = stretches_of([value for value in counts if low <= value <= high])
    if not middle:
        return []
    return [replace(first, low=-inf), *middle[:-1], replace(middle[-1], high=inf)]


def _round_step(least: float, *, smallest: float) -> float:
    """The smallest of 1, 2, 5, 10, 20 … (or their tenths) that is no less than this."""
    if least <= smallest:
        return smallest or 1
    power = 10.0 ** floor(log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least)


def mean_rank(ranks: Mapping[int, int]) -> float | None:
    """The mean rank of one option; 1 is first."""
    return mean_of(ranks)


def borda_points(ranks: Mapping[int, int], options: int) -> int:
    """Borda's count of one option: a rank is worth the number of options below it."""
    return sum((options - rank) * count for rank, count in ranks.items())


def order_of(points: Sequence[int]) -> list[int]:
    """Places of the options from the most points to the fewest; equal ones as they stood."""
    return sorted(range(len(points)), key=lambda place: -points[place])
