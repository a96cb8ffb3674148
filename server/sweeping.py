"""Housekeeping in the evidence folder, by the clock."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import structlog

from consultations.evidence import EvidenceStore
from consultations.evidence_leftovers import sweep
from server.event_log import place_of
from server.settings import Settings

PAUSE = timedelta(hours=6)

logger = structlog.get_logger()


async def sweep_until(stop: asyncio.Event, settings: Settings) -> None:
    """Take away leftover evidence now and every few hours, until ``stop`` is set."""
    store = EvidenceStore(settings.evidence)
    while not stop.is_set():
        try:
            swept = await sweep(store)
            if swept:
                logger.info("evidence_swept", files=swept)
        except Exception as error:  # noqa: BLE001 - the loop outlives a full disk or a lost database
            logger.error(  # noqa: TRY400 - where it happened says enough
                "sweeping_trouble", error=type(error).__name__, place=place_of(error)
            )
        with suppress(TimeoutError):
            async with asyncio.timeout(PAUSE.total_seconds()):
                await stop.wait()
