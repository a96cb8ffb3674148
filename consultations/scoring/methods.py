"""Ranks options by criteria, by several published methods, each explainable step by step.

A table has one row an option and one column a criterion. Weights are made to sum to 1. Criteria
on which all options are equal tell nothing and count nothing.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Table = Sequence[Sequence[float]]


class Unscorable(ValueError):  # noqa: N818 - says what the table is
    """The table can't be ranked: empty, ragged, not finite, or without any weight."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """Weights, one a criterion, and whether less is better (``costs``)."""

    weights: tuple[float, ...]
    costs: tuple[bool, ...]

    def shares(self) -> list[float]:
        """The weights as shares of 1."""
        total = sum(self.weights)
        return [weight / total for weight in self.weights]


def weighted_sum(table: Table, criteria: Criteria) -> list[float]:
    """Σ w·r with r = (x − min)/(max − min), turned round for costs; 0 to 1, more is better."""
    _require_rankable(table, criteria)
    shares = criteria.shares()
    return [_dot(shares, row) for row in scaled(table, criteria)]


def topsis(table: Table, criteria: Criteria) -> list[float]:
    """Nearness D⁻/(D⁺ + D⁻) to the best and away from the worst (Hwang and Yoon 1981); 0 to 1.

    Columns are scaled to length 1. Options that are all equal are all worth ½.
    """
    _require_rankable(table, criteria)
    lengths = [math.hypot(*column) or 1.0 for column in zip(*table, strict=True)]
    shares = criteria.shares()
    rows = [[w * x / n for w, x, n in zip(shares, row, lengths, strict=True)] for row in table]
    columns = list(zip(*rows, strict=True))
    turned = list(zip(columns, criteria.costs, strict=True))
    best = [min(column) if cost else max(column) for column, cost in turned]
    worst = [max(column) if cost else min(column) for column, cost in turned]
    nearness = []
    for row in rows:
        to_best, to_worst = math.dist(row, best), math.dist(row, worst)
        whole = to_best + to_worst
        nearness.append(to_worst / whole if whole else 0.5)
    return nearness


def promethee(table: Table, criteria: Criteria) -> list[float]:
    """Net flow of PROMETHEE II (Brans 1982) with the usual criterion; −1 to 1, more is better.

    On each criterion the better of two options is preferred wholly, however small the lead.
    """
    _require_rankable(table, criteria)
    shares = criteria.shares()
    signs = [-1.0 if cost else 1.0 for cost in criteria.costs]
    count = len(table)
    if count == 1:
        return [0.0]
    flows = []
    for first in table:
        flow = 0.0
        for second in table:
            flow += sum(
                w * ((s * (a - b) > 0) - (s * (a - b) < 0))
                for w, s, a, b in zip(shares, signs, first, second, strict=True)
            )
        flows.append(flow / (count - 1))
    return flows


def scaled(table: Table, criteria: Criteria) -> list[list[float]]:
    """Each criterion from 0 (worst) to 1 (best); 0 throughout where all options are equal."""
    columns = []
    for column, cost in zip(zip(*table, strict=True), criteria.costs, strict=True):
        low, high = min(column), max(column)
        spread = high - low
        columns.append(
            [((high - x) if cost else (x - low)) / spread if spread else 0.0 for x in column]
        )
    return [list(row) for row in zip(*columns, strict=True)]


def ranks(scores: Sequence[float]) -> list[float]:
    """Places from 1, the highest score first; equal scores share the mean of their places."""
    rounded = [round(score, 12) for score in scores]
    return [
        1 + sum(other > own for other in rounded) + (rounded.count(own) - 1) / 2 for own in rounded
    ]


METHODS: dict[str, Callable[[Table, Criteria], list[float]]] = {
    "wsm": weighted_sum,
    "topsis": topsis,
    "promethee": promethee,
}


def combine(rankings: Sequence[Sequence[float]]) -> list[float]:
    """One ranking from several by Borda's count, ties broken by Copeland's pairwise wins.

    ``rankings`` holds one list of places a method or voter. Returns places from 1.
    """
    count = len(rankings[0])
    borda = [sum(count - ranking[i] for ranking in rankings) for i in range(count)]
    copeland = [
        sum(_duel(rankings, first, second) for second in range(count) if second != first)
        for first in range(count)
    ]
    # Copeland lies within ±count, so that it only ever decides between equal Borda counts.
    return ranks(
        [points + wins / (4 * count) for points, wins in zip(borda, copeland, strict=True)]
    )


def _duel(rankings: Sequence[Sequence[float]], first: int, second: int) -> int:
    wins = sum(
        (ranking[first] < ranking[second]) - (ranking[first] > ranking[second])
        for ranking in rankings
    )
    return (wins > 0) - (wins < 0)


def _dot(first: Sequence[float], second: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(first, second, strict=True))


def _require_rankable(table: Table, criteria: Criteria) -> None:
    width = len(criteria.weights)
    if not table or not width or len(criteria.costs) != width:
        raise Unscorable("an option and a criterion are needed")
    if any(len(row) != width for row in table):
        raise Unscorable("every option needs a value on every criterion")
    if not all(math.isfinite(x) for row in table for x in row):
        raise Unscorable("every value must be a number")
    if any(weight < 0 for weight in criteria.weights) or sum(criteria.weights) <= 0:
        raise Unscorable("weights must not be negative, and one must be positive")
