"""Compresses what is sent, where the browser takes it and no proxy has to.

What may be squeezed together with what is a question of secrets: whoever can both choose words that
come back in a page and see how long the encrypted answer is could guess what else is in it, letter
by letter (BREACH). Pages kept for guests and static files hold nobody's secrets: a stranger can
fetch them too. Every other page is padded with up to a hundred bytes at random, so that its length
tells nothing about one letter; files, feeds, tables and streams are sent as they are.
"""

import secrets
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from server.visit import Visit

LEVEL = 6
MOST_PADDING = 100
# Shorter ones fit into the first packet anyway.
SHORTEST = 1000

_RAW_DEFLATE = -zlib.MAX_WBITS
_NAMED = 8
_LAST_BLOCK = b"\x03\x00"


def takes_gzip(visit: Visit) -> bool:
    """Whether the browser says that it reads gzip."""
    for coding in visit.headers.get("accept-encoding", "").lower().split(","):
        name, _, weight = coding.strip().partition(";")
        if name.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def squeezed(body: bytes, *, padded: bool) -> bytes:
    """The body as gzip; ``padded`` with a random number of bytes in the place of a file name."""
    padding = b"a" * secrets.randbelow(MOST_PADDING) + b"\0" if padded else b""
    return _header(padding) + _deflated(body) + _LAST_BLOCK + _trailer(zlib.crc32(body), len(body))


@dataclass(frozen=True)
class Pieces:
    """A page in the pieces that a key goes between, also squeezed, each by itself.

    A key is put between squeezed pieces as it is, so a page that is sent again is not squeezed
    again; of its checksum only what comes after the first key is left to be reckoned.
    """

    plain: Sequence[bytes]

    @cached_property
    def _squeezed(self) -> list[bytes]:
        return [_deflated(piece) for piece in self.plain]

    @cached_property
    def _first_sum(self) -> int:
        return zlib.crc32(self.plain[0])

    @property
    def weight(self) -> int:
        return sum(map(len, self.plain)) + sum(map(len, self._squeezed))

    def joined(self, key: bytes) -> bytes:
        return key.join(self.plain)

    def squeezed(self, key: bytes) -> bytes:
        """The same as ``joined``, as gzip."""
        checksum = self._first_sum
        for piece in self.plain[1:]:
            checksum = zlib.crc32(piece, zlib.crc32(key, checksum))
        size = sum(map(len, self.plain)) + len(key) * (len(self.plain) - 1)
        stored = b"\0" + struct.pack("<HH", len(key), len(key) ^ 0xFFFF) + key
        return _header() + stored.join(self._squeezed) + _LAST_BLOCK + _trailer(checksum, size)


def _deflated(piece: bytes) -> bytes:
    # Flushed to a whole byte, so that another block can follow.
    squeezer = zlib.compressobj(LEVEL, zlib.DEFLATED, _RAW_DEFLATE)
    return squeezer.compress(piece) + squeezer.flush(zlib.Z_FULL_FLUSH)


def _header(name: bytes = b"") -> bytes:
    return b"\x1f\x8b\x08" + bytes([_NAMED if name else 0]) + b"\0\0\0\0\0\xff" + name


def _trailer(checksum: int, size: int) -> bytes:
    return struct.pack("<II", checksum, size & 0xFFFFFFFF)
