"""Reads a file from a stranger without letting it near this process."""

import asyncio
import json
import tempfile
from pathlib import Path

from consultations.confining import ConfinedFailure, run_confined
from consultations.documents.archive import BROKEN
from consultations.documents.blocks import Block
from consultations.errors import Malformed
from consultations.vocabulary import N_

LARGEST_FILE = 25_000_000


async def read_document(content: bytes) -> list[Block]:
    """The blocks of a DOCX, ODT, Markdown or text file; ``Malformed`` says why there are none.

    Where a picture was stands a mark.
    """
    return (await _read(content, pictures=False))[0]


async def read_with_pictures(content: bytes) -> tuple[list[Block], dict[int, bytes]]:
    """The same with the pictures by number, unchecked; the marks hold the numbers."""
    return await _read(content, pictures=True)


async def _read(content: bytes, *, pictures: bool) -> tuple[list[Block], dict[int, bytes]]:
    if len(content) > LARGEST_FILE:
        raise Malformed(N_("Berkas ini lebih besar dari 25 MB. Kecilkan gambarnya, lalu unggah."))
    with tempfile.TemporaryDirectory(prefix="rembuk-naskah-") as folder:
        path = Path(folder) / "naskah"
        await asyncio.to_thread(path.write_bytes, content)
        try:
            output = await run_confined(
                "consultations.documents.child", str(path), *([folder] if pictures else [])
            )
        except ConfinedFailure as failure:
            raise Malformed(BROKEN) from failure
        found = await asyncio.to_thread(_pictures_in, Path(folder))
    answer = json.loads(output)
    if "refused" in answer:
        raise Malformed(answer["refused"])
    return [Block(**block) for block in answer["blocks"]], found


def _pictures_in(folder: Path) -> dict[int, bytes]:
    paths = sorted((path for path in folder.iterdir() if path.name.isdecimal()), key=_number)
    return {_number(path): path.read_bytes() for path in paths}


def _number(path: Path) -> int:
    return int(path.name)
