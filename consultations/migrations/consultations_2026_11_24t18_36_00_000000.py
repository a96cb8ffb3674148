from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-24T18:36:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "Decisions written before are deliberated on; what may exist once exists once"

INDEXES = {
    "decision_option_once": "CREATE UNIQUE INDEX {} ON decision_option (consultation, code)",
    "element_gap_once": "CREATE UNIQUE INDEX {} ON element_gap (consultation, element)",
    "finalisation_standing": (
        "CREATE UNIQUE INDEX {} ON finalisation (consultation) WHERE reopened_at IS NULL"
    ),
    "deliberation_ready": "CREATE INDEX {} ON deliberation (consultation, pending, state)",
    "deliberation_step_order": "CREATE INDEX {} ON deliberation_step (deliberation, at)",
}
CARRY_OVER = """
    INSERT INTO deliberation (
        id, consultation, disposition, option, decision, reason, reply, state, pending, remark,
        version, written_by, written_at, published_at
    )
    SELECT disposition.id, theme.consultation, disposition.id, '', disposition.decision,
        disposition.reason, COALESCE(reply.text, ''),
        CASE WHEN reply.published_at IS NULL THEN 'konsep' ELSE 'disetujui' END,
        reply.published_at IS NULL, '', disposition.version, disposition.decided_by,
        disposition.decided_at, reply.published_at
    FROM disposition
    JOIN theme ON theme.id = disposition.theme
    LEFT JOIN reply ON reply.disposition = disposition.id
"""


async def forwards():
    class RawTable(Table):  # defined here, so that it finds the engine bound now
        pass

    manager = MigrationManager(migration_id=ID, app_name="consultations", description=DESCRIPTION)

    async def create():
        for name, statement in INDEXES.items():
            await RawTable.raw(statement.format(name))
        await RawTable.raw(CARRY_OVER)

    async def drop():
        for name in INDEXES:
            await RawTable.raw(f"DROP INDEX {name}")
        await RawTable.raw("DELETE FROM deliberation")

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
