from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-24T20:00:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "One vote a person and statement, one number a statement"

INDEXES = (
    "CREATE UNIQUE INDEX statement_vote_once ON statement_vote (statement, voter_hash)",
    "CREATE UNIQUE INDEX statement_number_once ON statement (consultation, number)",
    "CREATE INDEX statement_vote_of_voter ON statement_vote (consultation, voter_hash)",
    "CREATE INDEX statement_vote_latest ON statement_vote (consultation, at)",
)
NAMES = (
    "statement_vote_once",
    "statement_number_once",
    "statement_vote_of_voter",
    "statement_vote_latest",
)


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
