"""Who stands behind each answered theme, by element and by channel, as the public may know it."""

from dataclasses import dataclass
from uuid import UUID

from consultations.figures.dimensions import Dimension
from consultations.figures.hiding import hidden_cells
from consultations.queries.crosstabs import Heading, themes_against


@dataclass(frozen=True, slots=True)
class Tellers:
    """A group and how many of a theme's readable inputs it gave; ``None`` stays hidden."""

    dimension: Dimension
    heading: Heading
    inputs: int | None


async def tellers_of(consultation: UUID) -> dict[UUID, list[Tellers]]:
    """By answered theme, its groups; run inside ``reading()``.

    They are the public cross-tab's own cells: numbers counted in another way could be subtracted
    from those, and give away what either hides.
    """
    found: dict[UUID, list[Tellers]] = {}
    for dimension in (Dimension.ELEMENT, Dimension.CHANNEL):
        table = await themes_against(consultation, dimension, public=True)
        lines = table.figures.lines
        hidden = hidden_cells([[cell.raw for cell in line.cells] for line in lines])
        for row, line in enumerate(lines):
            if line.theme is not None:
                found.setdefault(line.theme, []).extend(
                    Tellers(dimension, heading, None if (row, column) in hidden else cell.raw)
                    for column, (heading, cell) in enumerate(
                        zip(table.headings, line.cells, strict=True)
                    )
                    if cell.raw or (row, column) in hidden
                )
    return found
