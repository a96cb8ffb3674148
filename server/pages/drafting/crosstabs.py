"""The cross-tab: themes against who said it, from where, how and about what."""

import asyncio
from typing import Any

from litestar import Response, get
from litestar.params import FromQuery

from consultations.clock import now
from consultations.exporting import as_csv
from consultations.figures.dimensions import LESS, MORE, Dimension
from consultations.figures.sheets import Value, as_workbook, table_rows
from consultations.queries.crosstabs import ThemeTable, themes_against
from consultations.rules import Permission
from consultations.transactions import reading
from consultations.vocabulary import N_
from server.responses import page
from server.security.permissions import needs
from server.translations import translator
from server.visit import Visit

TABLE = "/kerja/{slug:str}/tema/tabel"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OUTSIDE = N_("Di luar tema")


@get(TABLE, name="crosstab.show", opt=needs(Permission.REVIEW_THEMES))
async def show_table(request: Visit, menurut: FromQuery[str] = "") -> Response[Any]:
    """Counts, shares and what stands out, as sentences, a picture and a table."""
    dimension = _dimension(menurut)
    async with reading():
        table = await themes_against(request.consultation.id, dimension)
    return page(
        request,
        "drafting/crosstab.html",
        fragment="table",
        dimensions=list(Dimension),
        table=table,
        sentences={1: MORE[dimension], -1: LESS[dimension]},
        outside=OUTSIDE,
    )


@get(TABLE + "/unduh.csv", name="crosstab.csv", opt=needs(Permission.EXPORT_REGISTER))
async def download_csv(request: Visit, menurut: FromQuery[str] = "") -> Response[Any]:
    """Every cell as CSV; small ones say only that they are hidden."""
    return csv_file(request, await _table(request, menurut))


@get(TABLE + "/unduh.xlsx", name="crosstab.xlsx", opt=needs(Permission.EXPORT_REGISTER))
async def download_workbook(request: Visit, menurut: FromQuery[str] = "") -> Response[Any]:
    """The same as a workbook, its numbers ready to be reckoned with."""
    table = await _table(request, menurut)
    return Response(
        await asyncio.to_thread(as_workbook, "Tabel tema", _rows(table)),
        media_type=XLSX,
        headers=_attachment(request, table, "xlsx"),
    )


def csv_file(visit: Visit, table: ThemeTable) -> Response[Any]:
    """A cross-tab as a CSV file; small cells say only that they are hidden."""
    rows = [["" if value is None else str(value) for value in row] for row in _rows(table)]
    return Response(
        b"\xef\xbb\xbf" + as_csv(rows).encode(),
        media_type="text/csv; charset=utf-8",
        headers=_attachment(visit, table, "csv"),
    )


async def _table(visit: Visit, wanted: str) -> ThemeTable:
    async with reading():
        return await themes_against(visit.consultation.id, _dimension(wanted), most=None)


def _rows(table: ThemeTable) -> list[list[Value]]:
    say = translator("id").gettext
    return list(
        table_rows(
            table.dimension.value,
            [table.themes[line.theme] if line.theme else OUTSIDE for line in table.figures.lines],
            [
                f"{say(each.message) if each.message else ''} {each.name}".strip()
                for each in table.headings
            ],
            table.figures.lines,
        )
    )


def _dimension(wanted: str) -> Dimension:
    return Dimension(wanted) if wanted in set(Dimension) else Dimension.ELEMENT


def _attachment(visit: Visit, table: ThemeTable, kind: str) -> dict[str, str]:
    name = f"tema-{table.dimension.value}-{visit.consultation.slug}-{now():%Y-%m-%d}.{kind}"
    return {"Content-Disposition": f'attachment; filename="{name}"'}
