from collections import Counter
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.surveys.figures import (
    borda_points,
    mean_of,
    median_of,
    open_ended_stretches_of,
    order_of,
    quartiles_of,
    stretches_of,
    wilson_interval,
)


# Reference values: Newcombe (1998), table I, method 3.
@pytest.mark.parametrize(
    ("count", "whole", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_interval_as_published(count: int, whole: int, low: float, high: float) -> None:
    found = wilson_interval(count, whole)
    assert (round(found[0], 4), round(found[1], 4)) == (low, high)


@given(st.integers(0, 500), st.integers(1, 500))
def test_wilson_interval_holds_the_share_and_stays_between_none_and_all(
    count: int, whole: int
) -> None:
    count = min(count, whole)
    low, high = wilson_interval(count, whole)
    assert 0 <= low <= count / whole <= high <= 1


def test_nobody_asked_says_nothing() -> None:
    assert wilson_interval(0, 0) == (0.0, 1.0)
    assert mean_of({}) is None
    assert median_of({}) is None


def test_median_of_even_and_odd_numbers() -> None:
    assert median_of({1.0: 1, 2.0: 1, 5.0: 1}) == 2.0
    assert median_of({1.0: 2, 2.0: 1, 5.0: 1}) == 1.5


def test_borda_counts_the_options_below() -> None:
    # Two voters rank it first of three, one ranks it last.
    assert borda_points({1: 2, 3: 1}, options=3) == 4


def test_order_keeps_equal_ones_as_they_stood() -> None:
    assert order_of([3, 5, 3]) == [1, 0, 2]


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ([5, 264], [(0, 49), (50, 99), (100, 149), (150, 199), (200, 249), (250, 299)]),
        ([3, 4, 6], [(3, 3), (4, 4), (5, 5), (6, 6)]),
        ([7], [(7, 7)]),
        ([2.5, 12], [(2, 4), (4, 6), (6, 8), (8, 10), (10, 12), (12, 14)]),
        ([], []),
    ],
)
def test_numbers_stand_in_a_few_round_stretches(
    values: list[float], ends: list[tuple[float, float]]
) -> None:
    assert [(one.low, one.high) for one in stretches_of(values)] == ends


@given(st.lists(st.floats(-1e6, 1e6, width=32), min_size=1, max_size=30))
def test_every_number_is_in_one_stretch(values: list[float]) -> None:
    stretches = stretches_of(values)
    assert len(stretches) <= 11
    assert all(sum(value in one for one in stretches) == 1 for value in values)


def test_rarest_numbers_are_in_stretches_without_an_end() -> None:
    counts = {3.0: 6, 5.0: 4, 9.0: 3, 12.0: 1, 98765.0: 1}
    stretches = open_ended_stretches_of(counts, 5)
    assert [(one.low, one.high) for one in stretches] == [
        *[(-inf, 3), (4, 4), (5, 5), (6, 6), (7, 7), (8, 8), (9, inf)]
    ]
    held = [sum(n for value, n in counts.items() if value in one) for one in stretches]
    assert held == [6, 0, 4, 0, 0, 0, 5]
    # Too few, or nearly all the same: nothing is told but the middle.
    assert open_ended_stretches_of({3.0: 5, 8.0: 4}, 5) == []
    assert open_ended_stretches_of({3.0: 12, 98765.0: 1}, 5) == []


@given(st.lists(st.floats(-1e6, 1e6, width=32), min_size=10, max_size=60))
def test_ends_of_the_line_hold_enough_and_every_number_is_somewhere(values: list[float]) -> None:
    stretches = open_ended_stretches_of(Counter(values), 5)
    held = [sum(value in one for value in values) for one in stretches]
    assert sum(held) == len(values) * bool(stretches)
    assert not held or min(held[0], held[-1]) >= 5


def test_quartiles_hold_the_middle_half() -> None:
    assert quartiles_of({float(value): 1 for value in range(1, 11)}) == (3, 8)
    assert quartiles_of({4.0: 12}) == (4, 4)
