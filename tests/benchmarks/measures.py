"""Figures that say how good a grouping is. Texts left out count as one group of their own."""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import (
    adjusted_mutual_info_score,
    adjusted_rand_score,
    v_measure_score,
)

from analysis.campaigns import find_campaigns
from tests.benchmarks.datasets import DataSet, planted_campaigns

Labels = NDArray[np.int64]


def quality(known: DataSet, labels: Labels) -> dict[str, float]:
    """Agreement with the themes known, as far as the set has any, and with its languages."""
    figures = {"coverage": float((labels >= 0).mean()), "themes": float(len(set(labels) - {-1}))}
    marked = np.array([bool(theme) for theme in known.themes])
    if marked.any():
        themes = np.array(known.themes)[marked]
        figures |= {
            "AMI": adjusted_mutual_info_score(themes, labels[marked]),
            "ARI": adjusted_rand_score(themes, labels[marked]),
            "V": v_measure_score(themes, labels[marked]),
        }
    if known.languages:
        figures["language AMI"] = adjusted_mutual_info_score(known.languages, labels)
        figures["translations together"] = together(known.sames, labels)
    return figures


def together(sames: list[str], labels: Labels) -> float:
    """The share of pairs of translations that are in one group."""
    places: dict[str, list[int]] = {}
    for place, same in enumerate(sames):
        places.setdefault(same, []).append(place)
    pairs = [pair for own in places.values() for pair in combinations(own, 2)]
    return float(np.mean([labels[a] == labels[b] >= 0 for a, b in pairs]))


def agreement(groupings: list[Labels]) -> float:
    """The mean ARI of each pair of groupings of the same texts."""
    return float(np.mean([adjusted_rand_score(a, b) for a, b in combinations(groupings, 2)]))


def label_quality(words: list[list[str]], texts: list[str]) -> dict[str, float]:
    """NPMI of each label's words in the texts, and the share of words that are in one label."""
    wanted = sorted({word for own in words for word in own})
    if not wanted:
        return {}
    place = {word: k for k, word in enumerate(wanted)}
    table = np.zeros((len(texts), len(wanted)), dtype=bool)
    for row, text in zip(table, texts, strict=True):
        row[[place[word] for word in set(text.lower().split()) & place.keys()]] = True
    scores = []
    for own in words:
        for first, second in combinations(own, 2):
            one, two = table[:, place[first]], table[:, place[second]]
            both = (one & two).mean()
            if both == 0:
                scores.append(-1.0)
            elif both < 1:
                expected = one.mean() * two.mean()
                scores.append(float(np.log(both / expected) / -np.log(both)))
    total = sum(map(len, words))
    return {
        "label NPMI": float(np.mean(scores)) if scores else 0.0,
        "label diversity": len(wanted) / total,
    }


def campaign_figures(background: list[str]) -> dict[str, float]:
    """How much of two planted campaigns is found, and how many other texts are taken for one."""
    texts, planted = planted_campaigns(background)
    found = find_campaigns(texts)
    letters = {place for own in planted for place in own}
    caught = {place for group in found for place in group}
    best = [max((len(set(own) & set(group)) for group in found), default=0) for own in planted]
    return {
        "campaign recall": sum(best) / sum(map(len, planted)),
        "false joins": len(caught - letters) / len(background),
    }
