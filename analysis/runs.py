"""Analysis runs, worked off with visible progress, and repeatable from their row."""

import asyncio
import time
from contextlib import suppress

from analysis.continuing import earlier
from analysis.corpus_reading import load_corpus
from analysis.embedding import Embedder
from analysis.findings import analyse, themed_inputs
from analysis.finishing import finish_run
from analysis.nearness import suggest_units
from analysis.proposing import take_away_leftovers
from analysis.run_claims import Heartbeat, Progress, RunLost, do_part
from analysis.tables import AnalysisRun
from analysis.vectors import embed_new
from consultations.clock import now
from consultations.mentioning import find_mentions
from consultations.transactions import StorageTrouble
from consultations.vocabulary import N_, RunStatus


async def perform_run(
    run: AnalysisRun, embedder: Embedder, progress: Progress | None = None
) -> None:
    """Do the whole analysis of a claimed run; a failure is kept in its row and raised."""
    began = time.monotonic()
    try:
        async with Heartbeat(run, progress) as beat:
            await take_away_leftovers(run)
            beat.step = N_("Membaca makna masukan")
            await embed_new(embedder, consultation=run.consultation, progress=beat.report)
            corpus = await load_corpus(run.consultation, embedder.name, embedder.cache)
            beat.step = N_("Mengelompokkan")
            themed = await themed_inputs(run.consultation)
            before = await earlier(run.consultation)
            found = await asyncio.to_thread(analyse, corpus, themed, run.seed, before)
            beat.step = N_("Mencari rujukan ke butir")
            await find_mentions(consultation=run.consultation)
            await suggest_units(run.consultation, embedder, found)
            beat.step = N_("Menyimpan usulan")
            await finish_run(
                run,
                embedder,
                found,
                before,
                clock=lambda: time.monotonic() - began,
                report=beat.report,
            )
    except RunLost:
        raise
    except Exception as error:
        await _fail(run, error)
        raise


async def _fail(run: AnalysisRun, error: Exception) -> None:
    async def say_why() -> None:
        await AnalysisRun.update(
            {
                AnalysisRun.status: RunStatus.FAILED.value,
                AnalysisRun.error: f"{type(error).__name__}: {error}"[:500],
                AnalysisRun.finished_at: now(),
            }
        ).where(AnalysisRun.id == run.id)

    await do_part(run, say_why)
    # What can't be taken away now is when the next run begins.
    with suppress(StorageTrouble):
        await take_away_leftovers(run)
