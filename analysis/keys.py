"""Many ids and many words in little memory: a million rows as Python objects take gigabytes."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import TypeVar, overload
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Word = TypeVar("Word", bound=Hashable)

_SIZE = 16


class Keys(Sequence[UUID]):
    """Ids, sixteen bytes each, in their order."""

    def __init__(self, content: bytes | bytearray | memoryview = b"") -> None:
        # Compared as bytes, which is the order of the ids as they are written.
        self.packed = np.frombuffer(content, f"S{_SIZE}")
        self.content = bytes(content) if isinstance(content, bytearray) else content

    @classmethod
    def of(cls, ids: Iterable[UUID]) -> "Keys":
        """These ids."""
        return cls(b"".join(key.bytes for key in ids))

    def __len__(self) -> int:
        return len(self.packed)

    @overload
    def __getitem__(self, place: int) -> UUID: ...
    @overload
    def __getitem__(self, place: slice) -> "Keys": ...
    def __getitem__(self, place: int | slice) -> "UUID | Keys":
        if isinstance(place, slice):
            return Keys(self.packed[place].tobytes())
        return UUID(bytes=bytes(self.packed[place].ljust(_SIZE, b"\0")))

    def __iter__(self) -> Iterator[UUID]:
        return (self[place] for place in range(len(self)))

    def at(self, rows: Rows) -> "Keys":
        """The ids in these rows."""
        return Keys(self.packed[rows].tobytes())

    def order(self) -> Rows:
        """The rows in the order of their ids."""
        return np.argsort(self.packed, kind="stable")

    def find(self, wanted: "Keys") -> Rows:
        """The row of each wanted id, the first if it is here more than once; else -1."""
        order = self.order()
        if not len(order):
            return np.full(len(wanted), -1)
        ranks = np.searchsorted(self.packed, wanted.packed, sorter=order)
        rows = order[np.minimum(ranks, len(order) - 1)]
        return np.where(self.packed[rows] == wanted.packed, rows, -1)


class Words(Sequence[Word]):
    """A sequence whose equal members are kept once."""

    def __init__(self, values: Sequence[Word], codes: NDArray[np.int32]) -> None:
        self.values, self.codes = values, codes

    @classmethod
    def of(cls, words: Iterable[Word]) -> "Words[Word]":
        """These words."""
        values: dict[Word, int] = {}
        codes = [values.setdefault(word, len(values)) for word in words]
        return cls(list(values), np.array(codes, np.int32))

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, place: int) -> Word: ...
    @overload
    def __getitem__(self, place: slice) -> "Words[Word]": ...
    def __getitem__(self, place: int | slice) -> "Word | Words[Word]":
        if isinstance(place, slice):
            return Words(self.values, self.codes[place])
        return self.values[int(self.codes[place])]

    def __iter__(self) -> Iterator[Word]:
        return (self.values[code] for code in self.codes.tolist())

    def at(self, rows: Rows) -> "Words[Word]":
        """The words in these rows."""
        return Words(self.values, self.codes[rows])
