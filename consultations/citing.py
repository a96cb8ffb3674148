"""Which units of a draft a text names: "butir 3.2", "Pasal 12 ayat (3)", "Bab II", "3.1.2"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from consultations.documents.numbering import roman
from consultations.vocabulary import UnitKind

MOST_CHAPTERS = 60
LONGEST_WORDS = 60

_NUMBER = r"(?:[ivxlc]+(?:\.\d+)*|\d{1,3}(?:\.\d{1,3})*[a-z]?)(?![\w]|\.\d)"
_MORE = (
    r"(?:\s*,\s*(?:dan\s+|and\s+)?|\s+(?:dan|serta|atau|and|or)\s+|\s*[–-]\s*"
    r"|\s+(?:s\.?d\.?|sampai(?:\s+dengan)?|hingga|to)\s+)"
)
_NAMED = re.compile(
    r"\b(?P<name>bab|chapter|bagian|sub-?bab|section|butir|poin|point|angka|klausul|clause"
    r"|pasal|article)\s+(?:nomor\s+|no\.?\s+)?"
    rf"(?P<first>{_NUMBER})(?P<rest>(?:{_MORE}{_NUMBER})*)"
    r"(?P<deeper>(?:\s+ayat\s*\(?\d+[a-z]?\)?)?(?:\s+huruf\s+[a-z]\b)?)",
    re.IGNORECASE,
)
# Without a word before it only a number with two dots is surely no amount and no date's part.
_BARE = re.compile(r"(?<![\w.,/-])\d{1,3}(?:\.\d{1,3}){2,}(?![\w/]|[.,]\d)")
_EACH = re.compile(_NUMBER, re.IGNORECASE)
_ROMAN = re.compile(r"[ivxlc]+", re.IGNORECASE)
# "Pasal 20 UU 25/2009" is another law's.
_ELSEWHERE = re.compile(
    r"\s*,?\s*(?:dari|dalam|pada|of)?\s*(?:UU|PP|SE|KUHP|KUHAP|Perpres|Permen|Perda|Pergub|Perbup"
    r"|Perwali|Inpres|Keppres|Undang|Peraturan|Keputusan|Law|Regulation)",
)
_CHAPTERS = ("bab", "chapter")
_SECTIONS = ("bagian", "subbab", "sub-bab", "section")


@dataclass(frozen=True, slots=True)
class Citation:
    """A unit as it was named: kinds to look among, first choice first, number and words."""

    kinds: tuple[UnitKind, ...]
    number: str
    words: str


class Units:
    """The units of one version, to be found by the way people name them."""

    def __init__(self, units: Iterable[tuple[UUID, UnitKind, str]]) -> None:
        self._known = {(kind, _plain(number)): unit for unit, kind, number in units}

    def find(self, cited: Citation) -> UUID | None:
        """The unit that is meant, if the version has it."""
        number = _plain(cited.number)
        for kind in cited.kinds:
            if found := self._known.get((kind, number)):
                return found
        return None


def citations_in(text: str) -> Iterator[Citation]:
    """Everything in a text that names a unit, in the order of the text."""
    found: dict[int, Citation | None] = {}
    for match in _NAMED.finditer(text):
        # Another law's unit is named as well, so that its number is not taken for one of ours.
        elsewhere = _ELSEWHERE.match(text, match.end())
        found |= {place: None if elsewhere else cited for place, cited in _cited(match)}
    for match in _BARE.finditer(text):
        kinds = (UnitKind.CLAUSE, UnitKind.SECTION)
        found.setdefault(match.start(), Citation(kinds, match[0], match[0]))
    yield from (cited for _, cited in sorted(found.items()) if cited)


def _cited(match: re.Match[str]) -> Iterator[tuple[int, Citation]]:
    """What the words name, each under the place of its number."""
    name, first = match["name"], match["first"]
    kinds = _kinds(name.lower())
    words = " ".join(f"{name} {first}{match['deeper']}".split())[:LONGEST_WORDS]
    yield match.start("first"), Citation(kinds, first, words)
    for each in _EACH.finditer(match["rest"]):
        # "butir 3.2, 5 orang" goes on with something else.
        if _shape(each[0]) == _shape(first):
            place = match.start("rest") + each.start()
            yield place, Citation(kinds, each[0], f"{name} {each[0]}")


def _kinds(name: str) -> tuple[UnitKind, ...]:
    if name in _CHAPTERS:
        return (UnitKind.CHAPTER,)
    if name in _SECTIONS:
        return (UnitKind.SECTION, UnitKind.CLAUSE)
    return (UnitKind.CLAUSE, UnitKind.SECTION)


def _shape(number: str) -> tuple[bool, int]:
    return bool(_ROMAN.match(number)), number.count(".")


_ARABIC = {roman(number).lower(): str(number) for number in range(1, MOST_CHAPTERS)}


def _plain(number: str) -> str:
    """A number however it is written: "II.3", "ii.3" and "2.3" are one."""
    first, dot, rest = number.strip(" .()").lower().partition(".")
    return f"{_ARABIC.get(first, first)}{dot}{rest}"
