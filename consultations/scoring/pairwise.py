"""Weights from pairwise judgments: the analytic hierarchy process (Saaty 1980)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

CONSISTENT_UP_TO = 0.10
STEPS = 200
# Saaty's random index for 1 to 10 criteria.
RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
MOST_CRITERIA = len(RANDOM_INDEX)
SCALE = tuple(range(1, 10))

Judgments = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class WorstJudgment:
    """The judgment that fits the others least, and the value that they imply in its place."""

    first: int
    second: int
    given: float
    fitting: float


@dataclass(frozen=True, slots=True)
class PairwiseWeights:
    """Weights that sum to 1 and how consistent the judgments behind them are."""

    weights: tuple[float, ...]
    consistency_ratio: float
    worst: WorstJudgment | None

    @property
    def is_consistent(self) -> bool:
        return self.consistency_ratio <= CONSISTENT_UP_TO


def pairwise_weights(judgments: Judgments) -> PairwiseWeights:
    """The principal eigenvector of a reciprocal matrix (n, n), with CR = ((λ − n)/(n − 1))/RI.

    ``judgments[i][j]`` says how many times more i matters than j. ``ValueError`` for more than
    ten criteria or values that are not positive and reciprocal.
    """
    count = len(judgments)
    _require_reciprocal(judgments)
    weights, largest = _principal(judgments)
    index = (largest - count) / (count - 1) if count > 1 else 0.0
    random = RANDOM_INDEX[count - 1]
    ratio = max(0.0, index / random) if random else 0.0
    return PairwiseWeights(tuple(weights), ratio, _worst(judgments))


def joined_judgments(several: Sequence[Judgments]) -> list[list[float]]:
    """One matrix for a group: the geometric mean of each judgment, which stays reciprocal."""
    count = len(several[0])
    return [
        [math.prod(matrix[i][j] for matrix in several) ** (1 / len(several)) for j in range(count)]
        for i in range(count)
    ]


def matrix_of(above: dict[tuple[int, int], float], count: int) -> list[list[float]]:
    """The reciprocal matrix from judgments ``{(i, j): value}`` with i < j; 1 where none."""
    matrix = [[1.0] * count for _ in range(count)]
    for (i, j), value in above.items():
        matrix[i][j], matrix[j][i] = value, 1 / value
    return matrix


def _principal(judgments: Judgments) -> tuple[list[float], float]:
    count = len(judgments)
    weights = [1 / count] * count
    largest = float(count)
    for _ in range(STEPS):
        moved = [sum(a * w for a, w in zip(row, weights, strict=True)) for row in judgments]
        largest = sum(moved)
        weights = [value / largest for value in moved]
    return weights, largest


def _worst(judgments: Judgments) -> WorstJudgment | None:
    count = len(judgments)
    pairs = [(i, j) for i in range(count) for j in range(i + 1, count)]
    misfits = {(i, j): abs(math.log(judgments[i][j] / _implied(judgments, i, j))) for i, j in pairs}
    if not misfits or max(misfits.values()) < 1e-9:  # noqa: PLR2004 - rounding, not a misfit
        return None
    # Among three criteria all three judgments misfit alike: then the boldest is named.
    i, j = max(misfits, key=lambda at: (round(misfits[at], 9), _boldness(judgments[at[0]][at[1]])))
    return WorstJudgment(i, j, judgments[i][j], _implied(judgments, i, j))


def _boldness(judgment: float) -> float:
    return abs(math.log(judgment))


def _implied(judgments: Judgments, i: int, j: int) -> float:
    # What every third criterion says of the two, without the judgment itself: with it, the
    # weights would lean towards the very answer that is in doubt.
    others = [k for k in range(len(judgments)) if k not in (i, j)]
    if not others:
        return judgments[i][j]
    said = math.prod(judgments[i][k] * judgments[k][j] for k in others)
    return float(said ** (1 / len(others)))


def _require_reciprocal(judgments: Judgments) -> None:
    count = len(judgments)
    if not 1 <= count <= MOST_CRITERIA:
        raise ValueError(f"between 1 and {MOST_CRITERIA} criteria can be compared in pairs")
    for i, row in enumerate(judgments):
        if len(row) != count:
            raise ValueError("the judgments must form a square")
        for j, value in enumerate(row):
            if not value > 0 or not math.isclose(value * judgments[j][i], 1.0, rel_tol=1e-6):
                raise ValueError("judgments must be positive, and each the other's inverse")
