from uuid import UUID

from analysis.comparison import compare, compare_run
from server.database import Engine
from tests.analysis.conftest import MATTERS, RememberingEmbedder
from tests.analysis.test_arrivals import accept_about
from tests.analysis.test_runs import analysed, consultation_with, members_of
from tests.factories import make_account, move_input


def ids(*numbers: int) -> frozenset[UUID]:
    return frozenset(UUID(int=number) for number in numbers)


QUEUES, ROADS = UUID(int=100), UUID(int=200)


def test_compare_same_groups_move_nobody() -> None:
    found = compare({QUEUES: ids(1, 2), ROADS: ids(3)}, {}, [ids(3), ids(1, 2)])

    assert [shift.group for shift in found.shifts] == [1, 0]
    assert all(not shift.leaves and not shift.joins for shift in found.shifts)
    assert all(shift.agreement == 1 for shift in found.shifts)
    assert found.new == []


def test_compare_says_who_would_leave_and_join() -> None:
    found = compare({QUEUES: ids(1, 2, 3), ROADS: ids(4, 5)}, {}, [ids(1, 2, 9), ids(3, 4, 5)])

    queues, roads = found.shifts
    assert (queues.stays, queues.leaves, queues.joins) == (ids(1, 2), ids(3), ids(9))
    assert (roads.stays, roads.leaves, roads.joins) == (ids(4, 5), ids(), ids())
    assert round(queues.agreement, 2) == 0.67


def test_compare_what_a_person_put_there_stays() -> None:
    found = compare({QUEUES: ids(1, 2, 3)}, {QUEUES: ids(3)}, [ids(1, 2), ids(3, 4)])

    assert found.shifts[0].leaves == ids()
    assert found.new == [1]


def test_compare_theme_like_no_group_has_none() -> None:
    found = compare({QUEUES: ids(1), ROADS: ids()}, {}, [ids(7, 8)])

    assert [shift.group for shift in found.shifts] == [None, None]
    assert found.new == [0]


def test_compare_of_nothing_is_nothing() -> None:
    assert compare({}, {}, []).shifts == []
    assert compare({}, {}, [ids(1)]).new == [0]


async def test_compare_run_shows_what_would_move_and_moves_nothing(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    consultation = await consultation_with(MATTERS)
    await analysed(consultation, remembering)
    theme = await accept_about(consultation, "antrean")
    run = await analysed(consultation, remembering)
    person = await make_account()
    members = await members_of(theme.id)
    groups = (await compare_run(run.id))[1]
    stranger = next(key for group in groups for key in group.inputs if key not in members)
    await move_input(entry=stranger, to=theme.id, away_from=None, by=person.id)

    found, groups = await compare_run(run.id)

    [shift] = found.shifts
    assert shift.theme == theme.id
    assert stranger in shift.stays
    assert shift.stays | shift.leaves == members | {stranger}
    assert shift.agreement > 0.6
    assert len(found.new) == len(groups) - 1
    assert await members_of(theme.id) == members | {stranger}
