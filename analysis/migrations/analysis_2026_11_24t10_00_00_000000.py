from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-24T10:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What may exist once only"


UNIQUE = {
    "embedding_once": ("embedding", "text_hash, model"),
    "candidate_member_once": ("candidate_member", "candidate, input"),
}


async def forwards():
    class RawTable(Table):  # defined here, so that it finds the engine bound now
        pass

    manager = MigrationManager(
        migration_id=ID, app_name="analysis", description=DESCRIPTION
    )

    async def create_indexes():
        for name, (table, columns) in UNIQUE.items():
            await RawTable.raw(f"CREATE UNIQUE INDEX {name} ON {table} ({columns})")

    async def drop_indexes():
        for name in UNIQUE:
            await RawTable.raw(f"DROP INDEX {name}")

    manager.add_raw(create_indexes)
    manager.add_raw_backwards(drop_indexes)
    return manager
