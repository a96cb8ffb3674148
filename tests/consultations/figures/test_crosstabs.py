from uuid import uuid4

import pytest

from consultations.figures.crosstabs import OTHER, Count, tabulate

THEME, CAMPAIGN = uuid4(), uuid4()


def test_campaign_counts_once_in_each_column_and_its_inputs_beside() -> None:
    population = {("a", None): 8, ("a", CAMPAIGN): 40, ("b", None): 30, ("b", CAMPAIGN): 2}
    table = tabulate(population, {THEME: {("a", None): 1, ("a", CAMPAIGN): 40}}, ["a", "b"])
    assert table.totals == [Count(9, 48), Count(31, 32)]
    assert table.total == Count(39, 80)
    line = table.lines[0]
    assert [(cell.distinct, cell.raw) for cell in line.cells] == [(2, 41), (0, 0)]
    assert line.total == Count(2, 41)


def test_twelve_of_twenty_where_four_are_usual_stands_out() -> None:
    population = {("user", None): 20, ("other", None): 80}
    table = tabulate(
        population, {THEME: {("user", None): 12, ("other", None): 8}}, ["other", "user"]
    )
    assert table.columns == ["other", "user"]
    less, more = table.lines[0].cells
    assert (more.usual, more.lift, more.share) == (4.0, 3.0, 0.6)
    assert (more.low, more.high) == pytest.approx((0.3866, 0.7812), abs=1e-4)
    assert (more.stands_out, less.stands_out) == (1, -1)
    assert {place for _, place in table.marked()} == {0, 1}


def test_chance_alone_marks_nothing() -> None:
    population = {(column, None): 25 for column in "abcd"}
    themes = {uuid4(): {(column, None): 5 for column in "abcd"} for _ in range(5)}
    table = tabulate(population, themes, "abcd")
    assert table.marked() == []


def test_smaller_columns_are_joined_and_nothing_is_lost() -> None:
    population = {(f"unit {n}", None): n for n in range(1, 21)} | {("unit 1", CAMPAIGN): 3}
    themes = {THEME: {("unit 1", None): 1, ("unit 2", None): 2, ("unit 20", None): 7}}
    table = tabulate(population, themes, [f"unit {n}" for n in range(20, 0, -1)], most=5)
    assert table.columns == ["unit 20", "unit 19", "unit 18", "unit 17", OTHER]
    assert sum(total.raw for total in table.totals) == table.total.raw == 213
    assert [cell.distinct for cell in table.lines[0].cells] == [7, 0, 0, 0, 3]


def test_nothing_said_is_an_empty_table() -> None:
    table = tabulate({}, {THEME: {}}, ["a"])
    assert (table.columns, table.lines[0].cells, table.total) == ([], [], Count())
