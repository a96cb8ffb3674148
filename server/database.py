"""Opens the database of the settings and binds the tables to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from piccolo.apps.migrations.tables import Migration

from analysis.tables import TABLES as TABLES_OF_ANALYSIS
from consultations.every_table import TABLES
from consultations.sealing import use_keys
from server.engines.postgres import PooledPostgresEngine
from server.engines.sqlite import GroupCommitSQLiteEngine
from server.security.sealing_keys import sealing_keys
from server.settings import Settings

Engine = GroupCommitSQLiteEngine | PooledPostgresEngine


def create_engine(settings: Settings) -> Engine:
    """The engine for these settings; makes the data folder where SQLite lives."""
    if settings.database_url:
        return PooledPostgresEngine(settings.database_url, largest_pool=settings.pool)
    settings.data.mkdir(parents=True, exist_ok=True)
    return GroupCommitSQLiteEngine(str(settings.sqlite_path))


def bind(engine: Engine) -> None:
    """Make every table, and Piccolo's own, use this engine."""
    for table in (*TABLES, *TABLES_OF_ANALYSIS, Migration):
        table._meta.db = engine  # noqa: SLF001 - Piccolo's documented meta data


@asynccontextmanager
async def opened(engine: Engine) -> AsyncIterator[Engine]:
    """Bind an engine and keep it open for the running event loop."""
    bind(engine)
    if isinstance(engine, PooledPostgresEngine):
        await engine.open()
    try:
        yield engine
    finally:
        await engine.close()


@asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[Engine]:
    """The database of these settings, open and bound, with the keys of what is sealed in it."""
    use_keys(sealing_keys(settings))
    async with opened(create_engine(settings)) as engine:
        yield engine
