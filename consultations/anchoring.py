"""Finds the words that an input is about, in the unit they were chosen from and in later wordings.

An anchor is the quoted words with a little of what stood around them. White space never counts:
a browser and the stored text break lines differently. A look-alike is never chosen silently:
where the surroundings can't tell two places apart, or speak against the only one, there is no
place, and the input is shown as one whose words are no longer there.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from consultations.errors import QuoteAmbiguous, QuoteMissing

AROUND = 32
LONGEST_QUOTE = 1000
# Shares of likeness, 0 to 1; what they must and must not find is in test_anchoring.py.
LIKE_THE_QUOTE = 0.75
LIKE_THE_WHOLE = 0.7
CLEARLY_BETTER = 0.1
SURROUNDINGS_AGREE = 0.4
_QUOTE_WEIGHT = 0.6
# How many runs of words are looked at closely, and by how many words their ends may shift.
_MOST_CANDIDATES = 4
_SLACK = 2


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of a text and what stands around them. ``start`` counts the text's characters."""

    quote: str
    prefix: str
    suffix: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.quote)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an anchor's words are now, and how sure that is (1.0: word for word, in place)."""

    start: int
    end: int
    score: float


def anchor_at(text: str, start: int, end: int) -> Anchor:
    """The anchor of these characters of a text."""
    return Anchor(
        quote=text[start:end],
        prefix=text[max(0, start - AROUND) : start],
        suffix=text[end : end + AROUND],
        start=start,
    )


def anchor_quote(text: str, quote: str, prefix: str = "", suffix: str = "") -> Anchor:
    """The anchor of words that somebody selected or typed.

    ``prefix`` and ``suffix`` tell several occurrences apart. Raises ``QuoteMissing`` or
    ``QuoteAmbiguous``.
    """
    places = list(_occurrences(_Squeezed(text), quote))
    if not places:
        raise QuoteMissing
    around = _bare(prefix), _bare(suffix)
    fitting = [place for place in places if _surrounded(text, place, *around)]
    if len(places) > 1 and len(fitting) != 1:
        raise QuoteAmbiguous
    return anchor_at(text, *(fitting[0] if len(places) > 1 else places[0]))


def find_again(anchor: Anchor, text: str) -> Place | None:
    """Where the anchor's words are in another wording of its unit; ``None``: nowhere for sure."""
    squeezed = _Squeezed(text)
    exact = [(1.0, *place) for place in _occurrences(squeezed, anchor.quote)]
    found = exact or list(_similar(anchor.quote, text))
    ranked = sorted(
        (
            (round(_QUOTE_WEIGHT * like + (1 - _QUOTE_WEIGHT) * around, 3), around, start, end)
            for like, start, end in found
            for around in [_surroundings(anchor, text, start, end)]
        ),
        reverse=True,
    )
    if not ranked:
        return None
    score, around, start, end = ranked[0]
    rivals = [rival for rival in ranked[1:] if rival[2] >= end or rival[3] <= start]
    if score < LIKE_THE_WHOLE or around < SURROUNDINGS_AGREE:
        return None
    if rivals and score - rivals[0][0] < CLEARLY_BETTER:
        return None
    return Place(start, end, score)


class _Squeezed:
    """A text without white space that knows where each of its characters came from."""

    def __init__(self, text: str) -> None:
        self.origins = [place for place, sign in enumerate(text) if not sign.isspace()]
        self.bare = "".join(text[place] for place in self.origins)


def _bare(text: str) -> str:
    return "".join(text.split())


def _occurrences(squeezed: _Squeezed, quote: str) -> Iterable[tuple[int, int]]:
    wanted = _bare(quote)
    at = squeezed.bare.find(wanted) if wanted else -1
    while at >= 0:
        yield squeezed.origins[at], squeezed.origins[at + len(wanted) - 1] + 1
        at = squeezed.bare.find(wanted, at + 1)


def _surrounded(text: str, place: tuple[int, int], prefix: str, suffix: str) -> bool:
    start, end = place
    if not prefix and not suffix:
        return False
    return _bare(text[:start]).endswith(prefix) and _bare(text[end:]).startswith(suffix)


def _surroundings(anchor: Anchor, text: str, start: int, end: int) -> float:
    """How alike the surroundings are; a text's edge is as telling as words."""
    before = _alike(_bare(anchor.prefix), _bare(text[max(0, start - AROUND) : start]))
    after = _alike(_bare(anchor.suffix), _bare(text[end : end + AROUND]))
    return (before + after) / 2


def _alike(one: str, other: str) -> float:
    if not one and not other:
        return 1.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _similar(quote: str, text: str) -> Iterable[tuple[float, int, int]]:
    """Runs of whole words about as long as the quote and much like it."""
    words = [(match.start(), match.end(), _core(match[0])) for match in re.finditer(r"\S+", text)]
    wanted = Counter(_core(word) for word in quote.split())
    length = min(wanted.total(), len(words))
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(quote)
    for first in _promising(words, wanted, length):
        tried = []
        for begin in range(max(0, first - _SLACK), min(first + _SLACK, len(words) - 1) + 1):
            for last in range(
                max(begin, first + length - 1 - _SLACK), min(first + length + _SLACK, len(words))
            ):
                start, end = words[begin][0], words[last][1]
                matcher.set_seq1(text[start:end])
                if matcher.real_quick_ratio() >= LIKE_THE_QUOTE:
                    tried.append((matcher.ratio(), start, end))
        best = max(tried, default=(0.0, 0, 0))
        if best[0] >= LIKE_THE_QUOTE:
            yield best


def _core(word: str) -> str:
    return word.strip(".,;:()!?\"'“”").casefold()


def _promising(
    words: list[tuple[int, int, str]], wanted: "Counter[str]", length: int
) -> Iterable[int]:
    """The first words of the runs that share most words with the quote, apart from each other."""
    shared = []
    inside: Counter[str] = Counter()
    common = 0
    for place, (_, _, word) in enumerate(words):
        inside[word] += 1
        common += inside[word] <= wanted[word]
        if place >= length:
            left = words[place - length][2]
            common -= inside[left] <= wanted[left]
            inside[left] -= 1
        if place >= length - 1:
            shared.append((common, place - length + 1))
    chosen: list[int] = []
    for common, first in sorted(shared, key=lambda run: (-run[0], run[1])):
        if common * 2 < length or len(chosen) == _MOST_CANDIDATES:
            break
        if all(abs(first - other) >= length for other in chosen):
            chosen.append(first)
    return chosen
