"""Writes the tables of the open-data package: CSV, JSON, and all of them in one ZIP."""

import json
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO
from uuid import UUID

from consultations.exporting import as_csv
from consultations.open_data.dictionary import RESOURCES, Resource, described
from consultations.open_data.rows import ROWS, Cell
from consultations.queries.consultations import ConsultationFacts
from consultations.queries.response_matrix import unlisted_of
from consultations.vocabulary import LICENCE_ADDRESSES, DataLicence


async def csv_pieces(resource: Resource, consultation: UUID) -> AsyncIterator[str]:
    """The table as CSV, a batch at a time; no cell is taken for a formula."""
    yield as_csv([[field.name for field in resource.fields]])
    async for batch in ROWS[resource.name](consultation):
        yield as_csv([[_written(cell) for cell in row] for row in batch])


async def json_pieces(resource: Resource, consultation: UUID) -> AsyncIterator[str]:
    """The table as a JSON array of objects, a batch at a time."""
    names, before = [field.name for field in resource.fields], "[\n"
    async for batch in ROWS[resource.name](consultation):
        for row in batch:
            yield before + json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)
            before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


async def datapackage(here: ConsultationFacts) -> dict[str, Any]:
    """The data dictionary for machines, with the licence and what is not in the package."""
    unlisted = await unlisted_of(here.id)
    licence = DataLicence(here.licence)
    return {
        "profile": "tabular-data-package",
        "name": here.slug,
        "title": here.title,
        "description": here.summary,
        "licenses": [
            {
                "name": licence.value,
                "title": licence.label,
                "path": LICENCE_ADDRESSES[licence],
            }
        ],
        "contributors": [{"title": here.organiser, "role": "publisher"}],
        "not_included": {
            "masukan_rahasia": unlisted.confidential,
            "masukan_disembunyikan_tanpa_isi": unlisted.withheld,
            "masukan_ditarik_tanpa_isi": unlisted.withdrawn,
        },
        "resources": [described(resource) for resource in RESOURCES],
    }


async def write_package(here: ConsultationFacts, target: BinaryIO) -> None:
    """Write the whole package as a ZIP; run inside ``reading()``, so it is of one moment.

    Tables go to the disk batch by batch: memory holds no more than one batch of one table.
    """
    with (
        TemporaryDirectory() as folder,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        waiting = Path(folder) / "tabel"
        for resource in RESOURCES:
            for suffix, pieces in (("csv", csv_pieces), ("json", json_pieces)):
                with waiting.open("w", encoding="utf-8", newline="") as file:
                    async for piece in pieces(resource, here.id):
                        file.write(piece)
                package.write(waiting, f"{resource.name}.{suffix}")
        dictionary = json.dumps(await datapackage(here), ensure_ascii=False, indent=2)
        package.writestr("datapackage.json", dictionary)


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return f"{cell:.12g}" if isinstance(cell, float) else str(cell)
