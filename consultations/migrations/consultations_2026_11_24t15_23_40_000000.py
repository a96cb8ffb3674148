from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-24T15:23:40:000000"
VERSION = "1.38.0"
DESCRIPTION = "What was there before stays announced; the audit trail in order"


async def forwards():
    class RawTable(Table):  # defined here, so that it finds the engine bound now
        pass

    manager = MigrationManager(
        migration_id=ID, app_name="consultations", description=DESCRIPTION
    )

    async def announce_all():
        await RawTable.raw("UPDATE consultation SET announced_at = created_at")
        await RawTable.raw("CREATE INDEX audit_entry_in_order ON audit_entry (consultation, at)")

    async def drop_index():
        await RawTable.raw("DROP INDEX audit_entry_in_order")

    manager.add_raw(announce_all)
    manager.add_raw_backwards(drop_index)
    return manager
