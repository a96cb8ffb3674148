"""Piccolo's SQLite engine with persistent connections, snapshots and group commit."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self
from uuid import UUID

from piccolo.engine.sqlite import SQLiteEngine
from piccolo.querystring import QueryString

from server.engines.connection import SQLiteConnection
from server.engines.group_commit import GroupWriter

READERS = 4


class SQLiteTransaction:
    """A write transaction; inside another it does nothing of its own."""

    def __init__(self, engine: "GroupCommitSQLiteEngine") -> None:
        self._engine = engine
        self._joined = engine.open_transaction() is not None
        self.connection = engine.writer.connection
        self.over = False

    async def __aenter__(self) -> Self:
        if not self._joined:
            await self._engine.writer.begin()
            self._token = self._engine.current_transaction.set(self)  # type: ignore[arg-type]
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._joined:
            return
        self.over = True
        self._engine.current_transaction.reset(self._token)
        if kind is None:
            await self._engine.writer.keep()
        else:
            await self._engine.writer.discard()


class Snapshot:
    """A read transaction on one of the reading connections."""

    def __init__(self, connection: SQLiteConnection) -> None:
        self.connection = connection
        self.over = False


class GroupCommitSQLiteEngine(SQLiteEngine):
    """SQLite for one machine: readers never wait, writers share their commits."""

    def __init__(self, path: str) -> None:
        super().__init__(path=path)
        self._readers: list[SQLiteConnection] = []
        self._watch: sqlite3.Connection | None = None
        self._open_anew()
        self.statements = 0

    def open_transaction(self) -> SQLiteTransaction | Snapshot | None:
        """The transaction of this task, unless it was inherited from one that has ended."""
        current: Any = self.current_transaction.get()
        return None if current is None or current.over else current

    def transaction(self, *_: Any, **__: Any) -> SQLiteTransaction:  # type: ignore[override]
        return SQLiteTransaction(self)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[None]:
        """One moment for all the reads inside."""
        if self.open_transaction() is not None:
            yield
            return
        async with self._reader() as connection:
            await connection.run("BEGIN")
            snapshot = Snapshot(connection)
            token = self.current_transaction.set(snapshot)  # type: ignore[arg-type]
            try:
                yield
            finally:
                snapshot.over = True
                self.current_transaction.reset(token)
                await connection.run("COMMIT")

    async def run_querystring(self, querystring: QueryString, in_pool: bool = False) -> Any:  # noqa: FBT001, FBT002, ARG002 - Piccolo's signature
        query, arguments = querystring.compile_string(engine_type=self.engine_type)
        return await self._send(query, arguments)

    async def run_ddl(self, ddl: str, in_pool: bool = False) -> Any:  # noqa: FBT001, FBT002, ARG002 - Piccolo's signature
        return await self._send(ddl, [])

    async def close(self) -> None:
        """Close every connection. The engine opens new ones when it is used again."""
        await self.writer.connection.close()
        while self._readers:
            await self._readers.pop().close()
        if self._watch is not None:
            self._watch.close()
            self._watch = None
        self._open_anew()

    def state(self) -> int | None:
        """A number that is another one after any commit, by whichever process.

        Asked of the log's shared index, so it neither waits nor reads a table. ``None`` when it
        can't be told now.
        """
        try:
            if self._watch is None:
                self._watch = sqlite3.connect(f"file:{self.path}?mode=ro", timeout=0, uri=True)
            return int(self._watch.execute("PRAGMA data_version").fetchone()[0])
        except sqlite3.OperationalError:
            return None

    async def tell(self, _: UUID) -> None:
        """Nothing is sent: all processes are on this machine, and ``state`` shows any commit."""

    def _open_anew(self) -> None:
        self.writer = GroupWriter(SQLiteConnection(self.path))
        self._free_readers = asyncio.Semaphore(READERS)

    async def _send(self, query: str, arguments: list[Any]) -> Any:
        self.statements += 1
        current = self.open_transaction()
        if current is not None:
            return await current.connection.fetch(query, arguments)
        if query.lstrip()[:6].upper() == "SELECT":
            async with self._reader() as connection:
                return await connection.fetch(query, arguments)
        async with self.transaction() as transaction:
            return await transaction.connection.fetch(query, arguments)

    @asynccontextmanager
    async def _reader(self) -> AsyncIterator[SQLiteConnection]:
        # A crowd waits for a connection: opening one for each would cost more than the wait.
        async with self._free_readers:
            connection = (
                self._readers.pop()
                if self._readers
                else SQLiteConnection(self.path, read_only=True)
            )
            try:
                yield connection
            finally:
                self._readers.append(connection)
