import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.scoring.methods import (
    METHODS,
    Criteria,
    Unscorable,
    combine,
    promethee,
    ranks,
    scaled,
    topsis,
    weighted_sum,
)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pymcdm.methods import PROMETHEE_II, TOPSIS, WSM
    from pymcdm.normalizations import minmax_normalization, vector_normalization

CRITERIA = Criteria((0.5, 0.3, 0.2), (False, True, False))
TABLE = [[7.0, 3.0, 5.0], [9.0, 6.0, 4.0], [5.0, 1.0, 9.0], [8.0, 4.0, 4.0]]


def tables() -> st.SearchStrategy[tuple[list[list[float]], Criteria]]:
    """Tables in which every criterion tells something: the oracles divide by zero elsewhere."""
    value = st.integers(1, 100).map(float)

    def build(width: int) -> st.SearchStrategy[tuple[list[list[float]], Criteria]]:
        rows = st.lists(
            st.lists(value, min_size=width, max_size=width), min_size=2, max_size=7
        ).filter(lambda rows: all(len(set(column)) > 1 for column in zip(*rows, strict=True)))
        criteria = st.builds(
            Criteria,
            st.tuples(*[st.integers(1, 9).map(float)] * width),
            st.tuples(*[st.booleans()] * width),
        )
        return st.tuples(rows, criteria)

    return st.integers(1, 5).flatmap(build)


def oracle(method: object, table: list[list[float]], criteria: Criteria) -> list[float]:
    types = np.array([-1 if cost else 1 for cost in criteria.costs])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = method(np.array(table), np.array(criteria.shares()), types)  # type: ignore[operator]
    return [float(x) for x in found]


@given(tables())
def test_methods_agree_with_pymcdm(case: tuple[list[list[float]], Criteria]) -> None:
    table, criteria = case
    for ours, theirs in (
        (weighted_sum, WSM(normalization_function=minmax_normalization)),
        (promethee, PROMETHEE_II("usual")),
    ):
        assert ours(table, criteria) == pytest.approx(oracle(theirs, table, criteria), abs=1e-9)


@given(tables())
def test_topsis_agrees_with_pymcdm_where_nothing_is_a_cost(
    case: tuple[list[list[float]], Criteria],
) -> None:
    # Its vector normalisation turns costs round first; Hwang and Yoon choose the ideal instead.
    table, criteria = case
    gains = Criteria(criteria.weights, (False,) * len(criteria.weights))
    theirs = TOPSIS(normalization_function=vector_normalization)
    assert topsis(table, gains) == pytest.approx(oracle(theirs, table, gains), abs=1e-9)


def test_topsis_worked_by_hand() -> None:
    # Two options, two criteria of equal weight: each best on one, so equally near the ideal.
    assert topsis([[3.0, 4.0], [4.0, 3.0]], Criteria((1, 1), (False, False))) == pytest.approx(
        [0.5, 0.5]
    )
    assert topsis([[1.0], [2.0], [3.0]], Criteria((1,), (True,))) == pytest.approx([1, 0.5, 0])


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_equal_options_share_a_place_and_nothing_is_not_a_number(method: object) -> None:
    scores = method([[2.0, 5.0, 1.0]] * 3, CRITERIA)  # type: ignore[operator]
    assert len(set(scores)) == 1
    assert scores[0] == scores[0]
    assert ranks(scores) == [2.0, 2.0, 2.0]


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_criterion_that_is_equal_everywhere_decides_nothing(method: object) -> None:
    with_it = method([[1.0, 4.0], [2.0, 4.0], [3.0, 4.0]], Criteria((1, 9), (False, True)))  # type: ignore[operator]
    assert ranks(with_it) == [3, 2, 1]


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_one_option_alone_is_first(method: object) -> None:
    assert ranks(method([[1.0, 2.0, 3.0]], CRITERIA)) == [1]  # type: ignore[operator]


@given(tables())
def test_option_best_on_everything_is_first_by_every_method(
    case: tuple[list[list[float]], Criteria],
) -> None:
    table, criteria = case
    best = [
        (min(column) - 1) if cost else (max(column) + 1)
        for column, cost in zip(zip(*table, strict=True), criteria.costs, strict=True)
    ]
    places = [ranks(method([*table, best], criteria)) for method in METHODS.values()]
    assert [ranking[-1] for ranking in places] == [1, 1, 1]
    assert combine(places)[-1] == 1


@pytest.mark.parametrize(
    ("table", "criteria"),
    [
        ([], CRITERIA),
        ([[1.0, 2.0]], CRITERIA),
        ([[1.0, 2.0, float("nan")]], CRITERIA),
        ([[1.0, 2.0, float("inf")]], CRITERIA),
        ([[1.0]], Criteria((0.0,), (False,))),
        ([[1.0, 2.0]], Criteria((2.0, -1.0), (False, False))),
        ([[]], Criteria((), ())),
    ],
)
@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_table_that_cannot_be_ranked_is_refused(
    method: object, table: list[list[float]], criteria: Criteria
) -> None:
    with pytest.raises(Unscorable):
        method(table, criteria)  # type: ignore[operator]


def test_costs_are_turned_round() -> None:
    assert scaled([[1.0, 10.0], [3.0, 30.0]], Criteria((1, 1), (False, True))) == [[0, 1], [1, 0]]


def test_ranks_share_the_mean_of_equal_places() -> None:
    assert ranks([0.4, 0.9, 0.4, 0.1]) == [2.5, 1, 2.5, 4]


def test_combine_breaks_ties_by_pairwise_wins() -> None:
    # Borda: A 1+2+0... worked by hand: places of A, B, C in three rankings.
    rankings = [[1.0, 2.0, 3.0], [1.0, 2.0, 3.0], [3.0, 1.0, 2.0]]
    # Borda counts (3 − place): A 2+2+0 = 4, B 1+1+2 = 4, C 0+0+1 = 1; A beats B twice of three.
    assert combine(rankings) == [1, 2, 3]


def test_combine_of_one_ranking_is_that_ranking() -> None:
    assert combine([[2.0, 3.0, 1.0]]) == [2, 3, 1]
