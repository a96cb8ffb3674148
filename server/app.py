"""Wires the web application together: everything it is made of is named here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from threading import Thread

from litestar import Litestar
from litestar.datastructures import State
from litestar.middleware import DefineMiddleware

from consultations.queries.room import session_changes
from consultations.sealing import use_keys
from server.database import Engine, database
from server.errors import HANDLERS
from server.event_log import configure_event_log
from server.garbage import leave_out_what_started
from server.installation import use_installation
from server.live import LivePages
from server.note_feed import NoteFeed
from server.pages import ROUTES
from server.recent import RecentReads
from server.rendering import prepare_templates
from server.reuse import PageStore
from server.security.flooding import FloodGate
from server.security.headers import add_security_headers
from server.security.identity import SignInMiddleware
from server.security.origin import SameOriginMiddleware
from server.security.permissions import check_permission
from server.security.sealing_keys import sealing_keys
from server.settings import Settings
from server.static_files import send_static
from server.visit import LOCALES, Visit

LARGEST_BODY = 1_000_000


def create_app(settings: Settings | None = None, *, engine: Engine | None = None) -> Litestar:
    """The ASGI application. Without settings they are read from the environment.

    An ``engine`` that is given is open already and stays the caller's to close.
    """
    settings = settings or Settings.from_environment()
    use_installation(settings)
    configure_event_log()
    use_keys(sealing_keys(settings))

    live = LivePages(session_changes)

    @asynccontextmanager
    async def while_serving(_: Litestar) -> AsyncIterator[None]:
        # Half a second of work for each language: whoever came first would make all others wait.
        Thread(target=prepare_templates, args=(LOCALES,), daemon=True).start()
        async with (
            nullcontext(engine) if engine else database(settings) as opened,
            live.watching(opened),
        ):
            yield

    return Litestar(
        route_handlers=[*ROUTES, send_static],
        request_class=Visit,
        guards=[check_permission],
        middleware=[
            SameOriginMiddleware(settings.origin),
            DefineMiddleware(SignInMiddleware, exclude=["^/static/", "^/bukti/", "^/gambar/"]),
        ],
        exception_handlers=HANDLERS,
        before_send=[add_security_headers],
        lifespan=[while_serving],
        logging_config=None,
        request_max_body_size=LARGEST_BODY,
        openapi_config=None,
        state=State(
            {
                "settings": settings,
                "pages": PageStore(),
                "recent": RecentReads(),
                "floods": FloodGate(),
                "live": live,
                "note_feed": NoteFeed(),
            }
        ),
    )


def create_site() -> Litestar:
    """The application for a process that does nothing but serve it."""
    app = create_app()
    leave_out_what_started()
    return app
