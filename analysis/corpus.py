"""The embedded inputs of a consultation as a run works on them, a million in a gigabyte."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.embedding import Vectors, unit
from analysis.keys import Keys, Rows, Words

# So many texts are located, placed or read at a time.
BLOCK = 20_000


@dataclass(frozen=True, slots=True)
class Corpus:
    """Embedded inputs, row by row, in the order of their numbers.

    ``half`` (m, d) has a vector in half precision for each different text hash, mapped from a file
    in ``folder``; ``digests`` (m, 32) are these hashes, and ``which`` (n,) says which is a row's.
    ``last`` is the number of the last input that was looked at.
    """

    ids: Keys
    texts: Words[str]
    languages: Words[str]
    digests: NDArray[np.uint8]
    which: NDArray[np.int32]
    half: NDArray[Any]
    last: int = 0
    folder: Path | None = None

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def distinct(self) -> int:
        """How many different texts there are."""
        return len(np.unique(self.which))

    def hash_of(self, row: int) -> str:
        """The hash of the text in a row, as it is kept."""
        return bytes(self.digests[self.which[row]]).hex()

    def vectors(self, rows: "slice | Rows" = slice(None)) -> Vectors:
        """The vectors of these rows, or all: (n, d), unit rows, made when asked for."""
        which = self.which[rows]
        found = np.empty((len(which), self.half.shape[1]), np.float32)
        for block in blocks(len(which)):
            found[block] = unit(self.half[which[block]].astype(np.float32))
        return found

    def at(self, rows: Rows) -> "Corpus":
        """The inputs in these rows."""
        return Corpus(
            ids=self.ids.at(rows),
            texts=self.texts.at(rows),
            languages=self.languages.at(rows),
            digests=self.digests,
            which=self.which[rows],
            half=self.half,
            last=self.last,
            folder=self.folder,
        )

    def fingerprint(self) -> str:
        """A hash over which inputs there are and what they say."""
        digest = hashlib.sha256(b"[")
        for place, row in enumerate(self.ids.order().tolist()):
            pair = f'["{self.ids[row]}", "{self.hash_of(row)}"]'
            digest.update(f", {pair}".encode() if place else pair.encode())
        digest.update(b"]")
        return digest.hexdigest()


def blocks(count: int, size: int = BLOCK) -> Iterator[slice]:
    """The rows up to ``count``, so many at a time."""
    return (slice(start, min(start + size, count)) for start in range(0, count, size))
