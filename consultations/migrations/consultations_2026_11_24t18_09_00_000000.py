from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-24T18:09:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Put the cases aside: their table could hold one for an input only"


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="consultations", description=DESCRIPTION
    )
    manager.rename_table(
        old_class_name="ModerationCase",
        old_tablename="moderation_case",
        new_class_name="EarlierModerationCase",
        new_tablename="earlier_moderation_case",
    )
    return manager
