"""Splits a draft's paragraphs into chapters (bab), sections (bagian) and clauses (butir).

A heading is known by its style or by its look: "BAB I", "Bagian Kesatu", a bold "1.1 …". A
numbered paragraph is a clause; one without a number goes on with the unit before it. Numbers that
count anew within a section or chapter get its number in front, so that each is there once.
"""

import re
from dataclasses import dataclass, field

from consultations.documents.blocks import Block
from consultations.documents.numbering import BULLET, roman
from consultations.vocabulary import UnitKind

LONGEST_NUMBER = 24
LONGEST_HEADING = 200
_LONGEST_LOOK = 150
FRONT = "Pembuka"

_CHAPTER = re.compile(r"^(?:BAB|Bab|CHAPTER|Chapter)\s+([IVXLC]+|\d+)\b[.:\s–—-]*")
_SECTION = re.compile(
    r"^(?:BAGIAN|Bagian|PARAGRAF|Paragraf)\s+([Kk][Ee]\w+|\d+(?:\.\d+)*|[A-Z])\b[.:\s–—-]*"
)
_ARTICLE = re.compile(r"^(?:PASAL|Pasal)\s+(\d+[A-Z]?)$")
_HEADED = re.compile(r"^(\d+(?:\.\d+)+\.?|\d{1,3}\.|[A-Z]\.)\s+(?=\S)")
_CLAUSE = re.compile(r"^(\d+(?:\.\d+)+\.?|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+(?=\S)")
_ORDINALS = (
    "kesatu", "kedua", "ketiga", "keempat", "kelima", "keenam", "ketujuh", "kedelapan",
    "kesembilan", "kesepuluh", "kesebelas", "kedua belas",
)  # fmt: skip
_SENTENCE_ENDS = (".", ";", ":", ",")


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


def split_draft(blocks: list[Block]) -> ParsedDraft:
    """The proposed split; a draft without one numbered clause has a clause for each paragraph."""
    blocks = [block for block in blocks if block.text.strip()]
    draft = _Splitter(blocks).split()
    if not draft.clauses:
        draft = _Splitter(blocks, every_paragraph=True).split()
    return draft


class _Splitter:
    def __init__(self, blocks: list[Block], *, every_paragraph: bool = False) -> None:
        self.title, self.rest = _take_title(blocks)
        self.every_paragraph = every_paragraph
        self.units: list[ParsedUnit] = []
        self.chapter = self.section = ""
        self.counts: dict[str, int] = {}
        self.chapters = 0
        # The form of the numbers of the section's clauses: deeper forms belong inside a clause.
        self.form = ""
        self.in_article = False
        self.top = _chapter_level(self.rest)
        self.has_bab = any(_CHAPTER.match(block.line) for block in self.rest)

    def split(self) -> ParsedDraft:
        for place, block in enumerate(self.rest):
            follower = self.rest[place + 1] if place + 1 < len(self.rest) else None
            self._read(block, follower)
        return ParsedDraft(title=self.title, units=self.units)

    def _read(self, block: Block, follower: Block | None) -> None:
        if block.aside:
            self._append(block.text)
        elif not (
            self._completes_heading(block)
            or self._is_chapter(block)
            or self._is_section(block, follower)
            or self._is_article(block)
            or self._is_clause(block)
        ):
            self._plain(block)

    def _completes_heading(self, block: Block) -> bool:
        """Whether "BAB I" alone on its line is followed by the words of its heading."""
        last = self.units[-1] if self.units else None
        if last is None or last.kind is UnitKind.CLAUSE or last.heading or last.text:
            return False
        looks = block.level > 0 or block.stands_out or not block.text.endswith(_SENTENCE_ENDS)
        numbered = _CHAPTER.match(block.line) or _SECTION.match(block.line)
        if not looks or numbered or _CLAUSE.match(block.line) or _ARTICLE.match(block.line):
            return False
        if len(block.text) > LONGEST_HEADING or (block.label and block.label != BULLET):
            return False
        self.units[-1] = ParsedUnit(last.kind, last.number, block.text)
        return True

    def _is_chapter(self, block: Block) -> bool:
        match = _CHAPTER.match(block.line)
        if match and _heads(block):
            self._open_chapter(match.group(1), block.line[match.end() :])
            return True
        if block.level and block.level == self.top and not self.has_bab and _heads(block):
            number, words = _taken(_HEADED, block)
            self._open_chapter(number, words)
            return True
        return False

    def _open_chapter(self, number: str, words: str) -> None:
        self.chapters += 1
        self.chapter, self.section = number or roman(self.chapters), ""
        self._open(UnitKind.CHAPTER, self.chapter, words)

    def _is_section(self, block: Block, follower: Block | None) -> bool:
        match = _SECTION.match(block.line)
        if match and _heads(block):
            self._open_section(_ordinal(match.group(1)), block.line[match.end() :])
            return True
        number, words = _taken(_HEADED, block)
        if (block.level and _heads(block)) or (
            number
            and _looks_headed(block)
            and (block.stands_out or number.isalpha() or _leads(number, follower))
        ):
            self._open_section(number, words)
            return True
        return False

    def _open_section(self, number: str, words: str) -> None:
        within = self.chapter
        if not number:
            self.counts[within] = self.counts.get(within, 0) + 1
            number = str(self.counts[within])
        self.section = number if "." in number or not within else f"{within}.{number}"
        self._open(UnitKind.SECTION, self.section, words)

    def _is_article(self, block: Block) -> bool:
        match = _ARTICLE.match(block.line)
        if match is None:
            return False
        self._open(UnitKind.CLAUSE, match.group(1), "")
        self.in_article = True
        return True

    def _is_clause(self, block: Block) -> bool:
        number, words = _taken(_CLAUSE, block)
        if not number or self.in_article:
            return False
        form = _form(number)
        if "." not in number:
            if self.form and form != self.form:
                return False
            self.form = form
        else:
            self.form = self.form or form
        self.units.append(ParsedUnit(UnitKind.CLAUSE, self._within(number), "", words))
        return True

    def _plain(self, block: Block) -> None:
        if not self.every_paragraph:
            self._append(block.line)
            return
        within = self.section or self.chapter
        self.counts[f"{within}."] = self.counts.get(f"{within}.", 0) + 1
        number = self._within(str(self.counts[f"{within}."]))
        self.units.append(ParsedUnit(UnitKind.CLAUSE, number, "", block.line))

    def _append(self, text: str) -> None:
        if not self.units:
            self.units.append(ParsedUnit(UnitKind.SECTION, "0", FRONT))
        last = self.units[-1]
        joined = f"{last.text}\n\n{text}".strip()
        self.units[-1] = ParsedUnit(last.kind, last.number, last.heading, joined)

    def _within(self, number: str) -> str:
        within = self.section or self.chapter
        return number if "." in number or not within else f"{within}.{number}"

    def _open(self, kind: UnitKind, number: str, words: str) -> None:
        words = " ".join(words.split())
        self.form, self.in_article = "", False
        self.units.append(ParsedUnit(kind, number[:LONGEST_NUMBER], words))


def _take_title(blocks: list[Block]) -> tuple[str, list[Block]]:
    for place, block in enumerate(blocks[:10]):
        if block.is_title:
            return _heading(block.text), blocks[:place] + blocks[place + 1 :]
    if not blocks:
        return "", blocks
    first = blocks[0]
    if first.level:
        alone = sum(1 for block in blocks if block.level == first.level) == 1
        deeper = any(block.level > first.level for block in blocks) or len(blocks) > 1
        if alone and deeper and not _is_numbered(first):
            return _heading(first.text), blocks[1:]
        return "", blocks
    words: list[str] = []
    for block in blocks:
        if _is_numbered(block) or block.level or block.aside or len(block.text) > LONGEST_HEADING:
            break
        if words and not (block.stands_out and first.stands_out):
            break
        words.append(block.text)
    return _heading(" ".join(words)), blocks[len(words) :]


def _heading(text: str) -> str:
    return " ".join(text.split())[:LONGEST_HEADING]


def _is_numbered(block: Block) -> bool:
    line = block.line
    return any(pattern.match(line) for pattern in (_CHAPTER, _SECTION, _ARTICLE, _HEADED, _CLAUSE))


def _chapter_level(blocks: list[Block]) -> int:
    return min((block.level for block in blocks if block.level), default=0)


def _heads(block: Block) -> bool:
    if len(block.text) > LONGEST_HEADING:
        return False
    return bool(block.level) or block.stands_out or not block.text.endswith(_SENTENCE_ENDS)


def _looks_headed(block: Block) -> bool:
    return len(block.text) <= _LONGEST_LOOK and not block.text.endswith(_SENTENCE_ENDS)


def _leads(number: str, follower: Block | None) -> bool:
    """Whether the next paragraph is numbered one step deeper: "1.1" before "1.1.1"."""
    below, _ = _taken(_CLAUSE, follower) if follower else ("", "")
    return below.startswith(f"{number}.")


def _taken(pattern: re.Pattern[str], block: Block) -> tuple[str, str]:
    """The number in front, without its signs, and the words behind it."""
    match = pattern.match(block.line)
    if match is None or len(match.group(1)) > LONGEST_NUMBER - 8:
        return "", block.line
    return match.group(1).strip("().").replace("(", ""), block.line[match.end() :].strip()


def _ordinal(word: str) -> str:
    low = word.lower()
    return str(_ORDINALS.index(low) + 1) if low in _ORDINALS else word


def _form(number: str) -> str:
    return "letter" if number.isalpha() else "digits"
