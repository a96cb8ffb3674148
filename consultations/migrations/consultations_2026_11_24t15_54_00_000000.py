from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-24T15:54:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "One following an address; a queue that is read in order; news of what was before"

INDEXES = (
    "CREATE UNIQUE INDEX follow_once ON follow (consultation, email)",
    "CREATE INDEX news_item_of ON news_item (consultation, at)",
    # Only what still waits: the queue stays as quick to read after a million letters.
    "CREATE INDEX outgoing_message_due ON outgoing_message (urgent, next_attempt_at) "
    "WHERE sent_at IS NULL AND failed_at IS NULL",
)
# The audit trail knows when each was done; its row's id serves, as it names nothing else here.
EARLIER = """
    INSERT INTO news_item (id, consultation, kind, subject, key, at, authors_told_at)
    SELECT id, consultation, '{kind}', subject_id, '{kind}:' || CAST(id AS VARCHAR), at, at
    FROM audit_entry
    WHERE action = '{action}' AND consultation IS NOT NULL AND subject_id IS NOT NULL
"""


async def forwards():
    class RawTable(Table):  # defined here, so that it finds the engine bound now
        pass

    manager = MigrationManager(
        migration_id=ID, app_name="consultations", description=DESCRIPTION
    )

    async def create():
        for statement in INDEXES:
            await RawTable.raw(statement)
        for kind, action in (
            ("rancangan_terbit", "draft.published"),
            ("sesi_diumumkan", "session.announced"),
        ):
            await RawTable.raw(EARLIER.format(kind=kind, action=action))

    async def drop():
        for name in ("follow_once", "news_item_of", "outgoing_message_due"):
            await RawTable.raw(f"DROP INDEX {name}")

    manager.add_raw(create)
    manager.add_raw_backwards(drop)
    return manager
