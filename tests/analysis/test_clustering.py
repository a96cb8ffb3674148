import numpy as np
import pytest

from analysis.clustering import propose_themes
from analysis.settling import SMALLEST_THEME
from tests.analysis.clouds import clouds

LETTER = "Dengan hormat, kami meminta agar loket tatap muka di kecamatan tetap dibuka."


def test_propose_themes_clouds_are_found_the_largest_first() -> None:
    places, texts = clouds([30, 60, 40])

    proposal = propose_themes(places, texts, resolution=0.5)

    assert np.bincount(proposal.labels).tolist() == [60, 40, 30]
    assert len(set(proposal.labels[:30])) == 1


def test_propose_themes_nobody_is_left_out() -> None:
    places, texts = clouds([25, 25, 25, 1, 1], spread=1.5)

    proposal = propose_themes(places, texts)

    sizes = np.bincount(proposal.labels)
    assert sizes.sum() == len(texts)
    assert sizes.min() >= SMALLEST_THEME
    assert len(sizes) == len(proposal.centres) == len(proposal.stability)


def test_propose_themes_same_seed_is_the_same_to_the_bit() -> None:
    places, texts = clouds([40, 40, 40], spread=1.5)

    first, again = (propose_themes(places, texts, seed=7) for _ in range(2))

    assert np.array_equal(first.labels, again.labels)
    assert np.array_equal(first.centres, again.centres)
    assert np.array_equal(first.stability, again.stability)
    assert all(map(np.array_equal, first.layers, again.layers))
    assert first.parameters == again.parameters


@pytest.mark.parametrize("count", [1, 2, 3, 7, 8, 9, 20])
def test_propose_themes_small_corpus_has_themes_for_all(count: int) -> None:
    places, texts = clouds([count])

    proposal = propose_themes(places, texts)

    assert len(proposal.labels) == count
    assert proposal.labels.min() == 0
    if count < 8:
        assert proposal.labels.max() == 0


def test_propose_themes_equal_texts_alone_are_one_theme() -> None:
    places, _ = clouds([12], spread=0)

    assert propose_themes(places, [LETTER] * 12).labels.tolist() == [0] * 12


def test_propose_themes_campaign_follows_its_leader() -> None:
    places, texts = clouds([20, 20, 20])
    copies = np.repeat(places[25:26], 30, axis=0)

    proposal = propose_themes(np.vstack([places, copies]), [*texts, *[LETTER] * 30])

    assert proposal.campaigns == [list(range(60, 90))]
    assert set(proposal.labels[60:]) == {proposal.labels[25]}


def test_propose_themes_flood_of_copies_leaves_the_others_as_they_were() -> None:
    places, texts = clouds([20, 20, 20])
    once = propose_themes(
        np.vstack([places, places[25:26]]), [*texts, LETTER], layered=False
    ).labels[:60]

    flooded = propose_themes(
        np.vstack([places, np.repeat(places[25:26], 500, axis=0)]),
        [*texts, *[LETTER] * 500],
        layered=False,
    ).labels[:60]

    same = once[:, None] == once[None, :]
    assert np.array_equal(same, flooded[:, None] == flooded[None, :])


def test_propose_themes_layers_go_from_broad_to_fine() -> None:
    places, texts = clouds([60] * 8, spread=1.2)

    broad, fine = propose_themes(places, texts).layers

    assert broad.max() + 1 <= 10
    assert 30 <= fine.max() + 1 <= 90
    assert len(broad) == len(fine) == len(texts)


def test_propose_themes_of_more_than_are_grouped_the_others_join() -> None:
    places, texts = clouds([90, 70, 50], spread=0.6)
    planted = np.repeat([0, 1, 2], [90, 70, 50])

    proposal = propose_themes(places, texts, resolution=0.5, most=120)

    assert proposal.parameters["grouped"] == 120
    sizes = [len(set(planted[proposal.labels == theme])) for theme in range(3)]
    assert sizes == [1, 1, 1]
    assert all(len(layer) == len(texts) for layer in proposal.layers)


def test_propose_themes_campaign_follows_its_leader_though_it_was_not_grouped() -> None:
    places, texts = clouds([60, 60], spread=0.8)
    copies = np.repeat(places[25:26], 30, axis=0)

    labels = propose_themes(np.vstack([places, copies]), [*texts, *[LETTER] * 30], most=40).labels

    assert len(labels) == 150
    assert set(labels[120:]) == {labels[25]}
