"""The worker process: the only one that loads the model, sends mail and asks for drafts."""

import asyncio
import signal

from analysis.drafting_suggestions import draft_until
from analysis.embedding import Embedder
from analysis.likeness import Likeness
from analysis.reviewing import Reviewer
from analysis.working import work_until
from server.database import database
from server.event_log import configure_event_log
from server.installation import use_installation
from server.likeness import answering
from server.mail.sending import send_until
from server.mail.telling import tell_until
from server.model_endpoint import endpoint_of
from server.publishing_decisions import publish_until
from server.settings import Settings
from server.sweeping import sweep_until


def embedder_of(settings: Settings) -> Embedder:
    """The embedder of these settings; its model is loaded at the first text."""
    return Embedder(settings.model_cache, settings.model)


async def work(settings: Settings) -> None:
    """Work until the process is told to stop; the task at hand is finished first."""
    configure_event_log()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    use_installation(settings)
    embedder = embedder_of(settings)
    likeness = Likeness(embedder.sharing())
    async with (
        database(settings),
        answering(settings, likeness, Reviewer(embedder.name)),
        asyncio.TaskGroup() as tasks,
    ):
        likeness.warm()
        tasks.create_task(work_until(stop, embedder))
        tasks.create_task(tell_until(stop))
        tasks.create_task(sweep_until(stop, settings))
        tasks.create_task(publish_until(stop))
        if settings.endpoint_is_on:
            tasks.create_task(draft_until(stop, endpoint_of(settings), embedder.sharing()))
        if settings.mail_is_on:
            tasks.create_task(send_until(stop, settings))
