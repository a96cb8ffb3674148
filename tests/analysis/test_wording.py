import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from analysis.wording import learn_words, recurring_share

# Each root in one topic's texts only, and hardly ever in one form.
ROOTS = {"water": ("banjir", "sungai", "tanggul"), "school": ("ajar", "murid", "guru")}
FORMS = ("{}", "pa{}an", "ka{}an", "ng{}", "di{}i", "{}e", "{}ipun", "m{}ake", "sa{}")
OTHERS = 40


def _about_anything() -> tuple[list[str], list[str]]:
    """Texts whose roots come in ever other forms, among others that share words by pairs."""
    chance = np.random.default_rng(0)
    texts, topics = [], []
    for topic, roots in ROOTS.items():
        for place in range(OTHERS):
            said = [FORMS[(place + k) % len(FORMS)].format(root) for k, root in enumerate(roots)]
            letters = chance.choice(list("bcdfghjklmnpqrstvwxyz"), (2, 9))
            texts.append(" ".join([*said, *("".join(row) for row in letters)]))
            topics.append(topic)
    pairs = [f"lain{k // 2}x serba{k // 2}y tersendiri{k // 2}z" for k in range(600)]
    return texts + pairs, topics


def _likeness(vectors: np.ndarray, topics: list[str]) -> float:
    """How much nearer texts of one topic are to each other than to those of the other."""
    own = vectors[: len(topics)]
    cosines = own @ own.T / np.maximum(np.outer(*[np.linalg.norm(own, axis=1)] * 2), 1e-9)
    same = np.equal.outer(topics, topics)
    return float(cosines[same].mean() - cosines[~same].mean())


def test_learn_words_pieces_link_the_forms_of_a_root() -> None:
    texts, topics = _about_anything()

    _, whole = learn_words(texts, 64, seed=0, pieces=False)
    _, parts = learn_words(texts, 64, seed=0, pieces=True)

    assert whole is not None
    assert parts is not None
    assert _likeness(parts, topics) > _likeness(whole, topics) + 0.1


def test_learn_words_keeps_whole_words_where_they_recur() -> None:
    about = ("loket antrean", "pajak tarif", "jalan rusak", "berkas hilang")
    texts = [f"{about[k % 4]} sendiri{k // 2}" for k in range(300)]

    _, whole = learn_words(texts, 64, seed=0, pieces=False)
    _, chosen = learn_words(texts, 64, seed=0, pieces=True)

    assert whole is not None
    assert np.array_equal(whole, chosen)


def test_learn_words_in_pieces_places_a_text_that_comes_later() -> None:
    texts, _ = _about_anything()
    words, found = learn_words(texts, 64, seed=0, pieces=True)
    assert words is not None
    assert found is not None

    assert np.allclose(words.transform(texts[:5]), found[:5], atol=1e-3)


def test_learn_words_without_a_shared_word_finds_nothing() -> None:
    texts = [f"kata{k}a beda{k}b" for k in range(20)]

    assert learn_words(texts, 8, seed=0, pieces=True) == (None, None)


@pytest.mark.parametrize(("common", "expected"), [(0, 0.0), (1, 0.5)])
def test_recurring_share_counts_words_in_one_text_of_a_hundred(
    common: int, expected: float
) -> None:
    texts = [f"{'umum ' * common}jarang{k // 2}" for k in range(400)]
    matrix = TfidfVectorizer(min_df=2).fit_transform(texts)

    assert recurring_share(matrix) == pytest.approx(expected)
