"""Finds what was said in like words or other words: inputs near a text, across languages.

One consultation's vectors are held in memory, so that an answer takes milliseconds; the worker
holds them, as the model's process, and answers for the others.
"""

import asyncio
import time
from dataclasses import dataclass, field
from threading import Thread
from typing import Any
from uuid import UUID

import numpy as np

from analysis.corpus_reading import load_corpus
from analysis.embedding import Embedder, Vectors
from analysis.keys import Keys
from analysis.likes import ALIKE_FROM, Like
from analysis.normalising import normalise
from analysis.space import Space, learn_space
from analysis.tables import AnalysedInput
from consultations.tables import Consultation

# What was edited or withdrawn meanwhile is sorted out by whoever shows the inputs.
RELOAD_AFTER_SECONDS = 120.0
LONGEST_TEXT = 4000


@dataclass(slots=True)
class _Memory:
    """One consultation's inputs: their ids, where they lie (n, p), and in which space."""

    ids: Keys
    located: Vectors
    space: Space | None
    revision: tuple[int, int]
    loaded_at: float = field(default_factory=time.monotonic)


class Likeness:
    """Answers for every consultation; remembers the vectors of those asked about."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._memories: dict[UUID, _Memory] = {}
        self._loading = asyncio.Lock()

    async def like(
        self, consultation: UUID, text: str, *, most: int, least: float = ALIKE_FROM
    ) -> list[Like]:
        """The inputs nearest to ``text`` in meaning, nearest first; none below ``least``."""
        words = normalise(text)[:LONGEST_TEXT]
        if not words:
            return []
        memory = await self._memory_of(consultation)
        if memory.space is None:
            return []
        return await asyncio.to_thread(self._nearest, memory, memory.space, words, most, least)

    def warm(self) -> None:
        """Load the model beside everything else, so that the first to ask need not wait for it.

        Whoever stops the process meanwhile need not wait for it either.
        """
        Thread(target=self._embedder.embed, args=(["siap"],), daemon=True).start()

    def _nearest(
        self, memory: _Memory, space: Space, words: str, most: int, least: float
    ) -> list[Like]:
        _, asked = space.enter([words], self._embedder.embed([words]))
        scores = memory.located @ asked[0]
        best = np.argsort(-scores, kind="stable")[:most]
        return [
            Like(memory.ids[place], float(scores[place]))
            for place in best
            if scores[place] >= least
        ]

    async def _memory_of(self, consultation: UUID) -> _Memory:
        async with self._loading:
            memory = self._memories.get(consultation)
            revision = await _revision(consultation)
            if memory is None or self._is_old(memory, revision):
                memory = await self._load(consultation, revision)
                self._memories[consultation] = memory
        return memory

    def _is_old(self, memory: _Memory, revision: tuple[int, int]) -> bool:
        if memory.revision == revision:
            return False
        # Loading takes long where there is much, and little of it is new then.
        patience = RELOAD_AFTER_SECONDS * min(1.0, len(memory.ids) / 20_000)
        return time.monotonic() - memory.loaded_at >= patience

    async def _load(self, consultation: UUID, revision: tuple[int, int]) -> _Memory:
        corpus = await load_corpus(consultation, self._embedder.name, self._embedder.cache)
        if not len(corpus):
            return _Memory(corpus.ids, np.empty((0, 0), np.float32), None, revision)
        vectors = await asyncio.to_thread(corpus.vectors)
        space, languages = await asyncio.to_thread(
            learn_space, corpus.texts, vectors, corpus.languages
        )
        located = await asyncio.to_thread(space.locate, vectors, languages)
        return _Memory(corpus.ids, located, space, revision)


async def _revision(consultation: UUID) -> tuple[int, int]:
    # Both what was said and how far the analysis has read it: either makes a memory old.
    row: dict[str, Any] | None = (
        await Consultation.select(Consultation.revision)
        .where(Consultation.id == consultation)
        .first()
    )
    said: Any = AnalysedInput.input
    read = await AnalysedInput.count().where(said.consultation == consultation)
    return (row["revision"] if row else 0), read
