from hypothesis import given
from hypothesis import strategies as st

from consultations.figures.hiding import hidden_cells


def test_a_small_cell_is_hidden_with_a_companion_in_its_row_and_column() -> None:
    counts = [[3, 20, 9], [30, 40, 11], [8, 50, 12]]
    hidden = hidden_cells(counts)
    assert (0, 0) in hidden
    for line in range(3):
        assert sum(place[0] == line for place in hidden) != 1
        assert sum(place[1] == line for place in hidden) != 1


def test_empty_cells_are_no_secret() -> None:
    assert hidden_cells([[0, 20], [30, 0]]) == set()


@given(
    st.integers(1, 6).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 30), min_size=width, max_size=width), min_size=1, max_size=6
        )
    )
)
def test_no_line_gives_its_hidden_cells_away(counts: list[list[int]]) -> None:
    hidden = hidden_cells(counts)
    assert all(
        (row, column) in hidden
        for row, cells in enumerate(counts)
        for column, count in enumerate(cells)
        if 0 < count < 5
    )
    lines = [[(row, column) for column in range(len(counts[0]))] for row in range(len(counts))]
    lines += [list(line) for line in zip(*lines, strict=True)]
    for line in lines:
        own = [place for place in line if place in hidden]
        if own and len(own) < len(line):
            assert len(own) > 1
            assert sum(counts[row][column] for row, column in own) >= 5
