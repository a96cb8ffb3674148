import random

import pytest
from scipy import stats

from consultations.figures.proportions import adjusted, two_sided_p, wilson


@pytest.mark.parametrize(("hits", "total"), [(0, 10), (1, 7), (12, 20), (30, 30), (412, 1000)])
def test_wilson_is_scipys(hits: int, total: int) -> None:
    expected = stats.binomtest(hits, total).proportion_ci(method="wilson")
    assert wilson(hits, total) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_wilson_of_nothing_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_exact_p_is_scipys_for_any_table() -> None:
    chance = random.Random(5)
    for _ in range(300):
        total = chance.randint(1, 400)
        row, column = chance.randint(0, total), chance.randint(0, total)
        least, most = max(0, row + column - total), min(row, column)
        cell = chance.randint(least, most)
        table = [[cell, row - cell], [column - cell, total - row - column + cell]]
        assert two_sided_p(cell, row, column, total) == pytest.approx(
            float(stats.fisher_exact(table).pvalue), rel=1e-6, abs=1e-12
        ), table


def test_exact_p_of_a_known_table() -> None:
    # Fisher's tea: three of four cups told apart.
    assert two_sided_p(3, 4, 4, 8) == pytest.approx(34 / 70)


def test_exact_p_stays_quick_and_small_in_large_tables() -> None:
    assert two_sided_p(9_000, 10_000, 50_000, 100_000) < 1e-12
    assert two_sided_p(5_000, 10_000, 50_000, 100_000) == pytest.approx(1.0)


def test_adjusted_is_scipys() -> None:
    chance = random.Random(3)
    values = [chance.random() ** 3 for _ in range(60)]
    expected = stats.false_discovery_control(values, method="bh")
    assert adjusted(values) == pytest.approx(list(expected))
    assert adjusted([]) == []
