"""Finds what became of each unit of one version in the next, and says where it isn't sure.

A match is certain only where nothing else comes near: the same words once in each version, a unit
cut or joined without a changed word, or a small edit in its old place without a look-alike. All
else is a proposal that a person confirms. Nothing is ever attached to a look-alike unseen.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from consultations.passages import Passage
from consultations.similarity import Likeness, likenesses

# An edit in place is certain from this likeness on, and only this far ahead of any other.
SURE = 0.8
AHEAD = 0.2
# Nor is it certain where another unit is as like as this, however far behind.
RIVAL = 0.6
# A weaker likeness than this is chance: regulations share many words.
TRACE = 0.55
_WHOLE_AND_PART = 2
_SHORTEST_EDIT = 8
_SHORTEST_WHOLE = 6
_MOST_PROPOSED = 5
_SAME_PLACE = 0.1
_PART = 0.75


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one old unit: the new units it turned into, none where it is gone.

    Where ``certain`` is false ``to`` is only the proposal, and ``candidates`` are the new units
    that a person should see, the likeliest first, with their likeness.
    """

    to: tuple[str, ...] = ()
    score: float = 0.0
    certain: bool = False
    candidates: tuple[tuple[str, float], ...] = ()


@dataclass(slots=True)
class _Matching:
    old: Sequence[Passage]
    new: Sequence[Passage]
    # The certain matches, as positions; claimed new units by the old ones that claim them.
    to: dict[int, tuple[int, ...]] = field(default_factory=dict)
    claimed: dict[int, tuple[int, ...]] = field(default_factory=dict)
    by_old: dict[int, dict[int, Likeness]] = field(default_factory=dict)
    by_new: dict[int, dict[int, Likeness]] = field(default_factory=dict)

    _numbered: dict[tuple[object, str], int] = field(default_factory=dict)

    def compare(self, rows: set[int], columns: set[int]) -> None:
        alike = likenesses(self.old, self.new, rows, columns)
        for (row, column), like in alike.items():
            self.by_old.setdefault(row, {})[column] = like
            self.by_new.setdefault(column, {})[row] = like

    def claim(self, olds: tuple[int, ...], news: tuple[int, ...]) -> None:
        for place in olds:
            self.to[place] = news
        for place in news:
            self.claimed[place] = olds

    def in_place(self, old: int, new: int) -> bool:
        """Whether the new unit stands where the old one stood."""
        same = self.old[old].kind is self.new[new].kind
        return same and (self.old[old].number == self.new[new].number or self.between(old, new))

    def free_place(self, old: int) -> int | None:
        """The unclaimed new unit that stands where the old one stood, if there is one."""
        passage = self.old[old]
        if not self._numbered:
            # Later units of the same number, a flaw in the draft, don't count.
            for place in reversed(range(len(self.new))):
                self._numbered[self.new[place].kind, self.new[place].number] = place
        before = self.to.get(old - 1)
        places = [self._numbered.get((passage.kind, passage.number))]
        places.append(before[-1] + 1 if before else 0 if old == 0 else None)
        for at in places:
            known = at is not None and at < len(self.new) and at not in self.claimed
            if at is not None and known and self.in_place(old, at):
                return at
        return None

    def between(self, old: int, new: int) -> bool:
        """Whether the units before and after are certainly the same ones."""
        return all(
            self._end(old + step, new + step) or self.to.get(old + step) == (new + step,)
            for step in (-1, 1)
        )

    def stands_still(self, old: int, new: int) -> bool:
        """Whether two units have the same number and the same words around them."""
        same = self.old[old].number == self.new[new].number
        return same and _around(self.old, old) == _around(self.new, new)

    def _end(self, old: int, new: int) -> bool:
        return (old < 0 and new < 0) or (old == len(self.old) and new == len(self.new))


def match_units(old: Sequence[Passage], new: Sequence[Passage]) -> dict[str, Verdict]:
    """The verdict on every old unit, by its id."""
    matching = _Matching(old, new)
    _claim_same_words(matching)
    _claim_wholes(matching)
    exact = dict(matching.to)
    rows = {place for place in range(len(old)) if place not in matching.to}
    columns = {place for place in range(len(new)) if place not in matching.claimed}
    matching.compare(rows, columns)
    assigned = _assign(matching, rows, columns)
    for row, column in assigned.items():
        if _is_sure_edit(matching, row, column):
            matching.claim((row,), (column,))
    verdicts: dict[str, Verdict] = {}
    for place, passage in enumerate(old):
        if place in matching.to:
            verdicts[passage.id] = _certain(matching, place, exact=place in exact)
        else:
            verdicts[passage.id] = _proposal(matching, place, assigned.get(place), columns)
    return verdicts


def _claim_same_words(matching: _Matching) -> None:
    groups: dict[object, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, passages in enumerate((matching.old, matching.new)):
        for place, passage in enumerate(passages):
            groups[passage.kind, passage.words][side].append(place)
    for olds, news in groups.values():
        if len(olds) == len(news) == 1:
            matching.claim((olds[0],), (news[0],))
    # Copies of one text are told apart only by where they stand, and only if none came or went.
    for olds, news in groups.values():
        if len(olds) == len(news) > 1 and all(map(matching.stands_still, olds, news)):
            for one, other in zip(olds, news, strict=True):
                matching.claim((one,), (other,))


def _around(passages: Sequence[Passage], place: int) -> list[tuple[str, ...] | None]:
    near = (place - 1, place + 1)
    return [passages[p].words if 0 <= p < len(passages) else None for p in near]


def _claim_wholes(matching: _Matching) -> None:
    """Units that were only cut or only joined: not a word differs."""
    for place, run in _wholes(matching.old, matching.new, matching.to, matching.claimed):
        matching.claim((place,), run)
    for place, run in _wholes(matching.new, matching.old, matching.claimed, matching.to):
        matching.claim(run, (place,))


def _wholes(
    wholes: Sequence[Passage], parts: Sequence[Passage], done: Container[int], taken: Container[int]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    starts: dict[str, list[int]] = defaultdict(list)
    for place, passage in enumerate(parts):
        starts[passage.words[0]].append(place)
    # Of text that is there twice, or still there whole, nobody can say which was cut or joined.
    copies = Counter(passage.words for side in (wholes, parts) for passage in side)
    texts = [_in_one(passage) for side in (wholes, parts) for passage in side]
    for place, passage in enumerate(wholes):
        short = len(passage.words) < _SHORTEST_WHOLE
        if place in done or short or copies[passage.words] > 1:
            continue
        found = [_run(passage.words, parts, start, taken) for start in starts[passage.words[0]]]
        runs = [run for run in found if run]
        if len(runs) == 1 and _are_its_own([parts[p] for p in runs[0]], texts):
            yield place, runs[0]


def _are_its_own(run: list[Passage], texts: list[str]) -> bool:
    """Whether each part is found in its whole and in itself, and in no other text."""
    return all(
        sum(words in text for text in texts) == _WHOLE_AND_PART for words in map(_in_one, run)
    )


def _in_one(passage: Passage) -> str:
    return f" {' '.join(passage.words)} "


def _run(
    words: tuple[str, ...], parts: Sequence[Passage], start: int, taken: Container[int]
) -> tuple[int, ...]:
    """The neighbouring passages from ``start`` on that together have exactly these words."""
    at, place = 0, start
    while place < len(parts) and place not in taken and at < len(words):
        part = parts[place].words
        if words[at : at + len(part)] != part:
            break
        at, place = at + len(part), place + 1
    return tuple(range(start, place)) if at == len(words) and place - start > 1 else ()


def _assign(matching: _Matching, rows: set[int], columns: set[int]) -> dict[int, int]:
    """The best matching of what is left as a whole, not one by one."""
    olds, news = sorted(rows), sorted(columns)
    if not olds or not news:
        return {}
    worth = np.zeros((len(olds), len(news)))
    at_row, at_column = ({p: i for i, p in enumerate(places)} for places in (olds, news))
    for row in olds:
        for column, like in matching.by_old.get(row, {}).items():
            if column in at_column and like.strength >= TRACE:
                place = _SAME_PLACE if matching.in_place(row, column) else 0.0
                worth[at_row[row], at_column[column]] = like.score + place
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - only drafters compare

    chosen = zip(*linear_sum_assignment(worth, maximize=True), strict=True)
    return {olds[i]: news[j] for i, j in chosen if worth[i, j] > 0}


def _is_sure_edit(matching: _Matching, row: int, column: int) -> bool:
    like = matching.by_old[row][column]
    if like.score < SURE or not matching.in_place(row, column):
        return False
    if len(matching.old[row].words) < _SHORTEST_EDIT:
        return False
    rivals = [other for c, other in matching.by_old[row].items() if c != column]
    rivals += [other for r, other in matching.by_new[column].items() if r != row]
    return all(rival.strength <= min(like.score - AHEAD, RIVAL) for rival in rivals)


def _certain(matching: _Matching, place: int, *, exact: bool) -> Verdict:
    news = matching.to[place]
    score = 1.0 if exact else matching.by_old[place][news[0]].score
    return Verdict(to=tuple(matching.new[n].id for n in news), score=score, certain=True)


def _proposal(matching: _Matching, place: int, assigned: int | None, columns: set[int]) -> Verdict:
    near = {
        column: like
        for column, like in matching.by_old.get(place, {}).items()
        if like.strength >= TRACE
    }
    # What stands in its place may be it, though reworded from the first word to the last.
    here = matching.free_place(place)
    if not near and here is None:
        return Verdict(certain=True)
    proposed = _parts(matching, place, near, columns)
    if not proposed and assigned is not None and assigned not in matching.claimed:
        proposed = [assigned]
    if not proposed:
        proposed = [c for c, like in near.items() if like.covered >= _PART][:1]
    order = sorted(near, key=lambda column: -near[column].strength)[:_MOST_PROPOSED]
    shown = dict.fromkeys([*proposed, *order, *([here] if here is not None else [])])
    known = matching.by_old.get(place, {})
    scores = {c: known[c].score if c in known else 0.0 for c in shown}
    return Verdict(
        to=tuple(matching.new[c].id for c in proposed),
        score=max((scores[c] for c in proposed), default=0.0),
        candidates=tuple((matching.new[c].id, scores[c]) for c in shown),
    )


def _parts(
    matching: _Matching, place: int, near: dict[int, Likeness], columns: set[int]
) -> list[int]:
    """New units that together hold most of the old one, each being little else."""
    parts = sorted(c for c, like in near.items() if c in columns and like.covering >= _PART)
    if len(parts) <= 1:
        return []
    held = sum(near[c].covering * len(matching.new[c].words) for c in parts)
    return parts if held >= _PART * len(matching.old[place].words) else []
