from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-24T10:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "What may exist once only"


UNIQUE = {
    "phase_once": ("phase", "consultation, stage"),
    "draft_version_once": ("draft_version", "consultation, number"),
    "unit_once": ("unit", "version, position"),
    "input_number_once": ("input", "consultation, number"),
    "note_position_once": ("note", "session, position"),
    "theme_member_once": ("theme_member", "theme, input"),
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
