"""One theme in figures: how well the machine fills it, what it is about, who stands out in it."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from consultations.errors import NotFound
from consultations.figures.dimensions import LESS, MORE, Dimension
from consultations.queries.crosstabs import ThemeTable, themes_against
from consultations.queries.themes import theme_names_of
from consultations.queries.traces import ThemeTrace, theme_traces, unit_traces
from consultations.rules import Permission
from consultations.transactions import reading
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit


@get(
    "/kerja/{slug:str}/tema/{theme:uuid}/angka",
    name="theme.figures",
    opt=needs(Permission.REVIEW_THEMES),
)
async def show_figures(request: Visit, theme: FromPath[UUID]) -> Response[Any]:
    """The figures of one theme; the theme's own page loads them as a part."""
    here = request.consultation.id
    async with reading():
        names = dict(await theme_names_of(here))
        if theme not in names:
            raise NotFound
    traces, tables = await request.recent(_of_all_themes, here)
    return page(
        request,
        "drafting/theme_figures.html",
        fragment="figures",
        theme=theme,
        name=names[theme],
        units=next((trace.units for trace in traces if trace.theme == theme), []),
        marked=[
            (table.headings[place], line, line.cells[place], sentences[table.dimension])
            for table in tables
            for line, place in table.figures.marked()
            if line.theme == theme
            for sentences in (MORE if line.cells[place].stands_out > 0 else LESS,)
        ],
    )


async def _of_all_themes(consultation: UUID) -> tuple[list[ThemeTrace], list[ThemeTable]]:
    """What is reckoned for all themes together, and asked for theme by theme."""
    async with reading():
        traces = theme_traces(await unit_traces(consultation))
        return traces, [await themes_against(consultation, dimension) for dimension in Dimension]
