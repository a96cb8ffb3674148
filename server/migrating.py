"""Brings the database up to date, and tells whether tables and migrations agree."""

import contextlib
import io
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.apps.migrations.commands.new import AutoMigrationManager
from piccolo.apps.migrations.tables import Migration
from piccolo.conf.apps import Finder

from server.database import Engine, database
from server.settings import Settings

os.environ["PICCOLO_CONF"] = "server.piccolo_conf"

APPS = ("consultations", "analysis")


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


async def migrate() -> list[str]:
    """Run every migration that has not run yet, in order; returns their names."""
    names = await pending()
    for app in APPS:
        with contextlib.redirect_stdout(io.StringIO()):
            result = await ForwardsMigrationManager(app_name=app).run()
        if not result.success:
            raise MigrationFailed(result.message)
    return names


async def pending() -> list[str]:
    """Migrations that have not run on the bound database."""
    names: list[str] = []
    has_run = await Migration.table_exists()
    for app in APPS:
        manager = ForwardsMigrationManager(app_name=app)
        done = set(await Migration.get_migrations_which_ran(app_name=app)) if has_run else set()
        config = manager.get_app_config(app_name=app)
        modules = manager.get_migration_modules(config.resolved_migrations_folder_path)
        names += [f"{app} {i}" for i in manager.get_migration_ids(modules) if i not in done]
    return sorted(names)


async def schema_drift() -> list[str]:
    """Changes in the tables that no migration makes yet; empty when all agree."""
    drift: list[str] = []
    for app in APPS:
        config = Finder().get_app_config(app_name=app)
        statements = await AutoMigrationManager().get_alter_statements(app_config=config)
        drift += [line for part in statements for line in part.statements]
    return drift
