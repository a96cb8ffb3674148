"""Units as passages of words, which is how versions of a draft are compared."""

import re
from dataclasses import dataclass
from functools import cached_property

from consultations.vocabulary import UnitKind

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Passage:
    """A unit's words, with the name it goes by in the matching."""

    id: str
    kind: UnitKind
    number: str
    heading: str
    text: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words in order, without signs and capitals; a bare heading has its number."""
        found = _WORD.findall(f"{self.heading} {self.text}".casefold())
        return tuple(found) or (self.number.casefold(),)

    @cached_property
    def wording(self) -> str:
        """Heading and text to the letter, without what only spaces differ in."""
        return " ".join(f"{self.heading}\n{self.text}".split())
