"""Which words of a unit people's inputs are about."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations.anchoring import Anchor, find_again
from consultations.queries.unit_inputs import public_inputs_on
from consultations.tables import Input

# More marks than these would hide the text; the inputs themselves are all listed.
MOST_MARKS = 300


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """A run of a unit's text that the input with this number is about."""

    registration: str
    start: int
    end: int


async def quotes_on(version: UUID, unit: UUID, text: str) -> list[QuotedWords]:
    """The runs of ``text`` that public inputs on the unit quote, newest input first."""
    rows = (
        await Input.select(
            Input.registration,
            Input.quote,
            Input.quote_prefix,
            Input.quote_suffix,
            Input.quote_start,
        )
        .where(
            public_inputs_on(version, unit)
            & Input.quote.is_not_null()
            & Input.withdrawn_at.is_null()
            & Input.withheld_at.is_null()
        )
        .order_by(Input.number, ascending=False)
        .limit(MOST_MARKS)
    )
    found = []
    for row in rows:
        anchor = anchor_of(row)
        if text[anchor.start : anchor.end] == anchor.quote:
            found.append(QuotedWords(row["registration"], anchor.start, anchor.end))
        elif place := find_again(anchor, text):
            found.append(QuotedWords(row["registration"], place.start, place.end))
    return found


def anchor_of(row: dict[str, Any]) -> Anchor:
    """The anchor in an input's row that has a quote."""
    return Anchor(
        row["quote"], row["quote_prefix"] or "", row["quote_suffix"] or "", row["quote_start"]
    )
