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
    """The blocks of a DOCX, ODT, Markdown or text file; ``Malformed`` says why there are none."""
    if len(content) > LARGEST_FILE:
        raise Malformed(N_("Berkas ini lebih besar dari 25 MB. Kecilkan gambarnya, lalu unggah."))
    with tempfile.TemporaryDirectory(prefix="rembuk-naskah-") as folder:
        path = Path(folder) / "naskah"
        await asyncio.to_thread(path.write_bytes, content)
        try:
            output = await run_confined("consultations.documents.child", str(path))
        except ConfinedFailure as failure:
            raise Malformed(BROKEN) from failure
    answer = json.loads(output)
    if "refused" in answer:
        raise Malformed(answer["refused"])
    return [Block(**block) for block in answer["blocks"]]
