"""Chooses what of a theme a language model is shown: few texts, central and different ones.

Only words that everyone may read, masked as they are published; no author, element or region.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np

from analysis.briefs import sentences_of
from analysis.embedding import Vectors
from analysis.languages import leading
from analysis.locating import Locator
from analysis.normalising import analysed_text, normalise, text_hash
from analysis.space import Space
from consultations.personal_data import find_personal_data, mask, without_marks
from consultations.queries.listed import is_readable
from consultations.tables import Input

MOST_QUOTATIONS = 16
# One voice alone is its author's own: it is read, not summed up.
FEWEST_QUOTATIONS = 3
# Half of them stand near the middle of the theme, the others far from all that are chosen.
CENTRAL_SHARE = 0.5
LONGEST_QUOTATION = 500
_AT_ONCE = 500
_BRACKETS = str.maketrans("[]<>", "()()")


@dataclass(frozen=True, slots=True)
class Quotation:
    """An input as it is sent: its words, shortened; ``text_hash`` is of the whole of them."""

    input: UUID
    text: str
    text_hash: str


@dataclass(frozen=True, slots=True)
class Material:
    """What is sent of a theme, where it lies (n, p) in ``space``, and the theme's language."""

    quotations: list[Quotation]
    places: Vectors
    space: Space
    language: str


async def material_of(theme: UUID, locator: Locator) -> Material | None:
    """The material of a theme, in one order for one state of it; ``None`` if nobody has read it."""
    found = await locator.members(theme)
    if found is None:
        return None
    _, _, space, rows, places = found
    readable = await _readable([row["id"] for row in rows])
    kept = [place for place, row in enumerate(rows) if row["id"] in readable]
    languages = Counter(leading(rows[place]["language"]) for place in kept)
    chosen = [kept[k] for k in choose(places[kept], MOST_QUOTATIONS)]
    return Material(
        quotations=[_quotation(readable[rows[place]["id"]]) for place in chosen],
        places=places[chosen],
        space=space,
        language=languages.most_common(1)[0][0] if languages else "",
    )


def choose(places: Vectors, most: int) -> list[int]:
    """Which of n texts at ``places`` (n, p), unit rows: the most central, then the most unlike."""
    if len(places) <= most:
        return list(range(len(places)))
    central = np.argsort(-(places @ places.mean(axis=0)), kind="stable")
    chosen: list[int] = central[: int(most * CENTRAL_SHARE)].tolist()
    nearest = (places @ places[chosen].T).max(axis=1)
    while len(chosen) < most:
        nearest[chosen] = np.inf
        chosen.append(int(np.argmin(nearest)))
        nearest = np.maximum(nearest, places @ places[chosen[-1]])
    return chosen


def sendable(text: str) -> str:
    """Words as they may be sent: masked once more, on one line, without marks of our own."""
    plain = normalise(without_marks(text))
    hidden = without_marks(mask(plain, find_personal_data(plain)))
    return _shortened(normalise(hidden).translate(_BRACKETS))


def _shortened(text: str) -> str:
    if len(text) <= LONGEST_QUOTATION:
        return text
    kept = ""
    for sentence in sentences_of(text):
        if len(kept) + len(sentence) >= LONGEST_QUOTATION:
            break
        kept = f"{kept} {sentence}".strip()
    return kept or text[:LONGEST_QUOTATION].rpartition(" ")[0]


def _quotation(row: dict[str, Any]) -> Quotation:
    whole = analysed_text(row["text"], row["proposed_wording"])
    return Quotation(row["id"], sendable(whole), text_hash(whole))


async def _readable(entries: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """Those that the public may read, one of each campaign."""
    found: dict[UUID, dict[str, Any]] = {}
    for start in range(0, len(entries), _AT_ONCE):
        rows = await Input.select(Input.id, Input.text, Input.proposed_wording).where(
            Input.id.is_in(list(entries[start : start + _AT_ONCE]))
            & is_readable()
            & Input.folded.eq(value=False)
        )
        found |= {row["id"]: row for row in rows}
    return found
