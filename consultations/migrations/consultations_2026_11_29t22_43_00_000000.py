from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T22:43:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Earlier open answers know their question too"


async def forwards():
    class RawTable(Table):  # defined here, so that it finds the engine bound now
        pass

    manager = MigrationManager(
        migration_id=ID, app_name="consultations", description=DESCRIPTION
    )

    async def remember():
        await RawTable.raw(
            "UPDATE input SET question = (SELECT survey_answer.question FROM survey_answer "
            "WHERE survey_answer.input = input.id) WHERE id IN "
            "(SELECT survey_answer.input FROM survey_answer WHERE survey_answer.input IS NOT NULL)"
        )

    manager.add_raw(remember)
    return manager
