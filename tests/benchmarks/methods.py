"""Ways to group texts, all given the same vectors: ours, and those it is measured against."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering, KMeans

from analysis.clustering import propose_themes
from analysis.embedding import Vectors
from analysis.labelling import Labeller
from analysis.languages import guess_languages, learn_centring
from analysis.space import learn_space

Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Grouped:
    """Labels (n,), -1 where a text was left out; seconds; and each theme's label words."""

    labels: Labels
    seconds: float
    words: list[list[str]] = field(default_factory=list)


Method = Callable[[Vectors, list[str], int, int], Grouped]


def ours(vectors: Vectors, texts: list[str], seed: int, _: int) -> Grouped:
    """Rembuk's route from vectors to themes and their labels; how many is not told."""
    start = time.perf_counter()
    space, languages = learn_space(texts, vectors)
    proposal = propose_themes(space.locate(vectors, languages), texts, seed=seed, layered=False)
    seconds = time.perf_counter() - start
    labels = Labeller(texts, languages, proposal.campaigns).label(proposal.labels, proposal.places)
    words = [[word for phrase in label.phrases for word in phrase.split()] for label in labels]
    return Grouped(proposal.labels, seconds, words)


def ward_kmeans(vectors: Vectors, texts: list[str], _: int, themes: int) -> Grouped:
    """Ward, then k-means from Ward's centres, on centred vectors; the true number is given."""
    start = time.perf_counter()
    languages = guess_languages(texts, vectors)
    centred = learn_centring(vectors, languages).apply(vectors, languages)
    first = AgglomerativeClustering(themes).fit_predict(centred)
    centres = np.stack([centred[first == k].mean(axis=0) for k in range(themes)])
    labels = KMeans(themes, init=centres, n_init=1).fit_predict(centred)
    return Grouped(labels.astype(np.int64), time.perf_counter() - start)


def bertopic(vectors: Vectors, texts: list[str], seed: int, _: int) -> Grouped:
    """BERTopic as it comes, with UMAP's seed set."""
    model, labels, seconds = _bertopic(vectors, texts, seed)
    return Grouped(labels, seconds, _topic_words(model))


def bertopic_reduced(vectors: Vectors, texts: list[str], seed: int, _: int) -> Grouped:
    """BERTopic, and then every outlier to the topic with the nearest embedding."""
    model, labels, seconds = _bertopic(vectors, texts, seed)
    start = time.perf_counter()
    # It refuses to look where there is nothing to reduce.
    if (labels >= 0).any() and (labels < 0).any():
        reduced = model.reduce_outliers(
            texts, labels.tolist(), strategy="embeddings", embeddings=vectors
        )
        labels = np.asarray(reduced, dtype=np.int64)
    return Grouped(labels, seconds + time.perf_counter() - start, _topic_words(model))


def evoc(vectors: Vectors, _: list[str], seed: int, __: int) -> Grouped:
    """EVoC as it comes, with its seed set."""
    from evoc import EVoC  # noqa: PLC0415 - may be missing

    start = time.perf_counter()
    labels = EVoC(random_state=seed).fit_predict(vectors)
    return Grouped(np.asarray(labels, dtype=np.int64), time.perf_counter() - start)


def _bertopic(vectors: Vectors, texts: list[str], seed: int) -> tuple[Any, Labels, float]:
    from bertopic import BERTopic  # noqa: PLC0415 - may be missing
    from umap import UMAP  # noqa: PLC0415 - may be missing

    start = time.perf_counter()
    # BERTopic's own settings for UMAP, and a seed.
    umap = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    model = BERTopic(language="multilingual", umap_model=umap)
    labels, _ = model.fit_transform(texts, embeddings=vectors)
    return model, np.asarray(labels, dtype=np.int64), time.perf_counter() - start


def _topic_words(model: Any) -> list[list[str]]:
    topics = model.get_topics()
    return [[word for word, _ in topics[key][:6]] for key in sorted(topics) if key >= 0]


METHODS: dict[str, tuple[Method, tuple[str, ...]]] = {
    "Rembuk": (ours, ()),
    "Ward → k-means (true k)": (ward_kmeans, ()),
    "BERTopic": (bertopic, ("bertopic", "umap")),
    "BERTopic, outliers reduced": (bertopic_reduced, ("bertopic", "umap")),
    "EVoC": (evoc, ("evoc",)),
}


def missing(needed: tuple[str, ...]) -> list[str]:
    """Which packages of a method are not installed."""
    return [name for name in needed if find_spec(name) is None]
