"""Inputs as letters name them: by number, with a link that the reader may follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from consultations.queries.letters import LetterInput
from consultations.signatures import LinkPurpose, signed


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An input's number and a link to it."""

    registration: str
    link: str


def receipt_link(address: str, entry: UUID) -> str:
    """The private link of an input, signed anew: the receipt's own is known to its holder only."""
    return f"{address}/tanda-terima/{signed(LinkPurpose.RECEIPT, entry)}"


def own_lines(entries: Sequence[LetterInput], address: str) -> list[EntryLine]:
    """For the author: each leads to its receipt."""
    return [EntryLine(entry.registration, receipt_link(address, entry.id)) for entry in entries]


def public_lines(entries: Sequence[LetterInput], address: str) -> list[EntryLine]:
    """For anybody else: each leads to its public page, never to the author's receipt."""
    return [
        EntryLine(entry.registration, f"{address}/masukan/{entry.registration}")
        for entry in entries
    ]
