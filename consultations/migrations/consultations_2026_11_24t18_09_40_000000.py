from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-24T18:09:40:000000"
VERSION = "1.38.0"
DESCRIPTION = "Take the cases of before over into the table that holds those of responses too"

COLUMNS = (
    "id, consultation, input, waiting, personal_data, reports, flagged, version, changed_at"
)
# The table of before still has it.
INDEX = (
    "DROP INDEX moderation_case_listing",
    "CREATE INDEX moderation_case_listing "
    "ON moderation_case (consultation, waiting, changed_at)",
)


async def forwards():
    class RawTable(Table):  # defined here, so that it finds the engine bound now
        pass

    manager = MigrationManager(
        migration_id=ID, app_name="consultations", description=DESCRIPTION
    )

    async def take_over():
        await RawTable.raw(
            f"INSERT INTO moderation_case ({COLUMNS}, subject) "
            f"SELECT {COLUMNS}, input FROM earlier_moderation_case"
        )
        for statement in INDEX:
            await RawTable.raw(statement)

    manager.add_raw(take_over)
    manager.drop_table(
        class_name="EarlierModerationCase", tablename="earlier_moderation_case"
    )
    return manager
