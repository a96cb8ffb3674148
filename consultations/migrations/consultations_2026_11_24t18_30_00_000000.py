from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-24T18:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Follow-up items have a number of their own, and each input stands behind one once"

INDEXES = (
    "CREATE UNIQUE INDEX follow_up_item_number ON follow_up_item (consultation, number)",
    "CREATE UNIQUE INDEX follow_up_input_once ON follow_up_input (item, input)",
)
NAMES = ("follow_up_item_number", "follow_up_input_once")


async def forwards():
    class RawTable(Table):  # defined here, so that it finds the engine bound now
        pass

    manager = MigrationManager(
        migration_id=ID, app_name="consultations", description=DESCRIPTION
    )

    async def create():
        for statement in INDEXES:
            await RawTable.raw(statement)

    async def drop():
        for name in NAMES:
            await RawTable.raw(f"DROP INDEX {name}")

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
