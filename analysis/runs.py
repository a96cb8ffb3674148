"""Analysis runs, worked off with visible progress, and repeatable from their row."""

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from importlib.metadata import version
from typing import Any, Self

from analysis.continuing import Earlier, earlier
from analysis.embedding import Embedder
from analysis.findings import Finding, analyse, keep_finding, themed_inputs
from analysis.nearness import suggest_units
from analysis.tables import AnalysisRun
from analysis.vectors import embed_new, load_corpus
from consultations.clock import now
from consultations.mentioning import find_mentions
from consultations.transactions import transaction
from consultations.vocabulary import N_, RunStatus

STALE_AFTER = timedelta(seconds=30)

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
    try:
        async with _Heartbeat(run, progress) as beat:
            beat.step = N_("Membaca makna masukan")
            await embed_new(embedder, consultation=run.consultation, progress=beat.report)
            corpus = await load_corpus(run.consultation, embedder.name)
            beat.step = N_("Mengelompokkan")
            themed = await themed_inputs(run.consultation)
            before = await earlier(run.consultation)
            found = await asyncio.to_thread(analyse, corpus, themed, run.seed, before)
            beat.step = N_("Mencari rujukan ke butir")
            await find_mentions(consultation=run.consultation)
            await suggest_units(run.consultation, embedder, found)
        await _finish(run, embedder, found, before, time.monotonic() - clock)
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


async def _finish(
    run: AnalysisRun, embedder: Embedder, found: Finding, before: Earlier, seconds: float
) -> None:
    parameters = {"embedder": embedder.version}
    if found.proposal:
        parameters |= found.proposal.parameters
    if before.run:
        parameters["continues"] = str(before.run)
    async with transaction():
        placed = await keep_finding(run.id, found)
        await AnalysisRun.update(
            {
                AnalysisRun.status: RunStatus.DONE.value,
                AnalysisRun.step: "",
                AnalysisRun.model: embedder.name,
                AnalysisRun.parameters: json.dumps(parameters),
                AnalysisRun.input_hash: found.corpus.fingerprint(),
                AnalysisRun.code_version: version("rembuk"),
                AnalysisRun.metrics: json.dumps(found.metrics(placed, seconds)),
                AnalysisRun.finished_at: now(),
            }
        ).where(AnalysisRun.id == run.id)


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

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._beat())
        return self

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
