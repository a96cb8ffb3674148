"""What an assessment comes to: every step from single scores to one ranking, to be explained."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from consultations.scoring.agreement import kendall_w, krippendorff_alpha
from consultations.scoring.methods import METHODS, Criteria, combine, ranks, scaled
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

    ``means`` (n, m) are the scorers' mean values, ``scaled`` (n, m) the same from 0 to 1,
    ``weights`` (m,) sum to 1. ``agreement_of_methods`` is Kendall's W, ``agreement_of_scorers``
    Krippendorff's α; both are empty where there is nothing to compare.
    """

    means: Table
    scaled: Table
    weights: list[float]
    pairwise: PairwiseWeights | None
    methods: list[MethodResult]
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
    def is_steady(self) -> bool:
        """Whether the first place survives every weight 20 % lower or higher."""
        return not any(swing.leader_changes for swing in self.swings)


def outcome_of(
    values: Sequence[Table], criteria: Criteria, judgments: Sequence[Judgments] = ()
) -> Outcome:
    """The outcome of s scorers' tables ``values`` (s, n, m).

    With ``judgments``, one matrix a scorer, the weights are theirs and not the given ones.
    """
    pairwise = pairwise_weights(joined_judgments(judgments)) if judgments else None
    if pairwise is not None:
        criteria = Criteria(pairwise.weights, criteria.costs)
    means = [
        [fmean(cells) for cells in zip(*rows, strict=True)] for rows in zip(*values, strict=True)
    ]
    methods = [
        MethodResult(method=ScoringMethod(name), scores=scores, places=ranks(scores))
        for name, method in METHODS.items()
        if (scores := method(means, criteria))
    ]
    usual = METHODS[ScoringMethod.WEIGHTED_SUM]
    return Outcome(
        means=means,
        scaled=scaled(means, criteria),
        weights=criteria.shares(),
        pairwise=pairwise,
        methods=methods,
        places=combine([method.places for method in methods]),
        agreement_of_methods=kendall_w([method.places for method in methods]),
        agreement_of_scorers=krippendorff_alpha(
            [[cell for row in table for cell in row] for table in values]
        ),
        swings=weight_swings(means, criteria, usual),
        reversals=rank_reversals(means, criteria, usual),
    )
