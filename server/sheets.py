"""Tables that are sent as files, and sheets that are handed in."""

import asyncio
import tempfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from litestar import Response

from consultations.errors import Malformed
from consultations.exporting import Workbook, as_csv, harmless
from consultations.pending_imports import keep_sheet
from consultations.sheets import Sheet, is_workbook, read_sheet
from server.forms.importing import UploadForm
from server.visit import Visit

NOTES = "Petunjuk"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def workbook_response(
    rows: Sequence[Sequence[str]],
    *,
    sheet: str,
    name: str,
    widths: Sequence[float] = (),
    choices: Mapping[int, Sequence[str]] | None = None,
    notes: Sequence[str] = (),
) -> Response[Any]:
    """A short table as XLSX; no cell of it is taken for a formula.

    ``choices`` are offered in the cells of these columns; ``notes`` have a sheet of their own.
    """

    def written() -> bytes:
        with tempfile.TemporaryFile() as file:
            book = Workbook(file, sheet, widths=widths)
            book.add([harmless(cell) for cell in row] for row in rows)
            for column, values in (choices or {}).items():
                book.offer(column, values)
            if notes:
                book.explain(NOTES, notes)
            book.finish()
            file.seek(0)
            return file.read()

    content = await asyncio.to_thread(written)
    return Response(content, media_type=XLSX, headers=_attachment(f"{name}.xlsx"))


def csv_response(rows: Sequence[Sequence[str]], *, name: str) -> Response[Any]:
    """A short table as CSV, with the mark by which spreadsheets know UTF-8."""
    return Response(
        ("\ufeff" + as_csv(rows)).encode(),
        media_type="text/csv; charset=utf-8",
        headers=_attachment(f"{name}.csv"),
    )


async def hand_in(
    visit: Visit,
    form: UploadForm,
    check: Callable[[Sheet], object] = lambda _: None,
    *,
    most_rows: int,
) -> UUID | None:
    """Read the form's file and keep it for a look; ``None`` with an error on its field.

    ``check`` raises ``Malformed`` for a sheet that is another one altogether.
    """
    given = await form.read()
    if given is None or visit.visitor.account is None:
        return None
    content, name = given
    try:
        sheet = await asyncio.to_thread(
            read_sheet, content, workbook=is_workbook(content), most_rows=most_rows
        )
        check(sheet)
    except Malformed as refusal:
        form.file.errors = [form.say(refusal.message)]
        return None
    return await keep_sheet(
        consultation=visit.consultation.id,
        sheet=sheet,
        file_name=name,
        by=visit.visitor.account,
    )


def _attachment(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
