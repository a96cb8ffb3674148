import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.scoring.agreement import Concord, concord_of_methods, concord_of_scorers
from consultations.scoring.methods import Criteria
from consultations.scoring.results import outcome_of

GAINS = Criteria((0.5, 0.3, 0.2), (False, False, False))


def tables() -> st.SearchStrategy[list[list[list[float]]]]:
    """One to three scorers' tables of two to five options and three criteria."""
    value = st.integers(1, 5).map(float)

    def build(size: tuple[int, int]) -> st.SearchStrategy[list[list[list[float]]]]:
        scorers, options = size
        row = st.lists(value, min_size=3, max_size=3)
        table = st.lists(row, min_size=options, max_size=options)
        return st.lists(table, min_size=scorers, max_size=scorers)

    return st.tuples(st.integers(1, 3), st.integers(2, 5)).flatmap(build)


@given(tables())
def test_every_step_leads_to_the_place(values: list[list[list[float]]]) -> None:
    outcome = outcome_of(values, GAINS)
    weighted, topsis, promethee = outcome.methods
    for option, row in enumerate(outcome.scaled):
        total = sum(w * r for w, r in zip(outcome.weights, row, strict=True))
        assert weighted.scores[option] == pytest.approx(total)
        best, worst = outcome.distances[option]
        assert topsis.scores[option] * (best + worst) == pytest.approx(worst, abs=1e-9)
        won = sum(outcome.preferences[option])
        lost = sum(other[option] for other in outcome.preferences)
        others = len(outcome.scaled) - 1
        assert promethee.scores[option] * others == pytest.approx(won - lost, abs=1e-9)
    keys = list(zip(outcome.points, outcome.wins, strict=True))
    for first, place in zip(keys, outcome.places, strict=True):
        better = sum(other > first for other in keys)
        assert place == 1 + better + (keys.count(first) - 1) / 2


@given(tables())
def test_the_swings_are_those_of_the_combined_place(values: list[list[list[float]]]) -> None:
    outcome = outcome_of(values, GAINS)
    for swing in outcome.swings:
        weights = tuple(
            weight * (swing.factor if place == swing.criterion else 1)
            for place, weight in enumerate(GAINS.weights)
        )
        again = outcome_of(values, Criteria(weights, GAINS.costs))
        assert list(swing.places) == again.places
        assert swing.leader_changes == (set(again.leaders) != set(outcome.leaders))


def test_widest_cells_and_silent_criteria_are_named() -> None:
    first = [[5.0, 3.0, 1.0], [2.0, 3.0, 1.0]]
    second = [[4.0, 3.0, 1.0], [5.0, 3.0, 2.0]]
    outcome = outcome_of([first, second], GAINS)
    assert outcome.widest == [(1, 0)]
    assert outcome.deciding_nothing == [1]
    assert outcome_of([first], GAINS).widest == []


def test_scorers_who_contradict_themselves_are_counted() -> None:
    circle = [[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]]
    sound = [[1, 2, 4], [1 / 2, 1, 2], [1 / 4, 1 / 2, 1]]
    table = [[5.0, 3.0, 1.0], [2.0, 3.0, 1.0]]
    outcome = outcome_of([table] * 3, GAINS, [circle, sound, sound])
    assert outcome.contradicting == 1
    assert outcome.pairwise is not None
    assert not outcome.pairwise.is_consistent


@pytest.mark.parametrize(
    ("alpha", "concord"),
    [
        (None, None),
        (1.0, Concord.STRONG),
        (0.8, Concord.STRONG),
        (0.67, Concord.FAIR),
        (0.66, Concord.WEAK),
        (-0.4, Concord.WEAK),
    ],
)
def test_alpha_in_words(alpha: float | None, concord: Concord | None) -> None:
    assert concord_of_scorers(alpha) is concord


def test_w_in_words() -> None:
    assert [concord_of_methods(w) for w in (1.0, 0.9, 0.78, 0.11)] == [
        Concord.STRONG,
        Concord.STRONG,
        Concord.FAIR,
        Concord.WEAK,
    ]
