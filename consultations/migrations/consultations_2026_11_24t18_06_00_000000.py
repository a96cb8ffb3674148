from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-24T18:06:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "A session's code and its participants' numbers are given out once"

INDEXES = (
    "CREATE UNIQUE INDEX session_code ON session (code) WHERE code <> ''",
    "CREATE UNIQUE INDEX participant_position ON participant (session, position)",
    "CREATE UNIQUE INDEX session_unit_once ON session_unit (session, identity)",
    "CREATE INDEX note_of_participant ON note (participant) WHERE participant IS NOT NULL",
)
NAMES = ("session_code", "participant_position", "session_unit_once", "note_of_participant")


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
