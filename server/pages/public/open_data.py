"""The open data of a consultation: explained, and handed out table by table or all together."""

import json
from typing import Any, BinaryIO

from litestar import MediaType, Response, get
from litestar.params import FromPath
from litestar.response import Stream

from consultations.clock import now
from consultations.errors import NotFound
from consultations.open_data.dictionary import RESOURCES, Resource
from consultations.open_data.packing import csv_pieces, datapackage, json_pieces, write_package
from consultations.queries.response_matrix import unlisted_of
from consultations.rules import Permission
from consultations.transactions import reading
from consultations.vocabulary import LICENCE_ADDRESSES
from server.downloads import made_file
from server.reuse import reusable_page
from server.security.permissions import needs
from server.visit import Visit

DATA = "/konsultasi/{slug:str}/data"
READ = needs(Permission.READ_PUBLISHED)
KINDS = {"csv": csv_pieces, "json": json_pieces}


@get(DATA, name="open_data.show", opt=READ)
async def show_data(request: Visit) -> Response[Any]:
    """What is in the package, what is not, and under which licence."""
    here = request.consultation

    async def facts() -> dict[str, Any]:
        return {
            "resources": RESOURCES,
            "unlisted": await unlisted_of(here.id),
            "licence_address": LICENCE_ADDRESSES[here.licence],
        }

    return await reusable_page(request, "public/open_data.html", facts)


@get(DATA + "/paket.zip", name="open_data.package", opt=READ)
async def download_package(request: Visit) -> Stream:
    """Everything in one file, as of one moment."""
    here = request.consultation

    async def make(target: BinaryIO) -> None:
        async with reading():
            await write_package(here, target)

    return made_file(f"data-{here.slug}-{now():%Y-%m-%d}.zip", make)


@get(DATA + "/datapackage.json", name="open_data.dictionary", opt=READ)
async def show_dictionary(request: Visit) -> Response[Any]:
    """The data dictionary for machines."""
    async with reading():
        package = await datapackage(request.consultation)
    text = json.dumps(package, ensure_ascii=False, indent=2)
    return Response(text.encode(), media_type=MediaType.JSON)


@get(DATA + "/tabel/{table:str}", name="open_data.table", opt=READ)
async def download_table(request: Visit, table: FromPath[str]) -> Stream:
    """One table, such as ``masukan.csv`` or ``masukan.json``, as of one moment."""
    name, _, suffix = table.rpartition(".")
    resource = _resource(name)
    if suffix not in KINDS:
        raise NotFound
    pieces, consultation = KINDS[suffix], request.consultation.id

    async def make(target: BinaryIO) -> None:
        async with reading():
            async for piece in pieces(resource, consultation):
                target.write(piece.encode())

    return made_file(table, make)


def _resource(name: str) -> Resource:
    for resource in RESOURCES:
        if resource.name == name:
            return resource
    raise NotFound
