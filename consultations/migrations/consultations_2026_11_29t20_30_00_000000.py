from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T20:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "One easy text a page"


async def forwards():
    class RawTable(Table):  # defined here, so that it finds the engine bound now
        pass

    manager = MigrationManager(
        migration_id=ID, app_name="consultations", description=DESCRIPTION
    )

    async def create():
        await RawTable.raw(
            "CREATE UNIQUE INDEX easy_text_once ON easy_text (consultation, about)"
        )

    async def drop():
        await RawTable.raw("DROP INDEX easy_text_once")

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
