"""Inputs that count as embedded, with vectors that were made up, so that no model is needed."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from uuid import UUID

from analysis.embedding import Embedder, Vectors
from analysis.normalising import text_hash
from analysis.vectors import Fresh, keep
from consultations.tables import Consultation
from consultations.transactions import transaction
from tests.factories import make_input


class Planted(Embedder):
    """Stands for the model that the vectors would be of; it has nothing left to embed."""

    def __init__(self, cache: Path) -> None:
        super().__init__(cache, model="tanam")

    @cached_property
    def version(self) -> str:
        return "tanam 1"


async def plant(consultation: Consultation, texts: Sequence[str], vectors: Vectors) -> list[UUID]:
    """Inputs with these vectors (n, d), as if they had been embedded; returns their ids."""
    ids = [(await make_input(consultation, text=text)).input for text in texts]
    fresh = Fresh(
        ids=ids,
        editions=[1] * len(ids),
        consultations=[consultation.id] * len(ids),
        texts=list(texts),
        hashes=[text_hash(text) for text in texts],
        vectors=vectors,
        known=frozenset(),
        model="tanam",
    )
    async with transaction():
        await keep(fresh, ["ind"] * len(ids))
    return ids
