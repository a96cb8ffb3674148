"""Works off joint publications of decisions, next to the analysis and the mail."""

import asyncio
from contextlib import suppress

import structlog

from consultations.publications import claim_publication, perform_publication
from server.event_log import place_of

PAUSE_SECONDS = 1.0

logger = structlog.get_logger()


async def publish_until(stop: asyncio.Event) -> None:
    """Publish what was asked for, then look again every second until ``stop`` is set."""
    while not stop.is_set():
        try:
            if await publish_next():
                continue
        except Exception as error:  # noqa: BLE001 - it is taken up again once its claim is old
            logger.error(  # noqa: TRY400 - its words may hold an address
                "publication_trouble", error=type(error).__name__, place=place_of(error)
            )
        with suppress(TimeoutError):
            async with asyncio.timeout(PAUSE_SECONDS):
                await stop.wait()


async def publish_next() -> bool:
    """Do the publication that waits first; false when there was none."""
    publication = await claim_publication()
    if publication is None:
        return False
    await perform_publication(publication)
    return True
