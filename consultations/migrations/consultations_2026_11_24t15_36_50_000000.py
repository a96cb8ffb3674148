from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-24T15:36:50:000000"
VERSION = "1.38.0"
DESCRIPTION = "What may exist once only in moderation, and how its lists are read"


UNIQUE = {
    "input_report_once": ("input_report", "input, reporter_hash"),
    "campaign_suggestion_once": ("campaign_suggestion", "input, campaign"),
}
PLAIN = {
    "moderation_case_listing": ("moderation_case", "consultation, waiting, changed_at"),
    "input_listing": ("input", "version, unit, folded, number"),
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
        for name, (table, columns) in PLAIN.items():
            await RawTable.raw(f"CREATE INDEX {name} ON {table} ({columns})")

    async def drop_indexes():
        for name in (*UNIQUE, *PLAIN):
            await RawTable.raw(f"DROP INDEX {name}")

    manager.add_raw(create_indexes)
    manager.add_raw_backwards(drop_indexes)
    return manager
