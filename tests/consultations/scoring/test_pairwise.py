import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.scoring.pairwise import joined_judgments, matrix_of, pairwise_weights


def test_weights_of_the_textbook_leader_example() -> None:
    # Experience of three candidates, as in the well-known example of choosing a leader.
    found = pairwise_weights(matrix_of({(0, 1): 1 / 4, (0, 2): 4, (1, 2): 9}, 3))
    assert found.weights == pytest.approx((0.217, 0.717, 0.066), abs=5e-4)
    assert found.consistency_ratio == pytest.approx(0.032, abs=5e-3)
    assert found.is_consistent


@given(st.lists(st.integers(1, 9), min_size=1, max_size=10))
def test_consistent_judgments_give_their_weights_back(raw: list[int]) -> None:
    matrix = [[a / b for b in raw] for a in raw]
    found = pairwise_weights(matrix)
    assert found.weights == pytest.approx([value / sum(raw) for value in raw])
    assert found.consistency_ratio == pytest.approx(0, abs=1e-9)
    assert found.worst is None


def test_contradiction_is_told_with_the_judgment_that_causes_it() -> None:
    # A over B, B over C, C over A: a circle.
    found = pairwise_weights(matrix_of({(0, 1): 9, (1, 2): 9, (0, 2): 1 / 9}, 3))
    assert not found.is_consistent
    assert found.consistency_ratio > 1


def test_worst_judgment_is_the_one_that_was_turned_round() -> None:
    # Weights 8:4:2:1 fit everywhere except between the first and the last.
    found = pairwise_weights(
        matrix_of({(0, 1): 2, (0, 2): 4, (0, 3): 1 / 8, (1, 2): 2, (1, 3): 4, (2, 3): 2}, 4)
    )
    assert found.worst is not None
    assert (found.worst.first, found.worst.second) == (0, 3)
    assert found.worst.fitting > found.worst.given


def test_group_of_opposed_judges_ends_even() -> None:
    first, second = matrix_of({(0, 1): 3}, 2), matrix_of({(0, 1): 1 / 3}, 2)
    assert pairwise_weights(joined_judgments([first, second])).weights == pytest.approx((0.5, 0.5))


@pytest.mark.parametrize(
    "judgments",
    [[], [[1, 2], [1, 1]], [[1, -2], [-0.5, 1]], [[1, 2]], [[2.0]], [[1] * 11] * 11],
)
def test_judgments_that_are_none_are_refused(judgments: list[list[float]]) -> None:
    with pytest.raises(ValueError, match=r"criteria|square|positive"):
        pairwise_weights(judgments)
