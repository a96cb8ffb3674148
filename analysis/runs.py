"""Analysis runs, worked off with visible progress, and repeatable from their row."""

import asyncio
import hashlib
import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from importlib.metadata import version
from typing import Any
from uuid import UUID

import numpy as np

from analysis.clustering import SMALLEST_THEME, Proposal, propose_themes
from analysis.embedding import Embedder
from analysis.labelling import ThemeLabel, label_themes
from analysis.stopwords import ALL
from analysis.tables import AnalysisRun, CandidateMember, CandidateTheme
from analysis.vectors import Corpus, embed_new, load_corpus
from consultations.clock import now
from consultations.tables import ThemeMember
from consultations.transactions import transaction
from consultations.vocabulary import N_, RunStatus

STALE_AFTER = timedelta(seconds=30)
# Nearer to its theme's centre than this, or it waits unthemed to be read by a person.
NEAREST_FROM = 0.10
# "Mantap", "ok setuju": fewer telling words than this say nothing that could be grouped.
FEWEST_TELLING_WORDS = 2

Progress = Callable[[int, int], None]


async def claim_run() -> AnalysisRun | None:
    """Take the oldest waiting run, or one whose worker has died; ``None`` when there is none."""
    waiting = (
        await AnalysisRun.select(AnalysisRun.id)
        .where(_claimable())
        .order_by(AnalysisRun.requested_at)
    )
    for row in waiting:
        async with transaction():
            taken = (
                await AnalysisRun.update(
                    {
                        AnalysisRun.status: RunStatus.RUNNING.value,
                        AnalysisRun.started_at: now(),
                        AnalysisRun.heartbeat: now(),
                    }
                )
                .where((AnalysisRun.id == row["id"]) & _claimable())
                .returning(AnalysisRun.id)
            )
        if taken:
            return await AnalysisRun.objects().get(AnalysisRun.id == row["id"])
    return None


async def perform_run(
    run: AnalysisRun, embedder: Embedder, progress: Progress | None = None
) -> None:
    """Do the whole analysis of a claimed run; a failure is kept in its row and raised."""
    clock = time.monotonic()
    beat = _Heartbeat(run, progress)
    try:
        async with beat:
            beat.step = N_("Membaca makna masukan")
            await embed_new(embedder, consultation=run.consultation, progress=beat.report)
            corpus = await load_corpus(run.consultation, embedder.name)
            beat.step = N_("Mengelompokkan")
            free = await _not_yet_themed(run.consultation, corpus)
            proposal, labels = await asyncio.to_thread(_propose, free, run.seed)
        await _finish(run, embedder.name, free, proposal, labels, time.monotonic() - clock)
    except Exception as error:
        async with transaction():
            await AnalysisRun.update(
                {
                    AnalysisRun.status: RunStatus.FAILED.value,
                    AnalysisRun.error: f"{type(error).__name__}: {error}"[:500],
                    AnalysisRun.finished_at: now(),
                }
            ).where(AnalysisRun.id == run.id)
        raise


class _Heartbeat:
    """Writes the run's progress once a second while it is being worked on."""

    def __init__(self, run: AnalysisRun, outward: Progress | None) -> None:
        self._run, self._outward = run, outward
        self._done, self._total = 0, 0
        self.step = ""

    def report(self, done: int, total: int) -> None:
        self._done, self._total = done, total
        if self._outward:
            self._outward(done, total)

    async def __aenter__(self) -> None:
        self._task = asyncio.create_task(self._beat())

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def _beat(self) -> None:
        while True:
            async with transaction():
                await AnalysisRun.update(
                    {
                        AnalysisRun.step: self.step,
                        AnalysisRun.done: self._done,
                        AnalysisRun.total: self._total,
                        AnalysisRun.heartbeat: now(),
                    }
                ).where(AnalysisRun.id == self._run.id)
            await asyncio.sleep(1)


def _claimable() -> Any:
    return (AnalysisRun.status == RunStatus.QUEUED.value) | (
        (AnalysisRun.status == RunStatus.RUNNING.value)
        & (AnalysisRun.heartbeat < now() - STALE_AFTER)
    )


async def _not_yet_themed(consultation: UUID, corpus: Corpus) -> Corpus:
    rows = await ThemeMember.select(ThemeMember.input).where(
        ThemeMember.theme.consultation == consultation
    )
    themed = {row["input"] for row in rows}
    return corpus.only([place for place, key in enumerate(corpus.ids) if key not in themed])


def _propose(corpus: Corpus, seed: int) -> tuple[Proposal | None, list[ThemeLabel]]:
    if not len(corpus):
        return None, []
    proposal = propose_themes(corpus.vectors, corpus.texts, corpus.languages, seed=seed)
    return proposal, label_themes(corpus.texts, corpus.languages, proposal)


async def _finish(
    run: AnalysisRun,
    model: str,
    corpus: Corpus,
    proposal: Proposal | None,
    labels: list[ThemeLabel],
    seconds: float,
) -> None:
    placed = 0
    async with transaction():
        # A run that is worked off a second time, after a kill, starts from nothing.
        old = CandidateTheme.select(CandidateTheme.id).where(CandidateTheme.run == run.id)
        await CandidateMember.delete().where(
            CandidateMember.candidate.is_in([row["id"] for row in await old] or [None])
        )
        await CandidateTheme.delete().where(CandidateTheme.run == run.id)
        for theme, label in enumerate(labels):
            assert proposal is not None  # noqa: S101 - labels come from a proposal
            placed += await _store_candidate(run, corpus, proposal, theme, label)
        await AnalysisRun.update(
            {
                AnalysisRun.status: RunStatus.DONE.value,
                AnalysisRun.step: "",
                AnalysisRun.model: model,
                AnalysisRun.parameters: json.dumps(proposal.parameters if proposal else {}),
                AnalysisRun.input_hash: _input_hash(corpus),
                AnalysisRun.code_version: version("rembuk"),
                AnalysisRun.metrics: json.dumps(_metrics(corpus, proposal, placed, seconds)),
                AnalysisRun.finished_at: now(),
            }
        ).where(AnalysisRun.id == run.id)


async def _store_candidate(
    run: AnalysisRun, corpus: Corpus, proposal: Proposal, theme: int, label: ThemeLabel
) -> int:
    near = np.flatnonzero(
        (proposal.labels == theme)
        & (proposal.scores >= NEAREST_FROM)
        & np.array([telling_words(text) >= FEWEST_TELLING_WORDS for text in corpus.texts])
    )
    if near.size < SMALLEST_THEME:
        return 0
    candidate = CandidateTheme(
        run=run.id,
        position=theme,
        label=label.text[:200],
        prototype=proposal.centres[theme].astype("<f4").tobytes(),
    )
    await CandidateTheme.insert(candidate)
    central = {place: rank for rank, place in enumerate(label.central)}
    rows = [
        CandidateMember(
            candidate=candidate.id,
            input=corpus.ids[place],
            score=float(proposal.scores[place]),
            central=central.get(place),
        )
        for place in near.tolist()
    ]
    for start in range(0, len(rows), 500):
        await CandidateMember.insert(*rows[start : start + 500])
    return len(rows)


def telling_words(text: str) -> int:
    """How many different words of a text are more than grammar or politeness."""
    return len(set(re.findall(r"[^\W\d_]{3,}", text.lower())) - ALL)


def _input_hash(corpus: Corpus) -> str:
    pairs = sorted(zip(map(str, corpus.ids), corpus.hashes, strict=True))
    return hashlib.sha256(json.dumps(pairs).encode()).hexdigest()


def _metrics(
    corpus: Corpus, proposal: Proposal | None, placed: int, seconds: float
) -> dict[str, Any]:
    return {
        "inputs": len(corpus),
        "distinct": len(set(corpus.hashes)),
        "placed": placed,
        "unthemed": len(corpus) - placed,
        "campaigns": [len(group) for group in proposal.campaigns] if proposal else [],
        "languages": {name: corpus.languages.count(name) for name in sorted(set(corpus.languages))},
        "seconds": round(seconds, 1),
    }
