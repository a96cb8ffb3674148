"""What an assessment comes to: every step from single scores to one ranking, to be explained."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from consultations.scoring.agreement import (
    Concord,
    concord_of_methods,
    concord_of_scorers,
    kendall_w,
    krippendorff_alpha,
)
from consultations.scoring.methods import (
    METHODS,
    Criteria,
    borda,
    combine,
    copeland,
    distances,
    preferences,
    ranks,
    scaled,
)
from consultations.scoring.pairwise import (
    Judgments,
    PairwiseWeights,
    joined_judgments,
    pairwise_weights,
)
from consultations.scoring.robustness import Reversal, Swing, rank_reversals, weight_swings
from consultations.vocabulary import ScoringMethod

Table = list[list[float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodResult:
    """One method's scores and places, one an option."""

    method: ScoringMethod
    scores: list[float]
    places: list[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The whole result over n options, m criteria and s scorers.

    ``means`` (n, m) are the scorers' mean values, ``lows`` and ``highs`` their ends, ``scaled``
    (n, m) the means from 0 to 1, ``weights`` (m,) sum to 1. ``distances`` (n, 2) are the steps of
    TOPSIS, ``preferences`` (n, n) those of PROMETHEE II, ``points`` and ``wins`` (n,) those of
    Borda and Copeland. ``agreement_of_methods`` is Kendall's W, ``agreement_of_scorers``
    Krippendorff's α; both are empty where there is nothing to compare. ``judgments`` (m, m) are
    the scorers' comparisons of criteria joined to one; ``contradicting`` counts
    the scorers whose own comparisons of criteria are not consistent. The swings and reversals are
    those of the combined places.
    """

    scorers: int
    means: Table
    lows: Table
    highs: Table
    scaled: Table
    weights: list[float]
    judgments: Table | None
    pairwise: PairwiseWeights | None
    contradicting: int
    methods: list[MethodResult]
    distances: list[tuple[float, float]]
    preferences: Table
    points: list[float]
    wins: list[int]
    places: list[float]
    agreement_of_methods: float | None
    agreement_of_scorers: float | None
    swings: list[Swing]
    reversals: list[Reversal]

    @property
    def order(self) -> list[int]:
        """Options by their combined place."""
        return sorted(range(len(self.places)), key=lambda option: (self.places[option], option))

    @property
    def leaders(self) -> list[int]:
        """The option in the first place, or all that share it."""
        best = min(self.places)
        return [option for option in self.order if self.places[option] == best]

    @property
    def methods_behind(self) -> int:
        """How many methods put the leaders, and nobody else, first."""
        return sum(
            {option for option, place in enumerate(one.places) if place == min(one.places)}
            == set(self.leaders)
            for one in self.methods
        )

    @property
    def concord_of_methods(self) -> Concord | None:
        return concord_of_methods(self.agreement_of_methods)

    @property
    def concord_of_scorers(self) -> Concord | None:
        return concord_of_scorers(self.agreement_of_scorers)

    @property
    def deciding_nothing(self) -> list[int]:
        """Criteria on which all options came out equal."""
        return [place for place, column in enumerate(_columns(self.means)) if len(set(column)) == 1]

    @property
    def widest(self) -> list[tuple[int, int]]:
        """The cells (option, criterion) on which the scorers lie furthest apart, where they do."""
        gaps = {
            (option, criterion): high - low
            for option, (lows, highs) in enumerate(zip(self.lows, self.highs, strict=True))
            for criterion, (low, high) in enumerate(zip(lows, highs, strict=True))
        }
        widest = max(gaps.values())
        return [cell for cell, gap in gaps.items() if gap == widest] if widest else []

    @property
    def is_steady(self) -> bool:
        """Whether the first place survives every weight 20 % lower or higher."""
        return not any(swing.leader_changes for swing in self.swings)


def outcome_of(
    values: Sequence[Table], criteria: Criteria, judgments: Sequence[Judgments] = ()
) -> Outcome:
    """The outcome of s scorers' tables ``values`` (s, n, m).

    With ``judgments``, one matrix a scorer, the weights are theirs and not the given ones.
    """
    joined = joined_judgments(judgments) if judgments else None
    pairwise = pairwise_weights(joined) if joined else None
    if pairwise is not None:
        criteria = Criteria(pairwise.weights, criteria.costs)
    cells = [list(zip(*rows, strict=True)) for rows in zip(*values, strict=True)]
    means = [[fmean(cell) for cell in row] for row in cells]
    methods = [
        MethodResult(method=ScoringMethod(name), scores=scores, places=ranks(scores))
        for name, method in METHODS.items()
        if (scores := method(means, criteria))
    ]
    rankings = [method.places for method in methods]
    return Outcome(
        scorers=len(values),
        means=means,
        lows=[[min(cell) for cell in row] for row in cells],
        highs=[[max(cell) for cell in row] for row in cells],
        scaled=scaled(means, criteria),
        weights=criteria.shares(),
        judgments=joined,
        pairwise=pairwise,
        contradicting=sum(not pairwise_weights(own).is_consistent for own in judgments),
        methods=methods,
        distances=distances(means, criteria),
        preferences=preferences(means, criteria),
        points=borda(rankings),
        wins=copeland(rankings),
        places=combine(rankings),
        agreement_of_methods=kendall_w(rankings),
        agreement_of_scorers=krippendorff_alpha(
            [[cell for row in table for cell in row] for table in values]
        ),
        swings=weight_swings(means, criteria, _combined),
        reversals=rank_reversals(means, criteria, _combined),
    )


def _combined(table: Sequence[Sequence[float]], criteria: Criteria) -> list[float]:
    # As a score: the first place is the highest.
    return [
        -place for place in combine([ranks(method(table, criteria)) for method in METHODS.values()])
    ]


def _columns(table: Table) -> list[tuple[float, ...]]:
    return list(zip(*table, strict=True))
