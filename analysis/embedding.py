"""Texts into vectors: the only module that loads a model, and only when it is asked to embed."""

import importlib.metadata
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
TOKENS_A_PASSAGE = 400
# No language spends more than a token on a letter, so that shorter texts need no count.
LETTERS_A_PASSAGE = TOKENS_A_PASSAGE
# e5 was trained with prefixes; "query" for all is best where texts are compared with each other.
E5_PREFIX = "query: "


class Embedder:
    """Embeds texts with the bundled model, or with the Sentence Transformers model given.

    On processors that calculate in bfloat16 the model does too: two to three times as fast, at a
    cosine of 0.9998 with single precision. Elsewhere it stays in single precision. ``cache`` is the
    folder where the bundled model is built, and where there is room for large files.
    """

    def __init__(self, cache: Path, model: str | Path = "", *, half: bool | None = None) -> None:
        self.cache = cache
        self._given = str(model)
        self._half = half
        self._weights_of: Embedder | None = None

    @cached_property
    def name(self) -> str:
        """What identifies the vectors: the model's name, or the bundled one's with its hash."""
        return self._given or build_model(self.cache).name

    @cached_property
    def version(self) -> str:
        """What calculated: the library's version and its precision, for a run's record."""
        library = importlib.metadata.version("sentence-transformers")
        return f"sentence-transformers {library}, {self._model.dtype}".replace("torch.", "")

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Unit vectors, one row a text. Long texts are the mean of their passages."""
        flat = [(i, passage) for i, text in enumerate(texts) for passage in self._passages(text)]
        # Equal lengths side by side: a batch is as slow as its longest text.
        flat.sort(key=lambda item: len(item[1]))
        sums = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(flat), CHUNK):
            chunk = flat[start : start + CHUNK]
            vectors = self._encode([passage for _, passage in chunk])
            np.add.at(sums, [i for i, _ in chunk], vectors)
            if progress:
                progress(min(start + CHUNK, len(flat)), len(flat))
        return unit(sums)

    def sharing(self) -> "Embedder":
        """Another embedder on the same weights, which may embed at the same time.

        Only the tokenizer is its own: it is the one part that can't be used by two at once.
        """
        other = Embedder(self.cache, self._given, half=self._half)
        other._weights_of = self
        return other

    @cached_property
    def dimension(self) -> int:
        return int(self._model.get_embedding_dimension())

    def _encode(self, texts: list[str]) -> Vectors:
        prefix = E5_PREFIX if "e5" in self.name.lower() else ""
        vectors = self._model.encode(
            [prefix + text for text in texts],
            batch_size=BATCH,
            show_progress_bar=False,
            convert_to_tensor=True,
        )
        # Lengths are taken in single precision, whatever the model calculated in.
        return unit(vectors.float().numpy())

    def _passages(self, text: str) -> list[str]:
        if len(text) <= LETTERS_A_PASSAGE:
            return [text]
        spans = self._model.tokenizer(
            text, add_special_tokens=False, return_offsets_mapping=True, verbose=False
        )["offset_mapping"]
        # Parts of one size, so that each may weigh the same.
        parts = -(-len(spans) // TOKENS_A_PASSAGE) or 1
        cuts = [spans[len(spans) * part // parts][0] for part in range(1, parts)]
        return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]

    @cached_property
    def _model(self) -> Any:
        # Nothing is fetched: the model is a folder on this machine, or loading it fails.
        os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", TOKENIZERS_PARALLELISM="0")
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - see the docstring
        from transformers.utils import logging  # noqa: PLC0415 - likewise

        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]

        folder = self._given or str(build_model(self.cache))
        model = SentenceTransformer(folder, device="cpu", local_files_only=True)
        if self._weights_of is not None:
            model[0].model = self._weights_of._model[0].model  # noqa: SLF001 - likewise
            return model
        return model.bfloat16() if self._calculates_in_half() else model

    def _calculates_in_half(self) -> bool:
        import torch  # noqa: PLC0415 - see the docstring

        can = bool(torch.cpu.get_capabilities().get("avx512_bf16"))
        return can if self._half is None else self._half


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths == 0, 1, lengths)).astype(np.float32)
