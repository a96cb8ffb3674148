"""Turns what happened into letters: to authors, to followers, and by the clock."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from consultations.clock import now
from consultations.following import forget_unconfirmed
from consultations.mail_limits import forget_requests
from consultations.mailing import forget_addresses
from consultations.news import report_windows
from consultations.reminding import remind_of_tasks
from consultations.telling_authors import write_to_authors, write_to_late_authors
from consultations.telling_followers import write_to_followers
from consultations.telling_owners import write_to_owners
from consultations.transactions import transaction
from server.event_log import place_of

PAUSE_SECONDS = 10.0
SWEEP_EVERY = timedelta(minutes=10)
# A worker that starts looks this far back for inputs that came late into an answered theme.
LOOK_BACK = timedelta(days=7)

logger = structlog.get_logger()


async def tell_until(stop: asyncio.Event) -> None:
    """Look every few seconds for what someone should be told, until ``stop`` is set."""
    swept = now() - LOOK_BACK
    while not stop.is_set():
        try:
            await tell_once()
            if now() - swept >= SWEEP_EVERY:
                swept = await sweep(swept)
        except Exception as error:  # noqa: BLE001 - the loop outlives a full disk or a lost database
            logger.error(  # noqa: TRY400 - its words may hold an address
                "telling_trouble", error=type(error).__name__, place=place_of(error)
            )
        with suppress(TimeoutError):
            async with asyncio.timeout(PAUSE_SECONDS):
                await stop.wait()


async def tell_once() -> int:
    """Put every letter that is due into the queue; returns how many."""
    await report_windows()
    return await write_to_authors() + await write_to_followers()


async def sweep(since: datetime) -> datetime:
    """What need not happen at once; returns the moment up to which it is done."""
    # With an overlap: placements that were being committed then are seen now.
    moment = now() - timedelta(minutes=1)
    await write_to_late_authors(since)
    await remind_of_tasks()
    await write_to_owners()
    await forget_addresses()
    async with transaction():
        await forget_unconfirmed()
        await forget_requests()
    return moment
