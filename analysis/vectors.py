"""Keeps each text's vector once: embedded on arrival, found again by hash and model."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np

from analysis.embedding import Embedder, Vectors, unit
from analysis.languages import guess_language
from analysis.normalising import normalise, text_hash
from analysis.tables import AnalysedInput, Embedding
from consultations.personal_data import without_marks
from consultations.tables import Input
from consultations.transactions import transaction

BATCH = 256
_STORED = np.dtype("<f2")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Embedded inputs, row by row: ids, texts, languages, text hashes and vectors (n, d)."""

    ids: list[UUID]
    texts: list[str]
    languages: list[str]
    hashes: list[str]
    vectors: Vectors

    def __len__(self) -> int:
        return len(self.ids)

    def only(self, places: Sequence[int]) -> "Corpus":
        """The rows at these places."""
        return Corpus(
            ids=[self.ids[place] for place in places],
            texts=[self.texts[place] for place in places],
            languages=[self.languages[place] for place in places],
            hashes=[self.hashes[place] for place in places],
            vectors=self.vectors[list(places)],
        )


async def embed_new(
    embedder: Embedder,
    *,
    consultation: UUID | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[UUID]:
    """Embed inputs without a vector, or edited since, batch by batch, so a stop loses one batch.

    Returns the ids of the inputs embedded, in the order they arrived.
    """
    waiting = await _waiting(consultation)
    for start in range(0, len(waiting), BATCH):
        await _embed_batch(embedder, waiting[start : start + BATCH])
        if progress:
            progress(min(start + BATCH, len(waiting)), len(waiting))
    return [row["id"] for row in waiting]


async def load_corpus(consultation: UUID, model: str) -> Corpus:
    """All embedded inputs of a consultation in the order of their numbers."""
    said: Any = AnalysedInput.input
    rows = (
        await AnalysedInput.select(
            said.id,
            said.text,
            said.proposed_wording,
            AnalysedInput.text_hash,
            AnalysedInput.language,
        )
        .where((said.consultation == consultation) & said.withdrawn_at.is_null())
        .order_by(said.number)
    )
    vectors = await _vectors({row["text_hash"] for row in rows}, model)
    rows = [row for row in rows if row["text_hash"] in vectors]
    return Corpus(
        ids=[row["input.id"] for row in rows],
        texts=[analysed_text(row["input.text"], row["input.proposed_wording"]) for row in rows],
        languages=[row["language"] for row in rows],
        hashes=[row["text_hash"] for row in rows],
        vectors=np.stack([vectors[row["text_hash"]] for row in rows])
        if rows
        else np.empty((0, 0), np.float32),
    )


def analysed_text(text: str, proposed_wording: str | None) -> str:
    """What of an input is compared: its words and the wording it proposes, without what is hidden.

    Words that are hidden later leave the vector as it is: it belongs to the text first read.
    """
    return normalise(without_marks(f"{text} {proposed_wording or ''}"))


async def _waiting(consultation: UUID | None) -> list[dict[str, Any]]:
    where = "AND i.consultation = {}" if consultation else ""
    rows: list[dict[str, Any]] = await Input.raw(
        "SELECT i.id, i.text, i.proposed_wording, i.edition FROM input i "
        "LEFT JOIN analysed_input a ON a.input = i.id "
        "WHERE (a.input IS NULL OR a.edition < i.edition) AND i.withdrawn_at IS NULL "
        f"{where} ORDER BY i.received_at, i.number",
        *([consultation] if consultation else []),
    )
    return rows


async def _embed_batch(embedder: Embedder, rows: list[dict[str, Any]]) -> None:
    texts = [analysed_text(row["text"], row["proposed_wording"]) for row in rows]
    hashes = [text_hash(text) for text in texts]
    known = await _known(set(hashes), embedder.name)
    fresh = {key: text for key, text in zip(hashes, texts, strict=True) if key not in known}
    vectors = await asyncio.to_thread(embedder.embed, list(fresh.values()))
    async with transaction():
        if fresh:
            await Embedding.insert(
                *(
                    Embedding(text_hash=key, model=embedder.name, vector=_packed(vector))
                    for key, vector in zip(fresh, vectors, strict=True)
                )
            ).on_conflict(target=(Embedding.text_hash, Embedding.model), action="DO NOTHING")
        await AnalysedInput.insert(
            *(
                AnalysedInput(
                    input=row["id"],
                    text_hash=key,
                    language=guess_language(text),
                    edition=row["edition"],
                )
                for row, key, text in zip(rows, hashes, texts, strict=True)
            )
        ).on_conflict(
            target=AnalysedInput.input,
            action="DO UPDATE",
            values=[AnalysedInput.text_hash, AnalysedInput.language, AnalysedInput.edition],
        )


async def _known(hashes: set[str], model: str) -> set[str]:
    rows = await Embedding.select(Embedding.text_hash).where(
        (Embedding.model == model) & Embedding.text_hash.is_in(sorted(hashes))
    )
    return {row["text_hash"] for row in rows}


async def _vectors(hashes: set[str], model: str) -> dict[str, Vectors]:
    found: dict[str, Vectors] = {}
    wanted = sorted(hashes)
    for start in range(0, len(wanted), BATCH):
        rows = await Embedding.select(Embedding.text_hash, Embedding.vector).where(
            (Embedding.model == model) & Embedding.text_hash.is_in(wanted[start : start + BATCH])
        )
        found |= {row["text_hash"]: _unpacked(row["vector"]) for row in rows}
    return found


def _packed(vector: Vectors) -> bytes:
    return vector.astype(_STORED).tobytes()


def _unpacked(stored: bytes) -> Vectors:
    vector: Vectors = unit(np.frombuffer(stored, _STORED).astype(np.float32)[None, :])[0]
    return vector
