import numpy as np

from analysis.embedding import Embedder
from analysis.space import learn_space, unpacked
from tests.analysis.conftest import MATTERS, PRIVACY, QUEUES

JAVANESE = [
    "Kula antri wiwit subuh nanging nomeripun sampun telas.",
    "Dalan menyang puskesmas rusak nemen lan ora ana sing ndandani.",
] * 6


def test_space_kept_and_read_again_is_the_same(embedder: Embedder) -> None:
    texts = [*MATTERS, *JAVANESE]
    vectors = embedder.embed(texts)
    space, languages = learn_space(texts, vectors)

    again = unpacked(space.packed())

    assert again.enter(texts, vectors)[0] == languages
    assert np.array_equal(again.enter(texts, vectors)[1], space.enter(texts, vectors)[1])
    assert space.guesser.weights is not None
    assert len(space.packed()) < 1_000_000


def test_space_tells_matters_further_apart_than_the_model(embedder: Embedder) -> None:
    vectors = embedder.embed([*QUEUES, *PRIVACY])
    space, languages = learn_space([*QUEUES, *PRIVACY], vectors)

    assert lead(space.locate(vectors, languages)) > 2 * lead(vectors)


def test_space_of_one_text_has_a_place_for_it(embedder: Embedder) -> None:
    vectors = embedder.embed(QUEUES[:1])

    space, languages = learn_space(QUEUES[:1], vectors)

    assert languages == ["ind"]
    assert np.isfinite(space.locate(vectors, languages)).all()


def test_space_for_no_texts_is_empty(embedder: Embedder) -> None:
    space, _ = learn_space(MATTERS, embedder.embed(MATTERS))

    assert space.enter([], np.empty((0, 384), np.float32))[1].shape[0] == 0


def lead(vectors: np.ndarray) -> float:
    """How much nearer texts of the first half are to each other than to the second."""
    likeness = vectors @ vectors.T
    half = len(vectors) // 2
    inside = likeness[:half, :half][~np.eye(half, dtype=bool)].mean()
    return float(inside - likeness[:half, half:].mean())
