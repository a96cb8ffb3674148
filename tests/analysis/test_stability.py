import numpy as np
import pytest

from analysis.clustering import propose_themes
from analysis.stability import kept_together
from analysis.steadiness import Steadiness, steadiness
from tests.analysis.clouds import clouds


def test_kept_together_counts_pairs() -> None:
    labels = np.array([0, 0, 0, 0, 1, 1, 2])
    other = np.array([5, 5, 5, 1, 0, 2, 3])

    assert kept_together(labels, other).tolist() == [0.5, 0.0, 1.0]


def test_kept_together_texts_left_out_do_not_count() -> None:
    assert kept_together(np.array([0, 0, 0]), np.array([1, 1, -1])).tolist() == [1.0]


def test_stability_clear_themes_are_steady_and_a_fog_is_not() -> None:
    clear, texts = clouds([40, 40, 40], spread=0.3)
    fog, _ = clouds([120], spread=8.0)

    assert propose_themes(clear, texts, resolution=0.5).stability.min() > 0.9
    words = [f"kabut{place * 31}" for place in range(120)]
    assert propose_themes(fog, words).stability.mean() < 0.6


@pytest.mark.parametrize(
    ("share", "word"),
    [
        (1.0, Steadiness.STEADY),
        (0.75, Steadiness.STEADY),
        (0.74, Steadiness.FAIR),
        (0.5, Steadiness.FAIR),
        (0.49, Steadiness.FRAGILE),
    ],
)
def test_steadiness_says_the_share_in_a_word(share: float, word: Steadiness) -> None:
    assert steadiness(share) is word
