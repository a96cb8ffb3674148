"""What a document is made of: plain values that PDF and Word are both set from.

Everything in them is text as it was written, never markup.
"""

import re
from dataclasses import asdict, dataclass
from typing import Any

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a part."""

    text: str
    block: str = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; line breaks in it are kept."""

    text: str
    block: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values, one under the other."""

    rows: tuple[tuple[str, str], ...]
    block: str = "facts"


@dataclass(frozen=True, slots=True)
class Listing:
    """A numbered list."""

    items: tuple[str, ...]
    block: str = "list"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose headings stand again on every page; ``widths`` are shares of the width."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    # At least so high is each row, in millimetres, where something is to be written by hand.
    row_height: int = 0
    block: str = "table"


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign: ``manner`` says how and when, once it is known."""

    job: str
    name: str
    manner: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign, two beside each other."""

    title: str
    places: tuple[Signature, ...]
    block: str = "signatures"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by the path of its file."""

    path: str
    caption: str
    block: str = "picture"


Block = Heading | Paragraph | Facts | Listing | Grid | Signatures | Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole document. ``subject`` stands under its title."""

    title: str
    subject: str
    number: str
    letterhead: str
    footer: str
    blocks: tuple[Block, ...]
    landscape: bool = False

    def plain(self) -> Any:
        """The document as JSON holds it, without signs that no page can show."""
        return _cleaned(asdict(self))


def printable(text: str) -> str:
    """The text without signs that no page can show, its lines ended alike."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: _cleaned(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(part) for part in value]
    return value
