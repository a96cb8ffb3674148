"""Tells which migrations the database lacks; serving needs that, not what runs or writes them."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from piccolo.apps.migrations.tables import Migration

from server.database import Engine, database
from server.settings import CHECKOUT, Settings

APPS = ("consultations", "analysis")

_ID = re.compile(r'^ID = "(.+)"$', re.MULTILINE)


class MigrationFailed(Exception):  # noqa: N818 - says what happened
    """A migration did not go through."""


class Outdated(Exception):  # noqa: N818 - says what is the case
    """The database is not there, or lacks migrations."""


@asynccontextmanager
async def current_database(settings: Settings) -> AsyncIterator[Engine]:
    """The database of these settings; raises ``Outdated`` where it must be migrated first."""
    if not settings.database_url and not settings.sqlite_path.exists():
        raise Outdated(f"There is no database at {settings.sqlite_path} yet: run `rembuk migrate`.")
    async with database(settings) as engine:
        waiting = await pending()
        if waiting:
            raise Outdated(
                f"The database lacks {len(waiting)} migration(s): stop Rembuk, "
                "then run `rembuk migrate`."
            )
        yield engine


async def require_current_database(settings: Settings) -> None:
    """Raise ``Outdated`` where the database must be migrated before anything can be served."""
    async with current_database(settings):
        pass


async def pending() -> list[str]:
    """Migrations that have not run on the bound database."""
    names: list[str] = []
    has_run = await Migration.table_exists()
    for app in APPS:
        done = set(await Migration.get_migrations_which_ran(app_name=app)) if has_run else set()
        names += [f"{app} {i}" for i in migration_ids(app) if i not in done]
    return sorted(names)


def migration_ids(app: str) -> list[str]:
    """The migrations of an app, in order: read from their files, as loading all takes long."""
    files = (CHECKOUT / app / "migrations").glob(f"{app}_*.py")
    return sorted(_ID.findall(file.read_text(encoding="utf-8"))[0] for file in files)
