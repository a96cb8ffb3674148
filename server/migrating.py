"""Brings the database up to date, and tells whether tables and migrations agree."""

import contextlib
import io
import os

from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.apps.migrations.commands.new import AutoMigrationManager
from piccolo.apps.migrations.tables import Migration
from piccolo.conf.apps import Finder

from server import piccolo_conf
from server.migrations_due import APPS, MigrationFailed, pending

os.environ["PICCOLO_CONF"] = "server.piccolo_conf"


async def migrate() -> list[str]:
    """Run every migration that has not run yet, in order; returns their names."""
    names = await pending()
    for app in APPS:
        await run_migrations(app)
    return names


async def run_migrations(app: str, *, until: str = "all") -> None:
    """Run an app's migrations on the bound database, all of them or up to one."""
    _tell_migrations_of_the_database()
    with contextlib.redirect_stdout(io.StringIO()):
        result = await ForwardsMigrationManager(app_name=app, migration_id=until).run()
    if not result.success:
        raise MigrationFailed(result.message)


async def schema_drift() -> list[str]:
    """Changes in the tables that no migration makes yet; empty when all agree."""
    _tell_migrations_of_the_database()
    drift: list[str] = []
    for app in APPS:
        config = Finder().get_app_config(app_name=app)
        statements = await AutoMigrationManager().get_alter_statements(app_config=config)
        drift += [line for part in statements for line in part.statements]
    return drift


def _tell_migrations_of_the_database() -> None:
    # The tables they make up ask Piccolo's configuration, also when they are only gone through.
    piccolo_conf.DB = Migration._meta.db  # noqa: SLF001 - Piccolo's documented meta data
