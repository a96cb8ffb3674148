import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from analysis.opinions import (
    Votes,
    bridging,
    consensus_of,
    find_opinions,
    project,
    proportion_z,
    representative,
    two_proportions_z,
)
from tests.analysis.conversations import SMALL
from tests.benchmarks.opinions import read_votes

RED_DWARF_CONSENSUS = [
    *(0.052083, 0.102302, 0.139706, 0.103529, 0.068627),
    *(0.078704, 0.065476, 0.082353, 0.906667, 0.133333),
]


def camps(sizes: list[int], statements: int = 24, seen: float = 0.7, seed: int = 0) -> Votes:
    """Each camp agrees with a part of the statements of its own, all with the first two."""
    chance = np.random.default_rng(seed)
    which = np.repeat(np.arange(len(sizes)), sizes)
    votes = np.full((len(which), statements), -1.0)
    for person, camp in enumerate(which):
        votes[person, camp :: len(sizes)] = 1
    flipped = chance.random(votes.shape) < 0.1
    votes[flipped] *= -1
    votes[chance.random(votes.shape) < 0.05] = 0
    votes[:, :2] = 1
    votes[chance.random(votes.shape) > seen] = np.nan
    return votes


@pytest.mark.parametrize("sizes", [[60, 40], [50, 40, 30]])
def test_planted_groups_are_found_and_may_be_shown(sizes: list[int]) -> None:
    found = find_opinions(camps(sizes))
    planted = np.repeat(np.arange(len(sizes)), sizes)
    told = found.groups >= 0
    assert found.count == len(sizes)
    assert adjusted_rand_score(planted[told], found.groups[told]) > 0.95
    assert found.may_be_shown
    assert found.sizes == sorted(found.sizes, reverse=True)


def test_what_bridges_is_what_all_agree_with() -> None:
    found = find_opinions(camps([60, 40]))
    assert set(bridging(found, 2)) == {0, 1}
    for group, own in enumerate(found.told):
        assert own
        for told in own:
            planted = told.statement % 2 == group
            assert told.agrees == planted
            assert told.statement not in {0, 1}


def test_chance_votes_are_not_shown_as_groups() -> None:
    votes = np.random.default_rng(2).choice([1.0, -1.0, 0.0], size=(120, 30))
    assert not find_opinions(votes).may_be_shown


def test_a_handful_of_outsiders_is_not_shown() -> None:
    found = find_opinions(camps([90, 4]))
    assert not found.may_be_shown


@pytest.mark.parametrize("shape", [(0, 5), (3, 0), (1, 1), (4, 12)])
def test_few_or_no_votes_are_one_group_or_none(shape: tuple[int, int]) -> None:
    for votes in (np.ones(shape), np.full(shape, np.nan)):
        found = find_opinions(votes)
        assert found.count <= 1
        assert not found.may_be_shown
        assert found.told == ()


def test_who_voted_too_little_is_in_no_group() -> None:
    votes = camps([40, 40])
    votes[0] = np.nan
    votes[0, :6] = 1
    assert find_opinions(votes).groups[0] == -1


def test_equal_seeds_find_equal_groups() -> None:
    votes = camps([40, 30])
    first, again = find_opinions(votes, 5), find_opinions(votes, 5)
    assert np.array_equal(first.groups, again.groups)
    assert (first.stability, first.told) == (again.stability, again.told)


def test_consensus_is_the_product_over_the_groups() -> None:
    votes = np.array([[1.0, 1], [1, -1], [1, np.nan], [-1, 1]])
    groups = np.array([0, 0, 1, 1])
    found = consensus_of(votes, groups, 2)
    assert found == pytest.approx([(3 / 4) * (2 / 4), (2 / 4) * (2 / 3)])


def test_published_tests_of_proportions() -> None:
    # 2 √(n+1) ((s+1)/(n+1) − ½) with 14 of 19.
    assert proportion_z(14, 19) == pytest.approx(2 * 20**0.5 * (15 / 20 - 0.5))
    # Pooled: (14 + 4 + 2) of (19 + 19 + 2).
    expected = (15 / 20 - 5 / 20) / (0.5 * 0.5 * (2 / 20)) ** 0.5
    assert two_proportions_z(14, 19, 4, 19) == pytest.approx(expected)
    assert two_proportions_z(5, 5, 5, 5) == 0.0


def test_a_statement_few_have_seen_tells_nothing() -> None:
    votes = np.full((40, 1), np.nan)
    votes[:5], votes[20:25] = 1, -1
    groups = np.repeat([0, 1], 20)
    assert representative(votes, groups, 0) == ()
    votes[:15], votes[20:35] = 1, -1
    assert representative(votes, groups, 0)[0].agrees


def test_who_saw_little_is_moved_out_by_the_root_of_what_is_missing() -> None:
    # Every statement is there twice: half of them tell as much, and weigh 1/2 times √2.
    twice = np.repeat(camps([60, 60], seen=1.0), 2, axis=1)
    half = twice.copy()
    half[0, ::2] = np.nan
    ratio = project(half)[0, 0] / project(twice)[0, 0]
    assert ratio == pytest.approx(0.5**0.5, rel=0.05)


def test_figures_are_those_of_red_dwarf() -> None:
    """As red-dwarf 0.4.0 (MPL-2.0) gave them for the kept conversation and the same groups.

    Its ``run_reducer`` and ``calculate_comment_statistics``, November 2026. On two of Polis's open
    conversations (334 and 2,031 people) all consensus and group figures were equal too, and no
    place on the plane, up to the sign of an axis, was further off than 1e-13 and 1e-4.
    """
    votes, _ = read_votes(SMALL)
    found = find_opinions(votes)

    assert found.sizes == [23, 16]
    assert np.abs(found.plane[[25, 37, 28]]) == pytest.approx(
        np.abs([[3.258137, 0.42578], [3.067648, 0.759995], [3.041301, 0.14542]]), abs=1e-6
    )
    assert found.consensus == pytest.approx(RED_DWARF_CONSENSUS, abs=1e-6)
    told = [[(one.statement, one.agrees) for one in own] for own in found.told]
    assert told == [
        [(4, False), (0, True), (5, False), (7, False), (3, True)],
        [(1, False), (5, True), (3, False), (4, True), (7, True)],
    ]
    strongest = [(own[0].share, own[0].lift, own[0].strength) for own in found.told]
    assert strongest[0] == pytest.approx((0.916667, 15.583333, 349.226796), abs=1e-5)
    assert strongest[1] == pytest.approx((0.882353, 20.294118, 344.634966), abs=1e-5)
