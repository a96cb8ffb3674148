"""Groups of opinion from agree, disagree and pass, after the formulas that Polis has published.

People are laid on a plane by how they voted, grouped by k-means, and each group is told by the
statements that it agrees or disagrees with more than the others. Groups are offered only where
they are large and come again when people are left out: anything else is chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score

# A person with fewer votes says too little to be grouped.
FEWEST_VOTES = 7
FEWEST_PEOPLE = 10
FEWEST_SEEN = 20
MOST_GROUPS = 5
MOST_TOLD = 5
# One-sided, nine in ten.
Z90 = 1.2815515655446004
STABLE_FROM = 0.6
_REPEATS = 20
_LEFT = 0.8
_MOST_COMPARED = 4000

# One row a person, one column a statement: 1 agree, -1 disagree, 0 pass, NaN not seen.
Votes = NDArray[np.float64]
Plane = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Told:
    """A statement that tells a group from the others, and how sure that is."""

    statement: int
    agrees: bool
    share: float
    lift: float
    strength: float


@dataclass(frozen=True, slots=True)
class Opinions:
    """What the votes show; ``groups`` has -1 for who voted too little.

    ``told`` has each group's statements, and is empty where there is one group only.
    ``consensus`` is, for each statement, the product over the groups of how likely they agree.
    """

    plane: Plane
    groups: NDArray[np.int64]
    count: int
    silhouette: float
    stability: float
    consensus: NDArray[np.float64]
    told: tuple[tuple[Told, ...], ...]

    @property
    def sizes(self) -> list[int]:
        """How many people each group has."""
        return [int((self.groups == group).sum()) for group in range(self.count)]

    @property
    def may_be_shown(self) -> bool:
        """Whether the groups are more than chance and hide each of their people."""
        return self.count > 1 and self.stability >= STABLE_FROM and min(self.sizes) >= FEWEST_PEOPLE


def find_opinions(votes: Votes, seed: int = 0) -> Opinions:
    """Group people (``votes`` (n, m)) by their votes; one group where there is no telling apart."""
    people, statements = votes.shape
    enough = np.flatnonzero((~np.isnan(votes)).sum(axis=1) >= min(FEWEST_VOTES, statements))
    plane = project(votes)
    groups = np.full(people, -1, dtype=np.int64)
    own, silhouette = _split(plane[enough], seed)
    groups[enough] = own
    count = int(own.max()) + 1 if len(own) else 0
    stability = _stability(votes[enough], own, seed) if count > 1 else 1.0
    return Opinions(
        plane=plane,
        groups=groups,
        count=count,
        silhouette=silhouette,
        stability=stability,
        consensus=consensus_of(votes, groups, count),
        told=tuple(representative(votes, groups, group) for group in range(count))
        if count > 1
        else (),
    )


def project(votes: Votes) -> Plane:
    """Everyone on the plane of the two main differences, (n, 2).

    What a person has not seen counts as the statement's mean; as that draws who saw little to the
    middle, they are moved out again by the root of statements over votes.
    """
    people, statements = votes.shape
    seen = ~np.isnan(votes)
    if not seen.any() or statements < 2:  # noqa: PLR2004 - a plane needs two
        return np.zeros((people, 2))
    means = np.where(seen, votes, 0).sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
    centred = np.where(seen, votes - means, 0.0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    axes = directions[:, ::-1][:, :2]
    # The sign of an axis is chance; its largest part points up, so that a map doesn't turn over.
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), [0, 1]])
    outward = np.sqrt(statements / np.maximum(seen.sum(axis=1), 1))
    return np.asarray(centred @ axes * outward[:, None], np.float64)


def _split(plane: Plane, seed: int) -> tuple[NDArray[np.int64], float]:
    """The grouping of the best silhouette among two to five groups; one group where too few."""
    best, best_score = np.zeros(len(plane), dtype=np.int64), 0.0
    places = len(np.unique(plane.round(9), axis=0)) if len(plane) else 0
    for count in range(2, min(MOST_GROUPS, places - 1) + 1):
        found = KMeans(count, n_init=10, random_state=seed).fit_predict(plane)
        score = _silhouette(plane, found, seed)
        if score > best_score:
            best, best_score = _by_size(found), score
    return best, best_score


def _silhouette(plane: Plane, found: NDArray[np.int32], seed: int) -> float:
    # It compares everyone with everyone: beyond some thousands a sample says the same.
    sample = _MOST_COMPARED if len(plane) > _MOST_COMPARED else None
    return float(silhouette_score(plane, found, sample_size=sample, random_state=seed))


def _by_size(groups: NDArray[np.int32]) -> NDArray[np.int64]:
    sizes = np.bincount(groups)
    ranks = np.empty_like(sizes)
    ranks[np.lexsort((np.arange(sizes.size), -sizes))] = np.arange(sizes.size)
    return np.asarray(ranks[groups], dtype=np.int64)


def _stability(votes: Votes, groups: NDArray[np.int64], seed: int) -> float:
    """How much of the grouping comes again when a fifth of the people are left out (ARI)."""
    chance = np.random.default_rng(seed)
    count, scores = int(groups.max()) + 1, []
    for repeat in range(_REPEATS):
        kept = chance.permutation(len(votes))[: int(len(votes) * _LEFT)]
        plane = project(votes[kept])
        if len(np.unique(plane.round(9), axis=0)) <= count:
            continue
        again = KMeans(count, n_init=3, random_state=repeat).fit_predict(plane)
        scores.append(adjusted_rand_score(groups[kept], again))
    return float(np.mean(scores)) if scores else 0.0


def consensus_of(votes: Votes, groups: NDArray[np.int64], count: int) -> NDArray[np.float64]:
    """Group-informed consensus of each statement: high only where every group agrees."""
    found = np.ones(votes.shape[1])
    for group in range(count):
        own = votes[groups == group]
        found *= ((own == 1).sum(axis=0) + 1) / ((~np.isnan(own)).sum(axis=0) + 2)
    return found if count else np.zeros(votes.shape[1])


def representative(votes: Votes, groups: NDArray[np.int64], group: int) -> tuple[Told, ...]:
    """The statements that tell a group from everyone else, the strongest first."""
    inside, outside = votes[groups == group], votes[(groups >= 0) & (groups != group)]
    found = []
    for statement in range(votes.shape[1]):
        own, other = inside[:, statement], outside[:, statement]
        for vote in (1, -1):
            told = _compare(own[~np.isnan(own)] == vote, other[~np.isnan(other)] == vote)
            if told:
                share, lift, strength = told
                found.append(Told(statement, vote == 1, share, lift, strength))
    return tuple(sorted(found, key=lambda one: -one.strength)[:MOST_TOLD])


def _compare(own: NDArray[np.bool_], other: NDArray[np.bool_]) -> tuple[float, float, float] | None:
    """A group's share, how many times the others' it is, and its strength; both must be sure."""
    if len(own) + len(other) < FEWEST_SEEN or not len(own) or not len(other):
        return None
    said, theirs = int(own.sum()), int(other.sum())
    share, usual = (said + 1) / (len(own) + 2), (theirs + 1) / (len(other) + 2)
    alone = proportion_z(said, len(own))
    beside = two_proportions_z(said, len(own), theirs, len(other))
    if alone <= Z90 or beside <= Z90:
        return None
    return share, share / usual, share * alone * (share / usual) * beside


def proportion_z(said: int, seen: int) -> float:
    """Whether more than half said it, with one imagined vote for it."""
    return 2 * sqrt(seen + 1) * ((said + 1) / (seen + 1) - 0.5)


def two_proportions_z(said: int, seen: int, theirs: int, others: int) -> float:
    """Whether one group says it more than the others, with one imagined vote each."""
    own, rest = (said + 1) / (seen + 1), (theirs + 1) / (others + 1)
    pooled = (said + theirs + 2) / (seen + others + 2)
    if pooled >= 1:
        return 0.0
    return (own - rest) / sqrt(pooled * (1 - pooled) * (1 / (seen + 1) + 1 / (others + 1)))


def bridging(opinions: Opinions, most: int = MOST_TOLD) -> Sequence[int]:
    """The statements that all groups agree on most."""
    order = np.argsort(-opinions.consensus, kind="stable")
    return [int(statement) for statement in order[:most]]
