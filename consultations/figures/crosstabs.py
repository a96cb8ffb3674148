"""Themes against groups of people: counts both ways, shares, and what is more than chance.

A text that many sent counts once in each column it came from, as everywhere in public; how many
sent it is told beside. What is compared and tested are the different texts.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from consultations.figures.proportions import adjusted, two_sided_p, wilson

# Chance alone makes fewer than one in twenty of the marks.
LEVEL = 0.05
MOST_COLUMNS = 12
OTHER = "\x00other"

Column = Hashable
# Raw counts by column and campaign; without a campaign every input is a text of its own.
Counts = Mapping[tuple[Column, UUID | None], int]


@dataclass(frozen=True, slots=True)
class Count:
    """Different texts, and the inputs that carried them."""

    distinct: int = 0
    raw: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(Count):
    """How much of a theme comes from one group; ``usual`` is what chance would give it."""

    share: float = 0.0
    low: float = 0.0
    high: float = 1.0
    usual: float = 0.0
    p: float = 1.0

    @property
    def lift(self) -> float | None:
        """How many times the usual."""
        return self.distinct / self.usual if self.usual else None

    @property
    def stands_out(self) -> int:
        """1 for more than chance gives, -1 for less, 0 for neither."""
        if self.p >= LEVEL or self.distinct == self.usual:
            return 0
        return 1 if self.distinct > self.usual else -1


@dataclass(frozen=True, slots=True)
class Line:
    """A theme's row; ``tested`` is the sum of its cells' texts, which shares are shares of."""

    theme: UUID | None
    total: Count
    tested: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Crosstab:
    """All themes against all columns; ``total`` counts everything that was said."""

    columns: list[Column] = field(default_factory=list)
    totals: list[Count] = field(default_factory=list)
    total: Count = field(default_factory=Count)
    lines: list[Line] = field(default_factory=list)

    def marked(self) -> list[tuple[Line, int]]:
        """Themes and columns that stand out, the surest first; what is joined says nothing."""
        found = [
            (line, place)
            for line in self.lines
            for place, cell in enumerate(line.cells)
            if cell.stands_out and line.theme and self.columns[place] != OTHER
        ]
        return sorted(
            found, key=lambda one: (one[0].cells[one[1]].p, -one[0].cells[one[1]].distinct)
        )


def tabulate(
    population: Counts,
    themes: Mapping[UUID | None, Counts],
    order: Sequence[Column],
    most: int | None = MOST_COLUMNS,
) -> Crosstab:
    """The cross-tab of ``themes``; beyond ``most`` columns the smaller ones are joined.

    ``order`` names the columns as they are to stand; those where nothing was said are left out.
    """
    columns = _columns(population, order, most)
    totals = _by_column(population, columns)
    whole = sum(total.distinct for total in totals)
    drafts = [
        (theme, _count(_merged(counts)), _by_column(counts, columns))
        for theme, counts in themes.items()
    ]
    chances = adjusted(
        [
            two_sided_p(count.distinct, sum(c.distinct for c in row), total.distinct, whole)
            for _, _, row in drafts
            for count, total in zip(row, totals, strict=True)
        ]
    )
    width = len(columns.shown)
    lines = [
        _line(theme, total, row, totals, chances[place * width : (place + 1) * width])
        for place, (theme, total, row) in enumerate(drafts)
    ]
    return Crosstab(columns.shown, totals, _count(_merged(population)), lines)


def _line(
    theme: UUID | None,
    total: Count,
    row: list[Count],
    totals: list[Count],
    chances: Sequence[float],
) -> Line:
    tested = sum(count.distinct for count in row)
    whole = sum(count.distinct for count in totals)
    cells = []
    for count, column, p in zip(row, totals, chances, strict=True):
        low, high = wilson(count.distinct, tested)
        cells.append(
            Cell(
                distinct=count.distinct,
                raw=count.raw,
                share=count.distinct / tested if tested else 0.0,
                low=low,
                high=high,
                usual=tested * column.distinct / whole if whole else 0.0,
                p=p,
            )
        )
    return Line(theme, total, tested, cells)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns shown, and under which of them each column's texts are counted."""

    shown: list[Column]
    under: Mapping[Column, Column]


def _columns(population: Counts, order: Sequence[Column], most: int | None) -> _Columns:
    by_column: dict[Column, dict[UUID | None, int]] = defaultdict(dict)
    for (column, campaign), count in population.items():
        by_column[column][campaign] = count
    places = {column: place for place, column in enumerate(order)}
    present = sorted(by_column, key=lambda column: places.get(column, len(places)))
    if most is None or len(present) <= most:
        return _Columns(present, {column: column for column in present})
    largest = sorted(present, key=lambda column: -_count(by_column[column]).distinct)[: most - 1]
    kept = [column for column in present if column in largest]
    return _Columns(
        [*kept, OTHER], {column: column if column in largest else OTHER for column in present}
    )


def _by_column(counts: Counts, columns: _Columns) -> list[Count]:
    found: dict[Column, dict[UUID | None, int]] = {
        column: defaultdict(int) for column in columns.shown
    }
    for (column, campaign), count in counts.items():
        found[columns.under[column]][campaign] += count
    return [_count(own) for own in found.values()]


def _merged(counts: Counts) -> dict[UUID | None, int]:
    found: dict[UUID | None, int] = defaultdict(int)
    for (_, campaign), count in counts.items():
        found[campaign] += count
    return found


def _count(by_campaign: Mapping[UUID | None, int]) -> Count:
    """A campaign's inputs are one text, the others as many as there are."""
    alone = by_campaign.get(None, 0)
    campaigns = sum(1 for campaign, count in by_campaign.items() if campaign is not None and count)
    return Count(alone + campaigns, sum(by_campaign.values()))
