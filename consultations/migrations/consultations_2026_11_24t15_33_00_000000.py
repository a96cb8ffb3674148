from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-24T15:33:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What an assessment may hold once only"


UNIQUE = {
    "scorer_once": ("scorer", "assessment, account"),
    "score_once": ("score", "scorer, option, criterion"),
    "pair_judgment_once": ("pair_judgment", "scorer, first, second"),
}


async def forwards():
    class RawTable(Table):  # defined here, so that it finds the engine bound now
        pass

    manager = MigrationManager(
        migration_id=ID, app_name="consultations", description=DESCRIPTION
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
