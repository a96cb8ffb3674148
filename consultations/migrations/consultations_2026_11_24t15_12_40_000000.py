from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-24T15:12:40:000000"
VERSION = "1.38.0"
DESCRIPTION = "Once a person, once an edition; a unit's inputs in order"


INDEXES = {
    "support_once": ("UNIQUE", "support", "input, supporter_hash"),
    "input_edition_once": ("UNIQUE", "input_edition", "input, number"),
    "evidence_file_once": ("UNIQUE", "evidence_file", "input, position"),
    "input_of_unit": ("", "input", "unit, number"),
}


async def forwards():
    class RawTable(Table):  # defined here, so that it finds the engine bound now
        pass

    manager = MigrationManager(
        migration_id=ID, app_name="consultations", description=DESCRIPTION
    )

    async def create_indexes():
        for name, (unique, table, columns) in INDEXES.items():
            await RawTable.raw(f"CREATE {unique} INDEX {name} ON {table} ({columns})")

    async def drop_indexes():
        for name in INDEXES:
            await RawTable.raw(f"DROP INDEX {name}")

    manager.add_raw(create_indexes)
    manager.add_raw_backwards(drop_indexes)
    return manager
