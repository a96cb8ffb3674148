"""Compares two wordings word by word."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import Any

# Pictures, words, runs of white space, and single signs: a change of a comma shows as just that.
_TOKEN = re.compile(r"\[gambar [0-9a-f]{16}[^\]\n]*\]|\w+|\s+|[^\w\s]")
# Beyond this many single changes two wordings share so little that the whole is replaced; it also
# bounds the work, whatever somebody sends.
MOST_EDITS = 400


class ChangeKind(StrEnum):
    """What became of a run of words."""

    EQUAL = "equal"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """A run of words that stayed, came or went."""

    kind: ChangeKind
    text: str


@lru_cache(maxsize=2048)
def word_changes(before: str, after: str) -> tuple[Change, ...]:
    """The runs that turn ``before`` into ``after``, in reading order.

    Equal and removed runs together are ``before``, equal and added ones are ``after``. Where
    words went and others came, those that went are first.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    runs = [
        Change(ChangeKind.EQUAL, "".join(old[:start])),
        *_edits(old[start : len(old) - end], new[start : len(new) - end]),
        Change(ChangeKind.EQUAL, "".join(old[len(old) - end :])),
    ]
    return tuple(_readable([run for run in runs if run.text]))


def _shared(one: list[str], other: list[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _edits(old: list[str], new: list[str]) -> list[Change]:
    """Myers' shortest edit script; each diagonal carries the way it was reached."""
    reached: dict[int, tuple[int, Any]] = {1: (0, None)}
    for step in range(min(len(old) + len(new), MOST_EDITS) + 1):
        for diagonal in range(-step, step + 1, 2):
            x, way = _next(reached, step, diagonal, old, new)
            start = x
            while x < len(old) and 0 <= x - diagonal < len(new) and old[x] == new[x - diagonal]:
                x += 1
            if x > start:
                way = (way, Change(ChangeKind.EQUAL, "".join(old[start:x])))
            if x == len(old) and x - diagonal == len(new):
                return _unwound(way)
            reached[diagonal] = x, way
    return [Change(ChangeKind.REMOVED, "".join(old)), Change(ChangeKind.ADDED, "".join(new))]


def _next(
    reached: dict[int, tuple[int, Any]], step: int, diagonal: int, old: list[str], new: list[str]
) -> tuple[int, Any]:
    down = diagonal == -step or (
        diagonal != step and reached[diagonal - 1][0] < reached[diagonal + 1][0]
    )
    x, way = reached[diagonal + 1 if down else diagonal - 1]
    if down:
        place = x - diagonal - 1
        word = "".join(new[place : place + 1]) if place >= 0 else ""
        return x, (way, Change(ChangeKind.ADDED, word))
    return x + 1, (way, Change(ChangeKind.REMOVED, "".join(old[x : x + 1])))


def _unwound(way: Any) -> list[Change]:
    changes = []
    while way is not None:
        way, change = way
        changes.append(change)
    return changes[::-1]


def _readable(runs: list[Change]) -> list[Change]:
    """Neighbouring changes as one: a blank between two changed words is no word that stayed."""
    last = len(runs) - 1
    between = [
        run.text.isspace()
        and 0 < place < last
        and runs[place - 1].kind is not ChangeKind.EQUAL
        and runs[place + 1].kind is not ChangeKind.EQUAL
        for place, run in enumerate(runs)
    ]
    joined: list[Change] = []
    marked = zip(runs, between, strict=True)
    for stays, group in groupby(marked, lambda m: m[0].kind is ChangeKind.EQUAL and not m[1]):
        members = [run for run, _ in group]
        if stays:
            joined.append(Change(ChangeKind.EQUAL, "".join(run.text for run in members)))
            continue
        for kind, other in (
            (ChangeKind.REMOVED, ChangeKind.ADDED),
            (ChangeKind.ADDED, ChangeKind.REMOVED),
        ):
            text = "".join(run.text for run in members if run.kind is not other)
            if text:
                joined.append(Change(kind, text))
    return joined
