"""What a worker does: runs that were asked for, and inputs that have arrived."""

import asyncio

import structlog

from analysis.arrivals import place_arrivals
from analysis.campaign_groups import group_arrivals
from analysis.embedding import Embedder
from analysis.opinion_keeping import refresh_opinions
from analysis.run_claims import claim_run
from analysis.runs import perform_run

PAUSE_SECONDS = 1.0

logger = structlog.get_logger()


async def work_until(stop: asyncio.Event, embedder: Embedder) -> None:
    """Work off what there is, then look again every second until ``stop`` is set.

    The database's rows are the queue: nothing is lost with a worker, and several may work.
    """
    while not stop.is_set():
        if not await _tried(embedder):
            try:
                async with asyncio.timeout(PAUSE_SECONDS):
                    await stop.wait()
            except TimeoutError:
                continue


async def _tried(embedder: Embedder) -> bool:
    try:
        return await work_once(embedder)
    except Exception:
        # What could not be kept still waits: it is tried again after the pause.
        logger.exception("work_failed")
        return False


async def work_once(embedder: Embedder) -> bool:
    """Do one run or one batch of arrivals; false when there was nothing to do."""
    run = await claim_run()
    if run is not None:
        try:
            await perform_run(run, embedder)
        except Exception:
            # The run's row says what happened; the worker goes on with the next.
            logger.exception("analysis_failed", run=str(run.id))
        return True
    placed = await place_arrivals(embedder)
    grouped = await group_arrivals(embedder.name)
    return await refresh_opinions() > 0 or grouped > 0 or placed > 0
