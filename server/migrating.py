"""Brings the database up to date, and tells whether tables and migrations agree."""

import contextlib
import io
import os

from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.apps.migrations.commands.new import AutoMigrationManager
from piccolo.apps.migrations.tables import Migration
from piccolo.conf.apps import Finder

os.environ["PICCOLO_CONF"] = "server.piccolo_conf"

APPS = ("consultations", "analysis")


class MigrationFailed(Exception):  # noqa: N818 - says what happened
    """A migration did not go through."""


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
    await Migration.create_table(if_not_exists=True)
    for app in APPS:
        manager = ForwardsMigrationManager(app_name=app)
        done = set(await Migration.get_migrations_which_ran(app_name=app))
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
