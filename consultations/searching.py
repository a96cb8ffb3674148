"""Keeps the words that can be searched in step with what the public may read."""

import re
import unicodedata
from uuid import UUID

from consultations.picturing import pictures_in_words
from consultations.tables import Input, SearchEntry, Unit

_ENTRIES_AT_ONCE = 500
_WORD = re.compile(r"[^\W_]+")


def plain_words(text: str) -> list[str]:
    """Words as they are indexed and asked for: letters and digits, no case, no accents.

    Cut by us and not by the engines, so that both find the same.
    """
    folded = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(c for c in folded if not unicodedata.combining(c)))


async def index_new_input(row: Input) -> None:
    """Make an input findable that was just registered. Call inside its transaction."""
    words = _found_by(row.registration, row.text, row.proposed_wording, row.reason)
    await SearchEntry.insert(SearchEntry(consultation=row.consultation, input=row.id, words=words))


async def index_input(entry: UUID) -> None:
    """Find an input by its words as they are now, not as they were. Call inside its transaction."""
    row = (
        await Input.select(
            Input.consultation,
            Input.registration,
            Input.text,
            Input.proposed_wording,
            Input.reason,
            Input.withdrawn_at,
        )
        .where(Input.id == entry)
        .first()
    )
    if row is None:
        return
    said: tuple[str | None, ...] = (
        row["registration"],
        row["text"],
        row["proposed_wording"],
        row["reason"],
    )
    if row["withdrawn_at"]:
        said = (row["registration"],)
    await SearchEntry.update({SearchEntry.words: _found_by(*said)}).where(
        SearchEntry.input == entry
    )


def _found_by(*said: str | None) -> str:
    found = pictures_in_words(" ".join(part for part in said if part))
    return " ".join(plain_words(found))


async def index_units(version: UUID, consultation: UUID) -> None:
    """Make the units of a version findable, once it is published."""
    rows = await Unit.select(Unit.id, Unit.number, Unit.heading, Unit.text).where(
        Unit.version == version
    )
    entries = [
        SearchEntry(
            consultation=consultation,
            unit=row["id"],
            words=_found_by(row["number"], row["heading"], row["text"]),
        )
        for row in rows
    ]
    for start in range(0, len(entries), _ENTRIES_AT_ONCE):
        await SearchEntry.insert(*entries[start : start + _ENTRIES_AT_ONCE])
