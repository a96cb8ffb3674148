import re
import unicodedata

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-24T15:18:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "The engines' word indexes, and what was said and published before them"

# SQLite: the index refers to the entries' words; triggers keep both in step.
SQLITE = (
    """CREATE VIRTUAL TABLE search_words USING fts5(
        words, content='search_entry', content_rowid='id',
        tokenize="unicode61 remove_diacritics 2", prefix='3 5')""",
    """CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_words(rowid, words) VALUES (new.id, new.words); END""",
    """CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_words(search_words, rowid, words)
        VALUES ('delete', old.id, old.words); END""",
    """CREATE TRIGGER search_entry_changed AFTER UPDATE OF words ON search_entry BEGIN
        INSERT INTO search_words(search_words, rowid, words)
        VALUES ('delete', old.id, old.words);
        INSERT INTO search_words(rowid, words) VALUES (new.id, new.words); END""",
)
POSTGRES = (
    "CREATE INDEX search_entry_words ON search_entry USING gin (to_tsvector('simple', words))",
)
SQLITE_BACK = (
    "DROP TRIGGER search_entry_added",
    "DROP TRIGGER search_entry_gone",
    "DROP TRIGGER search_entry_changed",
    "DROP TABLE search_words",
)
POSTGRES_BACK = ("DROP INDEX search_entry_words",)
SAID = (
    "input",
    """SELECT consultation, id, registration || ' ' || text || ' ' || COALESCE(proposed_wording, '')
    || ' ' || COALESCE(reason, '') AS said FROM input""",
)
PUBLISHED = (
    "unit",
    """SELECT v.consultation AS consultation, u.id AS id,
    u.number || ' ' || u.heading || ' ' || u.text AS said
    FROM unit u JOIN draft_version v ON v.id = u.version WHERE v.published_at IS NOT NULL""",
)


def plain(text):
    folded = unicodedata.normalize("NFKD", text.casefold())
    without = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", without))


async def forwards():
    class RawTable(Table):  # defined here, so that it finds the engine bound now
        pass

    manager = MigrationManager(
        migration_id=ID, app_name="consultations", description=DESCRIPTION
    )
    embedded = RawTable._meta.db.engine_type == "sqlite"

    def running(statements):
        async def run():
            for statement in statements:
                await RawTable.raw(statement)

        return run

    async def enter():
        for column, query in (SAID, PUBLISHED):
            for row in await RawTable.raw(query):
                await RawTable.raw(
                    f"INSERT INTO search_entry (consultation, {column}, words) VALUES ({{}}, {{}}, {{}})",
                    row["consultation"],
                    row["id"],
                    plain(row["said"]),
                )

    manager.add_raw(running(SQLITE if embedded else POSTGRES))
    manager.add_raw(enter)
    manager.add_raw_backwards(running(SQLITE_BACK if embedded else POSTGRES_BACK))
    return manager
