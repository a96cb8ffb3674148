from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-24T19:53:40:000000"
VERSION = "1.38.0"
DESCRIPTION = "In the room everybody supports a question once and has one ballot a round"

INDEXES = {
    "room_support_once": "CREATE UNIQUE INDEX {} ON room_support (question, supporter_hash)",
    "dot_ballot_once": "CREATE UNIQUE INDEX {} ON dot_ballot (round, voter_hash)",
    "dot_item_position": "CREATE UNIQUE INDEX {} ON dot_item (round, position)",
    "dot_round_running": (
        "CREATE UNIQUE INDEX {} ON dot_round (session) WHERE closed_at IS NULL"
    ),
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
