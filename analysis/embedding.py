"""Texts into vectors: the only module that loads a model, and only when it is asked to embed."""

import os
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.weights import build_model

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]

BATCH = 32
CHUNK = 512
WORDS_A_PASSAGE = 260
# e5 was trained with prefixes; "query" for all is best where texts are compared with each other.
E5_PREFIX = "query: "


class Embedder:
    """Embeds texts with the bundled model, or with the Sentence Transformers model given."""

    def __init__(self, cache: Path, model: str = "") -> None:
        self._cache = cache
        self._given = model

    @cached_property
    def name(self) -> str:
        """What identifies the vectors: the model's name, or the bundled one's with its hash."""
        return self._given or build_model(self._cache).name

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Unit vectors, one row a text. Long texts are the mean of their passages."""
        passages = [_passages(text) for text in texts]
        flat = [(len(p), i, p) for i, parts in enumerate(passages) for p in parts]
        flat.sort(key=lambda item: item[0])
        sums = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(flat), CHUNK):
            chunk = flat[start : start + CHUNK]
            vectors = self._encode([passage for _, _, passage in chunk])
            np.add.at(sums, [i for _, i, _ in chunk], vectors)
            if progress:
                progress(min(start + CHUNK, len(flat)), len(flat))
        return unit(sums)

    @cached_property
    def dimension(self) -> int:
        return int(self._model.get_embedding_dimension())

    def _encode(self, texts: list[str]) -> Vectors:
        prefix = E5_PREFIX if "e5" in self.name.lower() else ""
        vectors: Vectors = self._model.encode(
            [prefix + text for text in texts],
            batch_size=BATCH,
            show_progress_bar=False,
            convert_to_numpy=True,
            normalize_embeddings=True,
        )
        return vectors

    @cached_property
    def _model(self) -> Any:
        # Nothing is fetched: the model is a folder on this machine, or loading it fails.
        os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", TOKENIZERS_PARALLELISM="0")
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - see the docstring
        from transformers.utils import logging  # noqa: PLC0415 - likewise

        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]

        folder = self._given or str(build_model(self._cache))
        return SentenceTransformer(folder, device="cpu", local_files_only=True)


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths == 0, 1, lengths)).astype(np.float32)


def _passages(text: str) -> list[str]:
    words = text.split()
    if len(words) <= WORDS_A_PASSAGE:
        return [text]
    return [
        " ".join(words[start : start + WORDS_A_PASSAGE])
        for start in range(0, len(words), WORDS_A_PASSAGE)
    ]
