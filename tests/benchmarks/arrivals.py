"""What becomes of old inputs when new ones arrive and the grouping is done again.

As a user meets it, through the database: four fifths of a set are grouped and every other
proposal is accepted, the rest arrive in four parts and are placed as they come, and a new run is
asked for. Measured is by how much the old inputs moved: those of accepted themes, and the rest.
"""

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from analysis.arrivals import place_arrivals
from analysis.asking import request_run
from analysis.embedding import Embedder, Progress, Vectors
from analysis.proposals import accept_proposal, open_proposals
from analysis.run_claims import claim_run
from analysis.run_records import latest_run
from analysis.runs import perform_run
from analysis.tables import CandidateMember
from analysis.vectors import embed_new
from consultations.tables import Consultation, ThemeMember
from consultations.transactions import transaction
from server.database import opened
from tests.benchmarks.datasets import DataSet, KeptVectors
from tests.databases import SQLiteSource
from tests.factories import make_consultation, make_draft, make_input

FIRST = 0.8
PARTS = 4
AT_ONCE = 200
Places = dict[UUID, str]


class KeptEmbedder(Embedder):
    """Embeds what the benchmarks have embedded before by looking it up."""

    def __init__(self, cache: Path, kept: KeptVectors) -> None:
        super().__init__(cache)
        self._kept = kept

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:  # noqa: ARG002
        return self._kept.of(list(texts))


def arrival_figures(known: DataSet, embedder: Embedder) -> dict[str, float]:
    """Figures of one set: how many themes were accepted, and the agreement of before and after."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_in_database(known, embedder, SQLiteSource(Path(folder))))


async def _in_database(
    known: DataSet, embedder: Embedder, source: SQLiteSource
) -> dict[str, float]:
    with source.fresh() as engine:
        async with opened(engine):
            return await _measure(known, embedder)


async def _measure(known: DataSet, embedder: Embedder) -> dict[str, float]:
    consultation = await make_consultation()
    await make_draft(consultation)
    order = np.random.default_rng(0).permutation(len(known.texts))
    first, *parts = np.split(
        order, np.linspace(FIRST * len(order), len(order), PARTS + 1).astype(int)[:-1]
    )
    themes: Places = {}
    themes |= await _send(consultation, known, first)
    await embed_new(embedder, consultation=consultation.id)
    await _run(consultation, embedder)
    accepted = await _accept_every_other(consultation)
    old = set(themes)
    confirmed, proposed = await _members(), await _proposals(consultation.id)
    for part in parts:
        themes |= await _send(consultation, known, part)
        while await place_arrivals(embedder):
            pass
    arrived = await _proposals(consultation.id) | await _members()
    await _run(consultation, embedder)
    after, proposed_after = await _members(), await _proposals(consultation.id)
    whole = proposed_after | after
    rest = sorted((proposed.keys() & old) - confirmed.keys(), key=str)
    marked = [key for key in themes if themes[key]]
    return {
        "accepted": accepted,
        "accepted inputs": len(confirmed.keys() & old),
        "accepted ARI": _agreement(confirmed, after, sorted(confirmed, key=str)),
        "rest": len(rest),
        "rest ARI": _agreement(proposed, whole, rest),
        "rest out": float(np.mean([key not in whole for key in rest])) if rest else 0.0,
        "arrivals placed": float(np.mean([key in arrived for key in themes.keys() - old])),
        "themes": len(set(whole.values())),
        "AMI placed": _against(themes, arrived, marked),
        "AMI after": _against(themes, whole, marked),
    }


async def _send(consultation: Consultation, known: DataSet, places: np.ndarray) -> Places:
    """The inputs that were stored, each with its theme as the set knows it."""
    stored: Places = {}
    for start in range(0, len(places), AT_ONCE):
        async with transaction():
            for place in places[start : start + AT_ONCE].tolist():
                receipt = await make_input(consultation, text=known.texts[place])
                stored[receipt.input] = known.themes[place]
    return stored


async def _run(consultation: Consultation, embedder: Embedder) -> None:
    await request_run(consultation=consultation.id, by=None)
    run = await claim_run()
    assert run
    await perform_run(run, embedder)


async def _accept_every_other(consultation: Consultation) -> int:
    proposals = (await open_proposals(consultation.id))[::2]
    for fact in proposals:
        await accept_proposal(
            consultation=consultation.id,
            candidate=fact.id,
            name=fact.label,
            description="",
            by=None,
        )
    return len(proposals)


async def _members() -> Places:
    """For each input of an accepted theme the one it lies nearest in."""
    rows = await ThemeMember.select(ThemeMember.input, ThemeMember.theme, ThemeMember.score)
    rows.sort(key=lambda row: (row["score"] or 0, str(row["theme"])))
    return {row["input"]: str(row["theme"]) for row in rows}


async def _proposals(consultation: UUID) -> Places:
    """For each input of an open proposal of the latest run the one it lies nearest in."""
    rows = await CandidateMember.select(
        CandidateMember.input, CandidateMember.candidate, CandidateMember.score
    ).where(
        (CandidateMember.candidate.run == await latest_run(consultation))
        & CandidateMember.candidate.accepted_as.is_null()
    )
    rows.sort(key=lambda row: (row["score"], str(row["candidate"])))
    return {row["input"]: str(row["candidate"]) for row in rows}


def _agreement(before: Places, after: Places, keys: list[UUID]) -> float:
    return float(
        adjusted_rand_score([before[key] for key in keys], [after.get(key, "") for key in keys])
    )


def _against(themes: Places, found: Places, keys: list[UUID]) -> float:
    if not keys:
        return float("nan")
    return float(
        adjusted_mutual_info_score(
            [themes[key] for key in keys], [found.get(key, "") for key in keys]
        )
    )
