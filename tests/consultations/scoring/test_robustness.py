from consultations.scoring.methods import Criteria, topsis, weighted_sum
from consultations.scoring.robustness import Reversal, rank_reversals, weight_swings


def test_swing_that_changes_the_leader_is_told() -> None:
    # Nearly balanced: A leads on the first criterion, B on the second.
    table = [[1.0, 0.0], [0.0, 1.0]]
    swings = weight_swings(table, Criteria((0.52, 0.48), (False, False)), weighted_sum)
    assert [(s.criterion, s.factor, s.leader_changes) for s in swings] == [
        (0, 0.8, True),
        (0, 1.2, False),
        (1, 0.8, False),
        (1, 1.2, True),
    ]


def test_clear_leader_stays_under_every_swing() -> None:
    table = [[9.0, 9.0], [1.0, 2.0], [2.0, 1.0]]
    swings = weight_swings(table, Criteria((1, 1), (False, False)), topsis)
    assert not any(swing.leader_changes for swing in swings)


def test_reversal_by_dropping_an_option_is_found() -> None:
    # Beside the third, the second is hardly better on the first criterion; without it, it is
    # better by the whole scale.
    table = [[1.0, 9.0], [2.0, 1.0], [9.0, 1.0]]
    criteria = Criteria((0.6, 0.4), (False, False))
    assert rank_reversals(table, criteria, weighted_sum) == [Reversal(without=2, above=0, below=1)]


def test_two_options_cannot_reverse() -> None:
    assert rank_reversals([[1.0], [2.0]], Criteria((1,), (False,)), weighted_sum) == []
