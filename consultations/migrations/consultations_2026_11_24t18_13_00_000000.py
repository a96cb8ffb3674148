from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-24T18:13:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "One answer an account; a key is of one survey; answers are counted by question"

INDEXES = {
    "survey_return_once": "CREATE UNIQUE INDEX {} ON survey_return (survey, account)",
    "survey_key_once": "CREATE UNIQUE INDEX {} ON survey_key (survey, key_hash)",
    "survey_return_arrival": "CREATE INDEX {} ON survey_return (survey, received_at)",
}


async def forwards():
    class RawTable(Table):  # defined here, so that it finds the engine bound now
        pass

    manager = MigrationManager(
        migration_id=ID, app_name="consultations", description=DESCRIPTION
    )

    async def create():
        for name, statement in INDEXES.items():
            await RawTable.raw(statement.format(name))

    async def drop():
        for name in INDEXES:
            await RawTable.raw(f"DROP INDEX {name}")

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
