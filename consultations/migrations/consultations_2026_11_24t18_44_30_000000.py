from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-24T18:44:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "An innovation is linked to a unit once; a form of replication has one definition"

INDEXES = {
    "innovation_link_once": "CREATE UNIQUE INDEX {} ON innovation_link (innovation, unit_identity)",
    "replication_definition_once": (
        "CREATE UNIQUE INDEX {} ON replication_definition (consultation, form)"
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
