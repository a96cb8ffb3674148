"""Keeps each text's vector once: embedded on arrival, found again by hash and model."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np

from analysis.embedding import Embedder, Vectors, unit
from analysis.languages import Guesser
from analysis.normalising import analysed_text, text_hash
from analysis.sharing import BATCH, count_waiting, give_back, take_batch
from analysis.tables import AnalysedInput, Embedding
from consultations.transactions import transaction

# A vector as the database has it.
STORED = np.dtype("<f2")
# How often a run looks whether other workers have done their share.
PAUSE_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Fresh:
    """Inputs that have just been embedded, row by row, and are not kept yet.

    ``known`` are the hashes of texts whose vector was kept before.
    """

    ids: list[UUID]
    editions: list[int]
    consultations: list[UUID]
    texts: list[str]
    hashes: list[str]
    vectors: Vectors
    known: frozenset[str]
    model: str


async def embed_new(
    embedder: Embedder,
    *,
    consultation: UUID | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Embed the inputs, of one consultation or all, without a vector; a stop loses one batch.

    Other workers read along: what they hold is waited for.
    """
    total = left = await count_waiting(consultation)
    while left:
        async with embedded_batch(embedder, consultation) as fresh:
            if fresh is None:
                await asyncio.sleep(PAUSE_SECONDS)
            else:
                async with transaction():
                    await keep(fresh, Guesser().guess(fresh.texts, fresh.vectors))
        left = await count_waiting(consultation)
        total = max(total, left)
        if progress:
            progress(total - left, total)


@asynccontextmanager
async def embedded_batch(
    embedder: Embedder, consultation: UUID | None = None
) -> AsyncIterator[Fresh | None]:
    """The inputs that have waited longest, embedded, to be kept; ``None`` if none are free.

    A text that has been embedded before is not embedded again. What fails before it is kept is
    free at once for whoever tries next.
    """
    rows = await take_batch(consultation)
    try:
        yield await _embed(embedder, rows) if rows else None
    except BaseException:
        await give_back([row["id"] for row in rows])
        raise


async def _embed(embedder: Embedder, rows: list[dict[str, Any]]) -> Fresh:
    texts = [analysed_text(row["text"], row["proposed_wording"]) for row in rows]
    hashes = [text_hash(text) for text in texts]
    known = await _vectors(set(hashes), embedder.name)
    missing = {key: text for key, text in zip(hashes, texts, strict=True) if key not in known}
    made = await asyncio.to_thread(embedder.embed, list(missing.values()))
    vectors = known | {key: stored(vector) for key, vector in zip(missing, made, strict=True)}
    return Fresh(
        ids=[row["id"] for row in rows],
        editions=[row["edition"] for row in rows],
        consultations=[row["consultation"] for row in rows],
        texts=texts,
        hashes=hashes,
        vectors=np.stack([vectors[key] for key in hashes]),
        known=frozenset(known),
        model=embedder.name,
    )


async def keep(fresh: Fresh, languages: Sequence[str]) -> None:
    """Keep vectors and languages of fresh inputs, in the caller's transaction."""
    await give_back(fresh.ids)
    new = {
        key: vector
        for key, vector in zip(fresh.hashes, fresh.vectors, strict=True)
        if key not in fresh.known
    }
    if new:
        await _keep_vectors(new, fresh.model)
    await AnalysedInput.insert(
        *(
            AnalysedInput(input=entry, text_hash=key, language=language, edition=edition)
            for entry, key, language, edition in zip(
                fresh.ids, fresh.hashes, languages, fresh.editions, strict=True
            )
        )
    ).on_conflict(
        target=AnalysedInput.input,
        action="DO UPDATE",
        values=[AnalysedInput.text_hash, AnalysedInput.language, AnalysedInput.edition],
    )


async def vectors_of(embedder: Embedder, texts: Sequence[str]) -> Vectors:
    """The vectors (n, d) of texts that are no inputs; each is embedded once and kept."""
    hashes = [text_hash(text) for text in texts]
    known = await _vectors(set(hashes), embedder.name)
    missing = {key: text for key, text in zip(hashes, texts, strict=True) if key not in known}
    if missing:
        made = await asyncio.to_thread(embedder.embed, list(missing.values()))
        known |= {key: stored(vector) for key, vector in zip(missing, made, strict=True)}
        async with transaction():
            await _keep_vectors({key: known[key] for key in missing}, embedder.name)
    return np.stack([known[key] for key in hashes])


async def _keep_vectors(vectors: dict[str, Vectors], model: str) -> None:
    await Embedding.insert(
        *(
            Embedding(text_hash=key, model=model, vector=_packed(vector))
            for key, vector in vectors.items()
        )
    ).on_conflict(target=(Embedding.text_hash, Embedding.model), action="DO NOTHING")


async def _vectors(hashes: set[str], model: str) -> dict[str, Vectors]:
    found: dict[str, Vectors] = {}
    wanted = sorted(hashes)
    for start in range(0, len(wanted), BATCH):
        rows = await Embedding.select(Embedding.text_hash, Embedding.vector).where(
            (Embedding.model == model) & Embedding.text_hash.is_in(wanted[start : start + BATCH])
        )
        found |= {row["text_hash"]: unpack_vector(row["vector"]) for row in rows}
    return found


def stored(vector: Vectors) -> Vectors:
    """A vector as it comes back from the database, so that new and old ones compare alike."""
    return unpack_vector(_packed(vector))


def _packed(vector: Vectors) -> bytes:
    return vector.astype(STORED).tobytes()


def unpack_vector(content: bytes) -> Vectors:
    """A vector from its kept bytes, at unit length again."""
    vector: Vectors = unit(np.frombuffer(content, STORED).astype(np.float32)[None, :])[0]
    return vector
