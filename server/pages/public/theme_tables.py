"""Themes with a published answer against who said it; cells of a few people stay hidden."""

from typing import Any

from litestar import Response, get
from litestar.params import FromQuery

from consultations.figures.dimensions import LESS, MORE, Dimension
from consultations.figures.hiding import hidden_cells
from consultations.queries.crosstabs import themes_against
from consultations.rules import Permission
from consultations.transactions import reading
from server.pages.drafting.crosstabs import csv_file
from server.reuse import reusable_page
from server.security.permissions import needs
from server.visit import Visit

TABLE = "/konsultasi/{slug:str}/hasil/tema"
READ = needs(Permission.READ_PUBLISHED)
# Units have pages of their own.
DIMENSIONS = [each for each in Dimension if each is not Dimension.UNIT]
MOST_TOLD = 12


@get(TABLE, name="crosstab.public", opt=READ)
async def show_table(request: Visit, menurut: FromQuery[str] = "") -> Response[Any]:
    """What stands out, a picture and its table."""
    here, dimension = request.consultation.id, _dimension(menurut)

    async def facts() -> dict[str, Any]:
        table = await themes_against(here, dimension, public=True)
        places = {line.theme: row for row, line in enumerate(table.figures.lines)}
        hidden = hidden_cells([[cell.raw for cell in line.cells] for line in table.figures.lines])
        marked = [
            (line, column)
            for line, column in table.figures.marked()
            if (places[line.theme], column) not in hidden
        ]
        return {
            "table": table,
            "hidden": hidden,
            # A picture of little else than what is not shown says nothing.
            "mostly_hidden": 2 * len(hidden) > sum(len(line.cells) for line in table.figures.lines),
            "marked": marked[:MOST_TOLD],
            "dimensions": DIMENSIONS,
            "sentences": {1: MORE[dimension], -1: LESS[dimension]},
        }

    return await reusable_page(request, "public/theme_table.html", facts)


@get(TABLE + "/unduh.csv", name="crosstab.public.csv", opt=READ)
async def download_csv(request: Visit, menurut: FromQuery[str] = "") -> Response[Any]:
    """The same table as CSV; hidden cells say that they are."""
    dimension = _dimension(menurut)
    async with reading():
        table = await themes_against(request.consultation.id, dimension, public=True)
    return csv_file(request, table)


def _dimension(wanted: str) -> Dimension:
    return Dimension(wanted) if wanted in DIMENSIONS else Dimension.ELEMENT
