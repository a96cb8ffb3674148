"""Reads a consultation's embedded inputs page by page into a corpus, and keeps no page."""

from array import array
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from analysis.corpus import Corpus
from analysis.keys import Keys, Words
from analysis.normalising import analysed_text
from analysis.scratch import mapped, scratch_file
from analysis.tables import AnalysedInput
from analysis.vectors import STORED

PAGE = 2_000
_READ = """
SELECT i.id, i.number, i.text, i.proposed_wording, a.text_hash, a.language, e.vector
FROM input i JOIN analysed_input a ON a.input = i.id
JOIN embedding e ON e.text_hash = a.text_hash AND e.model = {}
WHERE i.consultation = {} AND i.number > {} AND i.withdrawn_at IS NULL
ORDER BY i.number LIMIT {}
"""


async def load_corpus(
    consultation: UUID, model: str, folder: Path | None = None, after: int = 0
) -> Corpus:
    """All embedded inputs of a consultation whose number is above ``after``, by number.

    Vectors lie in a file in ``folder`` that is gone with the corpus, or with the process.
    """
    reader = _Reader()
    with scratch_file(folder) as file:
        async for rows in _pages(consultation, model, after):
            for row in rows:
                if reader.take(row):
                    file.write(row["vector"])
        half = mapped(file, STORED, (len(reader.hashes), reader.width))
    return Corpus(
        ids=Keys(reader.ids),
        texts=Words(list(reader.texts), np.array(reader.said, np.int32)),
        languages=Words(list(reader.languages), np.array(reader.spoken, np.int32)),
        digests=np.frombuffer(b"".join(reader.hashes), np.uint8).reshape(-1, 32),
        which=np.array(reader.which, np.int32),
        half=half,
        last=max(after, reader.last),
        folder=folder,
    )


async def _pages(consultation: UUID, model: str, after: int) -> AsyncIterator[list[dict[str, Any]]]:
    while True:
        rows = await AnalysedInput.raw(_READ, model, consultation, after, PAGE)
        if rows:
            yield rows
            after = rows[-1]["number"]
        if len(rows) < PAGE:
            return


class _Reader:
    """What has been read, without the vectors; equal words and hashes once."""

    def __init__(self) -> None:
        self.ids = bytearray()
        self.texts: dict[str, int] = {}
        self.languages: dict[str, int] = {}
        self.hashes: dict[bytes, int] = {}
        self.said, self.spoken, self.which = array("i"), array("i"), array("i")
        self.width = self.last = 0

    def take(self, row: dict[str, Any]) -> bool:
        """Take in a row; true where its vector is new."""
        self.ids += row["id"].bytes
        text = analysed_text(row["text"], row["proposed_wording"])
        self.said.append(self.texts.setdefault(text, len(self.texts)))
        self.spoken.append(self.languages.setdefault(row["language"], len(self.languages)))
        known = len(self.hashes)
        self.which.append(self.hashes.setdefault(bytes.fromhex(row["text_hash"]), known))
        self.last = row["number"]
        self.width = len(row["vector"]) // STORED.itemsize
        return len(self.hashes) > known
