import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.scoring.agreement import kendall_w, krippendorff_alpha

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import krippendorff

# Four observers and twelve units: the reliability data of Krippendorff's own paper (2011).
N = None
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]


def test_alpha_of_the_published_example() -> None:
    assert krippendorff_alpha(OBSERVERS) == pytest.approx(0.849, abs=5e-4)


@given(
    st.integers(2, 8).flatmap(
        lambda width: st.lists(
            st.lists(st.none() | st.integers(1, 5), min_size=width, max_size=width),
            min_size=2,
            max_size=5,
        )
    )
)
def test_alpha_agrees_with_krippendorff(values: list[list[int | None]]) -> None:
    ours = krippendorff_alpha(values)
    numbers = np.array([[np.nan if v is None else v for v in row] for row in values], float)
    paired = [c[~np.isnan(c)] for c in numbers.T if (~np.isnan(c)).sum() > 1]
    if not paired or len(set(np.concatenate(paired))) < 2:
        assert ours is None
        return
    theirs = krippendorff.alpha(numbers, level_of_measurement="interval")
    assert ours == pytest.approx(theirs, abs=1e-9)


def test_w_is_one_for_equal_and_zero_for_opposed_rankings() -> None:
    assert kendall_w([[1, 2, 3], [1, 2, 3], [1, 2, 3]]) == pytest.approx(1)
    assert kendall_w([[1, 2, 3], [3, 2, 1]]) == pytest.approx(0)


def test_w_of_an_example_worked_by_hand() -> None:
    # Sums 5, 4, 11, 10 about a mean of 7.5: S = 37, W = 12·37/(3²·(4³ − 4)).
    judges = [[1, 2, 4, 3], [2, 1, 3, 4], [2, 1, 4, 3]]
    assert kendall_w(judges) == pytest.approx(12 * 37 / 540)


def test_w_is_corrected_for_ties() -> None:
    # Two judges tie the same two of three: full agreement all the same.
    assert kendall_w([[1, 2.5, 2.5], [1, 2.5, 2.5]]) == pytest.approx(1)


def test_w_says_nothing_of_one_ranking_or_of_none_but_ties() -> None:
    assert kendall_w([[1, 2, 3]]) is None
    assert kendall_w([[2.0, 2.0, 2.0], [2.0, 2.0, 2.0]]) is None
    assert kendall_w([]) is None
