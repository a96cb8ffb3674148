"""Whether a ranking hangs on a thread: other weights, and options that drop out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from consultations.scoring.methods import Criteria, Table, ranks

Method = Callable[[Table, Criteria], list[float]]
SWING = 0.20


@dataclass(frozen=True, slots=True)
class Swing:
    """What happens when one criterion weighs 20 % less or more: the places and who leads."""

    criterion: int
    factor: float
    places: tuple[float, ...]
    leader_changes: bool


@dataclass(frozen=True, slots=True)
class Reversal:
    """Two options change order because a third, ``without``, is taken out."""

    without: int
    above: int
    below: int


def weight_swings(
    table: Table, criteria: Criteria, method: Method, swing: float = SWING
) -> list[Swing]:
    """The ranking under each weight lowered and raised by ``swing``, the others in proportion."""
    usual = ranks(method(table, criteria))
    leaders = _leaders(usual)
    swings = []
    for place in range(len(criteria.weights)):
        for factor in (1 - swing, 1 + swing):
            weights = tuple(
                weight * factor if i == place else weight
                for i, weight in enumerate(criteria.weights)
            )
            places = tuple(ranks(method(table, Criteria(weights, criteria.costs))))
            swings.append(Swing(place, factor, places, _leaders(places) != leaders))
    return swings


def rank_reversals(table: Table, criteria: Criteria, method: Method) -> list[Reversal]:
    """Pairs whose order turns when some third option is left out; empty when none does."""
    count = len(table)
    usual = ranks(method(table, criteria))
    found = []
    for gone in range(count if count > 2 else 0):  # noqa: PLR2004 - a pair and a third
        kept = [i for i in range(count) if i != gone]
        places = dict(zip(kept, ranks(method([table[i] for i in kept], criteria)), strict=True))
        found += [
            Reversal(gone, above, below)
            for above in kept
            for below in kept
            if usual[above] < usual[below] and places[above] > places[below]
        ]
    return found


def _leaders(places: Sequence[float]) -> set[int]:
    best = min(places)
    return {i for i, place in enumerate(places) if place == best}
