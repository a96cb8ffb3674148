"""Reads a draft written as plain Markdown into chapters, sections and numbered clauses.

``# `` opens the title, ``## `` a chapter (bab), ``### `` a section (bagian). A paragraph that
begins with a number such as ``3.2.1`` is a clause (butir); one without a number continues the
clause before it, or introduces its chapter or section. A clause numbered ``1.`` or ``a.`` within
a section takes the section's number in front; a heading without a number gets its ordinal.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from consultations.errors import Malformed
from consultations.vocabulary import N_, UnitKind

LONGEST_NUMBER = 24
LONGEST_HEADING = 200

_CHAPTER = re.compile(r"^(?:Bab|Chapter)\s+([IVXLC]+|\d+)\b[.:\s]*", re.IGNORECASE)
_NUMBER = re.compile(r"^(\d+(?:\.\d+)+|\d+\.|[A-Z]\.)\s+")
_CLAUSE = re.compile(r"^(\d+(?:\.\d+)+|\(?\d+[.)]|[a-z][.)])\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class ParsedUnit:
    """A unit as read from the text, before it has an identity."""

    kind: UnitKind
    number: str
    heading: str
    text: str = ""


@dataclass(slots=True)
class ParsedDraft:
    """A draft's title and its units in reading order."""

    title: str = ""
    units: list[ParsedUnit] = field(default_factory=list)

    @property
    def clauses(self) -> int:
        return sum(1 for unit in self.units if unit.kind is UnitKind.CLAUSE)


def parse_draft(text: str) -> ParsedDraft:
    """Split a Markdown draft into units; ``Malformed`` without clauses or with repeated numbers."""
    draft = ParsedDraft()
    for paragraph in _paragraphs(text):
        _read(draft, paragraph)
    if not draft.title:
        raise Malformed(N_("Judul rancangan belum ada. Awali dengan baris “# Judul”."))
    if not draft.clauses:
        raise Malformed(
            N_("Tidak ada butir bernomor. Awali tiap butir dengan nomornya, misalnya “1.1.1”.")
        )
    _refuse_repeated_numbers(draft.units)
    return draft


def _paragraphs(text: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        plain: list[str] = []
        for line in (raw.strip() for raw in block.split("\n")):
            starts_anew = line.startswith("#") or _CLAUSE.match(line)
            if starts_anew and plain:
                yield " ".join(plain)
                plain = []
            if line.startswith("#"):
                yield line
            elif line:
                plain.append(line)
        if plain:
            yield " ".join(plain)


def _read(draft: ParsedDraft, paragraph: str) -> None:
    if paragraph.startswith("### "):
        draft.units.append(_heading(draft, UnitKind.SECTION, paragraph[4:], _NUMBER))
    elif paragraph.startswith("## "):
        draft.units.append(_heading(draft, UnitKind.CHAPTER, paragraph[3:], _CHAPTER))
    elif paragraph.startswith("# "):
        draft.title = paragraph[2:].strip()
    elif match := _CLAUSE.match(paragraph):
        number = _within_section(draft, match.group(1).strip("()."))
        draft.units.append(_unit(UnitKind.CLAUSE, number, "", paragraph[match.end() :]))
    elif draft.units:
        last = draft.units[-1]
        draft.units[-1] = replace(last, text=f"{last.text}\n\n{paragraph}".strip())


def _heading(draft: ParsedDraft, kind: UnitKind, line: str, pattern: re.Pattern[str]) -> ParsedUnit:
    line = line.strip()
    match = pattern.match(line)
    if match is None:
        ordinal = 1 + sum(1 for unit in draft.units if unit.kind is kind)
        return _unit(kind, str(ordinal), line)
    return _unit(kind, match.group(1).strip("."), line[match.end() :].strip())


def _within_section(draft: ParsedDraft, number: str) -> str:
    if "." in number:
        return number
    section = next((u for u in reversed(draft.units) if u.kind is not UnitKind.CLAUSE), None)
    return f"{section.number}.{number}" if section else number


def _unit(kind: UnitKind, number: str, heading: str, text: str = "") -> ParsedUnit:
    if len(number) > LONGEST_NUMBER or len(heading) > LONGEST_HEADING:
        raise Malformed(N_("Ada nomor atau judul bagian yang terlalu panjang."))
    return ParsedUnit(kind=kind, number=number, heading=heading, text=text.strip())


def _refuse_repeated_numbers(units: list[ParsedUnit]) -> None:
    seen: set[tuple[UnitKind, str]] = set()
    for unit in units:
        if (unit.kind, unit.number) in seen:
            raise Malformed(N_("Ada nomor butir, bagian atau bab yang dipakai dua kali."))
        seen.add((unit.kind, unit.number))
