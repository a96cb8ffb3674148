"""Says of each unit of two versions what became of it, once it is known which became which."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consultations.passages import Passage
from consultations.vocabulary import Fate, UnitKind

_RANK = {UnitKind.CHAPTER: 0, UnitKind.SECTION: 1, UnitKind.CLAUSE: 2}

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Succession:
    """One line of the ledger: an old unit, a new one, or one that has only one side."""

    old: str | None
    new: str | None
    fate: Fate


def successions(
    old: Sequence[Passage], new: Sequence[Passage], pairs: Iterable[Pair]
) -> list[Succession]:
    """The ledger: every unit of both versions is in it, each pair once."""
    to: dict[str, list[str]] = defaultdict(list)
    sources: dict[str, list[str]] = defaultdict(list)
    for one, other in pairs:
        to[one].append(other)
        sources[other].append(one)
    befores, afters = ({p.id: p for p in passages} for passages in (old, new))
    single = {
        one: others[0]
        for one, others in to.items()
        if len(others) == 1 and len(sources[others[0]]) == 1
    }
    moved = _moved(old, new, single, to)
    ledger: list[Succession] = []
    for passage in old:
        targets = to.get(passage.id, [])
        if not targets:
            ledger.append(Succession(passage.id, None, Fate.REMOVED))
        for target in targets:
            if passage.id not in single:
                fate = Fate.SPLIT if len(targets) > 1 else Fate.MERGED
            elif passage.id in moved:
                fate = Fate.MOVED
            else:
                same = befores[passage.id].wording == afters[target].wording
                fate = Fate.UNCHANGED if same else Fate.EDITED
            ledger.append(Succession(passage.id, target, fate))
    ledger += [Succession(None, p.id, Fate.NEW) for p in new if p.id not in sources]
    return ledger


def _moved(
    old: Sequence[Passage],
    new: Sequence[Passage],
    single: dict[str, str],
    to: dict[str, list[str]],
) -> set[str]:
    """Units out of the order that most keep, and units that came under another heading."""
    position = {passage.id: place for place, passage in enumerate(new)}
    order = [passage.id for passage in old if passage.id in single]
    kept = _longest_rising([position[single[one]] for one in order])
    moved = {one for place, one in enumerate(order) if place not in kept}
    above_old, above_new = _headings_above(old), _headings_above(new)
    for one in order:
        above, now = above_old[one], above_new[single[one]]
        if (now not in to.get(above, [])) if above is not None else (now is not None):
            moved.add(one)
    return moved


def _longest_rising(numbers: list[int]) -> set[int]:
    """The places of a longest rising subsequence."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(places[length - 1] if length else -1)
        ends[length : length + 1] = [number]
        places[length : length + 1] = [place]
    kept: set[int] = set()
    place = places[-1] if places else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return kept


def _headings_above(passages: Sequence[Passage]) -> dict[str, str | None]:
    above: dict[str, str | None] = {}
    open_at: dict[int, str | None] = {}
    for passage in passages:
        rank = _RANK[passage.kind]
        ranks = [r for r in open_at if r < rank]
        above[passage.id] = open_at[max(ranks)] if ranks else None
        for deeper in [r for r in open_at if r >= rank]:
            del open_at[deeper]
        open_at[rank] = passage.id
    return above
