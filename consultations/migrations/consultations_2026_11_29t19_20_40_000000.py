from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T19:20:40:000000"
VERSION = "1.38.0"
DESCRIPTION = "One summary a stage"


async def forwards():
    class RawTable(Table):  # defined here, so that it finds the engine bound now
        pass

    manager = MigrationManager(
        migration_id=ID, app_name="consultations", description=DESCRIPTION
    )

    async def create():
        await RawTable.raw(
            "CREATE UNIQUE INDEX stage_summary_once ON stage_summary (consultation, stage)"
        )

    async def drop():
        await RawTable.raw("DROP INDEX stage_summary_once")

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
