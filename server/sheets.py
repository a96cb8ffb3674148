"""Tables that are sent as files."""

import asyncio
import tempfile
from collections.abc import Sequence
from typing import Any

from litestar import Response

from consultations.exporting import Workbook, as_csv, harmless

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def workbook_response(
    rows: Sequence[Sequence[str]], *, sheet: str, name: str
) -> Response[Any]:
    """A short table as XLSX; no cell of it is taken for a formula."""
    clean = [[harmless(cell) for cell in row] for row in rows]
    content = await asyncio.to_thread(_workbook, clean, sheet)
    return Response(content, media_type=XLSX, headers=_attachment(f"{name}.xlsx"))


def csv_response(rows: Sequence[Sequence[str]], *, name: str) -> Response[Any]:
    """A short table as CSV, with the mark by which spreadsheets know UTF-8."""
    return Response(
        ("\ufeff" + as_csv(rows)).encode(),
        media_type="text/csv; charset=utf-8",
        headers=_attachment(f"{name}.csv"),
    )


def _workbook(rows: Sequence[Sequence[str]], sheet: str) -> bytes:
    with tempfile.TemporaryFile() as file:
        book = Workbook(file, sheet)
        book.add(rows)
        book.finish()
        file.seek(0)
        return file.read()


def _attachment(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
