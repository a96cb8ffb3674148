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

    Options that are all equal are all worth ½.
    """
    return [
        to_worst / whole if (whole := to_best + to_worst) else 0.5
        for to_best, to_worst in distances(table, criteria)
    ]


def distances(table: Table, criteria: Criteria) -> list[tuple[float, float]]:
    """Each option's distances (D⁺, D⁻) to the best and to the worst of every criterion.

    Columns are scaled to length 1 and weighed first.
    """
    _require_rankable(table, criteria)
    lengths = [math.hypot(*column) or 1.0 for column in zip(*table, strict=True)]
    shares = criteria.shares()
    rows = [[w * x / n for w, x, n in zip(shares, row, lengths, strict=True)] for row in table]
    turned = list(zip(zip(*rows, strict=True), criteria.costs, strict=True))
    best = [min(column) if cost else max(column) for column, cost in turned]
    worst = [max(column) if cost else min(column) for column, cost in turned]
    return [(math.dist(row, best), math.dist(row, worst)) for row in rows]


def promethee(table: Table, criteria: Criteria) -> list[float]:
    """Net flow of PROMETHEE II (Brans 1982) with the usual criterion; −1 to 1, more is better."""
    preferred = preferences(table, criteria)
    others = len(table) - 1 or 1
    return [
        (sum(row) - sum(column)) / others
        for row, column in zip(preferred, zip(*preferred, strict=True), strict=True)
    ]


def preferences(table: Table, criteria: Criteria) -> list[list[float]]:
    """The weight, 0 to 1, of the criteria on which the row's option beats the column's.

    The better of two is preferred wholly, however small the lead.
    """
    _require_rankable(table, criteria)
    shares = criteria.shares()
    signs = [-1.0 if cost else 1.0 for cost in criteria.costs]
    return [
        [
            sum(
                w
                for w, s, a, b in zip(shares, signs, first, second, strict=True)
                if s * (a - b) > 0
            )
            for second in table
        ]
        for first in table
    ]


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
    # Copeland lies within ±count, so that it only ever decides between equal Borda counts.
    return ranks(
        [
            points + wins / (4 * count)
            for points, wins in zip(borda(rankings), copeland(rankings), strict=True)
        ]
    )


def borda(rankings: Sequence[Sequence[float]]) -> list[float]:
    """Points Σ(n − place): one for every option left behind, in every ranking."""
    count = len(rankings[0])
    return [sum(count - ranking[i] for ranking in rankings) for i in range(count)]


def copeland(rankings: Sequence[Sequence[float]]) -> list[int]:
    """Pairwise wins less losses, where most rankings put one option before the other."""
    count = len(rankings[0])
    return [
        sum(_duel(rankings, first, second) for second in range(count) if second != first)
        for first in range(count)
    ]


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
