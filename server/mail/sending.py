"""Sends what is in the queue, one letter after the other, next to the analysis."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import structlog

from consultations.clock import now
from consultations.mailing import (
    NOT_NEEDED,
    claim_letter,
    give_up,
    keep_claim,
    mark_sent,
    put_off,
)
from consultations.tables import OutgoingMessage
from server.event_log import place_of
from server.mail.composing import compose
from server.mail.delivery import Courier, Refused, ServerUnreachable, Undelivered
from server.mail.letters import BadAddress, email_of
from server.settings import Settings

PAUSE_SECONDS = 1.0
# While the server is away, letters wait rather than spend their attempts.
AWAY_SECONDS = 30.0

logger = structlog.get_logger()


async def send_until(stop: asyncio.Event, settings: Settings) -> None:
    """Send what is due, then look again every second until ``stop`` is set."""
    courier = Courier(settings)
    try:
        while not stop.is_set():
            pause = PAUSE_SECONDS
            try:
                if await send_next(courier, settings):
                    continue
                await asyncio.to_thread(courier.hang_up)
            except ServerUnreachable:
                pause = AWAY_SECONDS
            except Exception as error:  # noqa: BLE001 - the loop outlives what one letter does
                # Not its words: they may hold an address.
                logger.error(  # noqa: TRY400
                    "mail_trouble", error=type(error).__name__, place=place_of(error)
                )
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await stop.wait()
    finally:
        await asyncio.to_thread(courier.hang_up)


async def send_next(courier: Courier, settings: Settings) -> bool:
    """Send the letter that is due first; false when there was none.

    Raises ``ServerUnreachable`` after putting the letter off, so that the caller waits.
    """
    message = await claim_letter()
    if message is None:
        return False
    beat = asyncio.create_task(keep_claim(message))
    try:
        await _send(message, courier, settings)
    finally:
        beat.cancel()
        with suppress(asyncio.CancelledError):
            await beat
    return True


async def _send(message: OutgoingMessage, courier: Courier, settings: Settings) -> None:
    about = {"letter": str(message.id), "kind": message.kind}
    try:
        letter = None if _is_too_late(message) else await compose(message, settings.address)
        if letter is None:
            await give_up(message, NOT_NEEDED)
            return
        email = email_of(letter, message, settings)
        await asyncio.to_thread(courier.deliver, email)
    except (Refused, BadAddress) as error:
        name = error.name if isinstance(error, Refused) else type(error).__name__
        await give_up(message, name)
        logger.warning("mail_refused", error=name, **about)
    except Undelivered as error:
        given_up = await put_off(message, error.name)
        logger.warning("mail_put_off", error=error.name, given_up=given_up, **about)
        if isinstance(error, ServerUnreachable):
            raise
    except Exception as error:
        # Something of ours broke: this letter waits, the others go on.
        await put_off(message, type(error).__name__)
        raise
    else:
        await mark_sent(message)
        logger.info(
            "mail_sent", waited=round((now() - message.created_at) / timedelta(seconds=1)), **about
        )


def _is_too_late(message: OutgoingMessage) -> bool:
    return message.expires_at is not None and message.expires_at < now()
