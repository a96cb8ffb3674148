"""Which numbers of people stay out of sight, so that no single person can be made out in them.

The rule holds wherever the public reads how many came from a *group of people*: an element, a
region, a channel, a stance. It doesn't hold for numbers of texts (by unit, theme, decision or
kind): these count what everyone can list one by one anyway. Nor does it hold for what all who
answered a questionnaire said together, once there are enough of them: such an answer is nobody's
until it is told apart by a group, and then it is hidden, as is what would give it away.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Group = TypeVar("Group", bound=Hashable)

# Fewer people than this in a cell are not shown outside the team.
FEWEST_SHOWN = 5


def shown_counts(counts: Mapping[Group, int]) -> dict[Group, int | None]:
    """One number for each group, ``None`` where it stays hidden; their sum may be public."""
    hidden = hidden_cells([list(counts.values())])
    return {
        group: None if (0, place) in hidden else count
        for place, (group, count) in enumerate(counts.items())
    }


def hidden_cells(
    counts: Sequence[Sequence[int]], fewest: int = FEWEST_SHOWN
) -> set[tuple[int, int]]:
    """Rows and columns of the cells to hide: those of a few, and those that would give them away.

    A hidden cell alone in its row or column is the total less the others, and so are several that
    hold only a few together: then the next smallest is hidden too. Nobody in a cell is no secret.
    """
    hidden = {
        (row, column)
        for row, cells in enumerate(counts)
        for column, count in enumerate(cells)
        if 0 < count < fewest
    }
    rows = [[(row, column) for column in range(len(cells))] for row, cells in enumerate(counts)]
    columns = [list(places) for places in zip(*rows, strict=True)]
    while more := _giving_away([*rows, *columns], counts, hidden, fewest):
        hidden |= more
    return hidden


def _giving_away(
    lines: list[list[tuple[int, int]]],
    counts: Sequence[Sequence[int]],
    hidden: set[tuple[int, int]],
    fewest: int,
) -> set[tuple[int, int]]:
    for line in lines:
        own = [place for place in line if place in hidden]
        together = sum(counts[row][column] for row, column in own)
        if own and (len(own) == 1 or together < fewest):
            seen = [place for place in line if place not in hidden]
            # A cell with people in it protects better than an empty one.
            seen.sort(key=lambda place: (not counts[place[0]][place[1]], _at(counts, place)))
            if seen:
                return {seen[0]}
    return set()


def _at(counts: Sequence[Sequence[int]], place: tuple[int, int]) -> int:
    return counts[place[0]][place[1]]
