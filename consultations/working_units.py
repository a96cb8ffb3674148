"""The units of a draft in the making, and the small changes that put a split right.

Every change is a function from a list of units to a new list; nothing here is stored.
"""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import msgspec

from consultations.documents.numbering import roman
from consultations.errors import Malformed, NotFound
from consultations.splitting import LONGEST_HEADING, LONGEST_NUMBER, ParsedUnit
from consultations.tokens import new_token
from consultations.vocabulary import N_, ChangeKind, UnitKind

LONGEST_TEXT = 50_000
LONGEST_NOTE = 2000
MOST_UNITS = 5000
# What may stand in an address as it is.
_NUMBER = re.compile(r"^[\w.\-]+$")
# Never within brackets, where a picture's words stand.
_SENTENCE = re.compile(r"(?:(?<=[.;:?!])\s+|\n+)(?![^\[\]\n]{0,400}\])")

REPEATED = N_("Nomor ini dipakai lebih dari sekali.")
WITHOUT_NUMBER = N_("Nomornya belum ada.")
BAD_NUMBER = N_("Nomor hanya boleh berisi huruf, angka, titik dan tanda hubung.")
EMPTY = N_("Judul dan isinya kosong.")
TOO_LONG = N_("Nomor, judul atau isinya terlalu panjang.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingUnit:
    """A unit of the working copy; ``key`` stays with it through every change.

    ``changes`` are the approved wordings that were taken into it, by id.
    """

    key: str
    kind: UnitKind
    number: str = ""
    heading: str = ""
    text: str = ""
    open_to_input: bool = True
    change_kind: ChangeKind | None = None
    change_note: str = ""
    changes: tuple[str, ...] = ()

    @property
    def pieces(self) -> list[str]:
        """Sentences and lines: the places between them are where it can be split."""
        return [piece for piece in _SENTENCE.split(self.text) if piece.strip()]


def as_working(parsed: Sequence[ParsedUnit]) -> list[WorkingUnit]:
    """Units as read from a document, each with a key of its own."""
    if len(parsed) > MOST_UNITS:
        raise Malformed(N_("Naskah ini berisi terlalu banyak butir. Bagi menjadi beberapa bagian."))
    return [
        WorkingUnit(key=_key(), kind=p.kind, number=p.number, heading=p.heading, text=p.text)
        for p in parsed
    ]


def stored(units: Sequence[WorkingUnit]) -> str:
    """The units as JSON."""
    return msgspec.json.encode(list(units)).decode()


def loaded(text: str) -> list[WorkingUnit]:
    """The units from their JSON."""
    return msgspec.json.decode(text, type=list[WorkingUnit])


def key_of(unit: UUID) -> str:
    """The key under which a published unit begins in the working copy of the next version."""
    return unit.hex[:12]


def find(units: Sequence[WorkingUnit], key: str) -> int:
    """The place of the unit with this key; ``NotFound`` when it is gone."""
    for place, unit in enumerate(units):
        if unit.key == key:
            return place
    raise NotFound


def revise(units: list[WorkingUnit], revised: WorkingUnit) -> list[WorkingUnit]:
    """Put a unit's new form in the place of the old one."""
    place = find(units, revised.key)
    return [*units[:place], revised, *units[place + 1 :]]


def split(units: list[WorkingUnit], key: str, at: int) -> list[WorkingUnit]:
    """Cut a unit before its piece ``at``; the second part is a clause after it."""
    place = find(units, key)
    unit = units[place]
    cuts = [0, *(match.end() for match in _SENTENCE.finditer(unit.text)), len(unit.text)]
    starts = [cut for cut, end in itertools.pairwise(cuts) if unit.text[cut:end].strip()]
    if not 0 < at < len(starts):
        raise NotFound
    first, second = unit.text[: starts[at]].strip(), unit.text[starts[at] :].strip()
    taken = {each.number for each in units if each.kind is UnitKind.CLAUSE}
    part = WorkingUnit(
        key=_key(),
        kind=UnitKind.CLAUSE,
        number=_free_number(unit.number, taken),
        text=second,
        open_to_input=unit.open_to_input,
    )
    return [*units[:place], replace(unit, text=first), part, *units[place + 1 :]]


def join(units: list[WorkingUnit], key: str) -> list[WorkingUnit]:
    """Append a unit's words to the unit before it."""
    place = find(units, key)
    if place == 0:
        raise NotFound
    before, unit = units[place - 1], units[place]
    text = "\n\n".join(part for part in (before.text, unit.heading, unit.text) if part)
    changes = tuple(dict.fromkeys(before.changes + unit.changes))
    joined = replace(before, text=text, changes=changes)
    return [*units[: place - 1], joined, *units[place + 1 :]]


def move(units: list[WorkingUnit], key: str, to: int) -> list[WorkingUnit]:
    """Put a unit at another place, counted from 0; a place beyond an end means the end."""
    place = find(units, key)
    rest = [*units[:place], *units[place + 1 :]]
    to = max(0, min(to, len(rest)))
    return [*rest[:to], units[place], *rest[to:]]


def remove(units: list[WorkingUnit], key: str) -> list[WorkingUnit]:
    """Leave a unit out."""
    place = find(units, key)
    return [*units[:place], *units[place + 1 :]]


def toggle(units: list[WorkingUnit], key: str) -> list[WorkingUnit]:
    """Open a closed unit to input, or close an open one."""
    unit = units[find(units, key)]
    return revise(units, replace(unit, open_to_input=not unit.open_to_input))


def renumber(units: list[WorkingUnit]) -> list[WorkingUnit]:
    """Number everything anew by its place: I; 1.1; 1.1.1."""
    chapter = section = clause = loose = 0
    numbered = []
    for unit in units:
        if unit.kind is UnitKind.CHAPTER:
            chapter, section, clause, loose = chapter + 1, 0, 0, 0
            number = roman(chapter)
        elif unit.kind is UnitKind.SECTION:
            section, clause = section + 1, 0
            number = f"{chapter}.{section}" if chapter else str(section)
        elif section:
            clause += 1
            number = f"{chapter}.{section}.{clause}" if chapter else f"{section}.{clause}"
        else:
            # A clause before the chapter's first section: 1.0.1 can't collide with 1.1.
            loose += 1
            number = f"{chapter}.0.{loose}" if chapter else str(loose)
        numbered.append(replace(unit, number=number))
    return numbered


def flaws(units: Sequence[WorkingUnit]) -> dict[str, str]:
    """What keeps units from being published: the first flaw of each, by key."""
    used = Counter((unit.kind, unit.number) for unit in units)
    found = {unit.key: _flaw(unit, used[unit.kind, unit.number]) for unit in units}
    return {key: flaw for key, flaw in found.items() if flaw}


def number_flaw(number: str) -> str:
    """What keeps this from being a number of a unit; empty where nothing does."""
    if not number:
        return WITHOUT_NUMBER
    return "" if _NUMBER.match(number) else BAD_NUMBER


def _flaw(unit: WorkingUnit, uses: int) -> str:
    if flaw := number_flaw(unit.number):
        return flaw
    if uses > 1:
        return REPEATED
    if not unit.heading.strip() and not unit.text.strip() and unit.kind is UnitKind.CLAUSE:
        return EMPTY
    lengths = (
        (unit.number, LONGEST_NUMBER),
        (unit.heading, LONGEST_HEADING),
        (unit.text, LONGEST_TEXT),
    )
    return TOO_LONG if any(len(words) > most for words, most in lengths) else ""


def _free_number(number: str, taken: set[str]) -> str:
    stem = number[: LONGEST_NUMBER - 3]
    return next(n for n in (f"{stem}{i}" for i in _suffixes()) if n not in taken)


def _suffixes() -> list[str]:
    return [*"abcdefghijklmnopqrstuvwxyz", *(f"-{count}" for count in range(1, MOST_UNITS))]


def _key() -> str:
    return new_token()[:12]
