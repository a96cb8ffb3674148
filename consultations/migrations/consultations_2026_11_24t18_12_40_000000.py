from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-24T18:12:40:000000"
VERSION = "1.38.0"
DESCRIPTION = "One answer a reader and placement; a unit mentioned once by an input"


UNIQUE = {
    "spot_check_answer_once": ("spot_check_answer", "item, reader"),
    "spot_check_reader_once": ("spot_check_reader", "spot_check, account"),
    "spot_check_item_once": ("spot_check_item", "spot_check, position"),
    "unit_mention_once": ("unit_mention", "input, unit"),
}
PLAIN = {"unit_mention_listing": ("unit_mention", "consultation, state, found_at")}


async def forwards():
    class RawTable(Table):  # defined here, so that it finds the engine bound now
        pass

    manager = MigrationManager(
        migration_id=ID, app_name="consultations", description=DESCRIPTION
    )

    async def create_indexes():
        for name, (table, columns) in UNIQUE.items():
            await RawTable.raw(f"CREATE UNIQUE INDEX {name} ON {table} ({columns})")
        for name, (table, columns) in PLAIN.items():
            await RawTable.raw(f"CREATE INDEX {name} ON {table} ({columns})")

    async def drop_indexes():
        for name in (*UNIQUE, *PLAIN):
            await RawTable.raw(f"DROP INDEX {name}")

    manager.add_raw(create_indexes)
    manager.add_raw_backwards(drop_indexes)
    return manager
