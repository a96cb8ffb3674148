"""Whether mail can be sent, for the administrator."""

import asyncio
from collections.abc import Callable

from consultations.mailing import queue_state
from server.mail.delivery import Courier, ServerUnreachable
from server.settings import Settings


async def examine_mail(settings: Settings, say: Callable[[str], None]) -> int:
    """Say how mail stands; returns the number of problems. The database is open."""
    if not settings.mail_is_on:
        say("mail: off (REMBUK_SMTP_HOST is empty)")
        return 0
    waiting, failed = await queue_state()
    server = f"{settings.smtp_host}:{settings.smtp_port} ({settings.smtp_security})"
    say(f"mail: {server}, {waiting} waiting, {failed} not deliverable in the last 7 days")
    try:
        await asyncio.to_thread(Courier(settings).probe)
    except ServerUnreachable as trouble:
        say(f"  the mail server can't be used: {trouble.name}")
        return 1
    return 0
