"""Lays near-identical texts over each other: what stays the same, and what varies where."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME_FROM = 0.8
MOST_WORDS = 600
MOST_VARIANTS = 6

_BARE = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that (nearly) all texts share, or a slot with its variants and how often each is."""

    words: str = ""
    variants: tuple[tuple[str, int], ...] = ()
    others: int = 0


def varying_wording(texts: Sequence[str]) -> list[Piece]:
    """The frame of the first text with the slots in which the texts differ.

    A word belongs to the frame when four of five texts have it in its place.
    """
    split = [text.split()[:MOST_WORDS] for text in texts]
    if not split or not split[0]:
        return []
    base = split[0]
    matches = [_matches(base, other) for other in split]
    support = Counter(place for match in matches for place in match)
    frame = [place for place in range(len(base)) if support[place] >= SAME_FROM * len(split)]
    pieces: list[Piece] = []
    run: list[str] = []
    for before, after in zip([-1, *frame], [*frame, len(base)], strict=True):
        slot = _slot(split, matches, before, after, len(base))
        if slot is not None:
            pieces += [Piece(words=" ".join(run))] if run else []
            pieces.append(slot)
            run = []
        run += base[after : after + 1]
    return [*pieces, Piece(words=" ".join(run))] if run else pieces


def _matches(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Places of the base in the other text."""
    matcher = SequenceMatcher(
        None, [_plain(word) for word in base], [_plain(word) for word in other], autojunk=False
    )
    return {
        block.a + step: block.b + step
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    }


def _slot(
    split: Sequence[Sequence[str]],
    matches: Sequence[dict[int, int]],
    before: int,
    after: int,
    end: int,
) -> Piece | None:
    found = Counter(_between(split, matches, before, after, end))
    if not any(found):
        return None
    common = found.most_common(MOST_VARIANTS)
    return Piece(variants=tuple(common), others=len(found) - len(common))


def _between(
    split: Sequence[Sequence[str]],
    matches: Sequence[dict[int, int]],
    before: int,
    after: int,
    end: int,
) -> Iterator[str]:
    """What each text has between two words of the frame; texts that lack either say nothing."""
    for words, match in zip(split, matches, strict=True):
        first = -1 if before < 0 else match.get(before)
        last = len(words) if after >= end else match.get(after)
        if first is not None and last is not None:
            yield " ".join(words[first + 1 : last])


def _plain(word: str) -> str:
    return _BARE.sub("", word).casefold() or word
