import numpy as np

from analysis.graph import LARGE, joint_space, neighbour_graph, neighbours_of
from tests.analysis.clouds import clouds


def test_neighbour_graph_has_the_nearest_and_never_oneself() -> None:
    places, _ = clouds([30, 30], spread=1.0)

    graph = neighbour_graph(places, 5)

    likeness = places @ places.T
    np.fill_diagonal(likeness, -np.inf)
    for place in range(len(places)):
        found = graph.targets[graph.sources == place]
        assert set(found) == set(np.argsort(-likeness[place])[:5])
    assert (graph.weights > 0).all()


def test_neighbour_graph_block_by_block_is_the_same() -> None:
    places, _ = clouds([7000], spread=2.0)

    graph = neighbour_graph(places, 3)

    last = places[6999] @ places.T
    last[6999] = -np.inf
    assert set(graph.targets[graph.sources == 6999]) == set(np.argsort(-last)[:3])


def test_neighbour_graph_fewer_texts_than_neighbours_takes_all() -> None:
    places, _ = clouds([4])

    graph = neighbour_graph(places)

    assert sorted(zip(graph.sources, graph.targets, strict=True)) == [
        (a, b) for a in range(4) for b in range(4) if a != b
    ]


def test_joint_space_words_bring_equal_meanings_apart() -> None:
    places, _ = clouds([40], spread=0.01)
    about = [
        "pupuk subsidi bagi petani kecil di desa yang jauh",
        "paspor haji bagi jemaah tua yang berangkat",
        "kapal perintis bagi nelayan pulau yang terpencil",
    ]
    texts = [
        f"{about[k % 3]} sekali {'lagi' if k % 2 else 'saja'} pada musim depan" for k in range(40)
    ]

    _, space = joint_space(places, texts, seed=0)

    assert space[0] @ space[3] > space[0] @ space[1] + 0.1


def test_joint_space_words_of_ones_own_leave_meaning_to_decide() -> None:
    places, _ = clouds([20, 20])
    own = [f"kata{place} khas{place} beda{place} sendiri{place} lain{place}" for place in range(40)]
    texts = [f"{text} {'bersama' if place % 2 else 'berdua'}" for place, text in enumerate(own)]

    _, space = joint_space(places, texts, seed=0)

    assert space[0] @ space[1] > space[0] @ space[22] + 0.3


def test_joint_space_without_a_shared_word_is_meaning_alone() -> None:
    places, _ = clouds([4])
    texts = [" ".join(f"kata{place}x{k}" for k in range(9)) for place in range(4)]

    assert np.allclose(joint_space(places, texts, seed=0)[1], places, atol=1e-6)


def test_neighbour_graph_weighs_by_how_near_as_seen_from_each() -> None:
    places, _ = clouds([30, 30], spread=1.0)

    graph = neighbour_graph(places, 5)

    weights = graph.weights.reshape(-1, 5)
    assert np.allclose(weights[:, 0], 1)
    assert (np.diff(weights, axis=1) <= 0).all()


def test_neighbours_of_grows_with_the_root_within_bounds() -> None:
    assert [neighbours_of(count) for count in (10, 100, 400, 5000, LARGE)] == [9, 15, 20, 30, 15]


def test_within_has_the_edges_between_the_kept() -> None:
    places, _ = clouds([20])
    graph = neighbour_graph(places, 4)
    kept = np.arange(20) % 2 == 0

    part = graph.within(kept)

    pairs = set(zip(graph.sources.tolist(), graph.targets.tolist(), strict=True))
    expected = {(a // 2, b // 2) for a, b in pairs if a % 2 == 0 and b % 2 == 0}
    assert set(zip(part.sources.tolist(), part.targets.tolist(), strict=True)) == expected
