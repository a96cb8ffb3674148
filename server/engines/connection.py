"""One SQLite connection, and the one thread that may touch it."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from consultations.transactions import StorageBusy, StorageCollision, StorageFull, StorageTrouble
from server.engines.worker_thread import WorkerThread

Row = dict[str, Any]

BUSY_SECONDS = 2.0

# FULL syncs the write-ahead log at each commit, so what was acknowledged survives a power cut.
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -8000",
)


class SQLiteConnection:
    """A persistent connection whose statements run one after another on its own thread."""

    def __init__(self, path: str, *, read_only: bool = False) -> None:
        self._path = path
        self._read_only = read_only
        self._thread = WorkerThread("sqlite")
        self._connection: sqlite3.Connection | None = None

    async def run(self, *statements: str) -> None:
        """Execute statements that return nothing, in one hop to the thread."""
        await self._thread.do(self._run, statements)

    async def fetch(self, sql: str, arguments: Sequence[Any] = ()) -> list[Row]:
        """Execute one statement and return its rows."""
        return await self._thread.do(self._fetch, sql, arguments)

    async def in_transaction(self) -> bool:
        """Whether SQLite still has a transaction open; a full disk makes it give one up."""
        return await self._thread.do(lambda: self._open().in_transaction)

    async def close(self) -> None:
        """Close the connection and end its thread."""
        await self._thread.do(self._close)
        self._thread.end()

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            connection = sqlite3.connect(
                self._path,
                timeout=BUSY_SECONDS,
                isolation_level=None,
                detect_types=sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES,
                check_same_thread=False,
            )
            for pragma in _PRAGMAS:
                connection.execute(pragma)
            if self._read_only:
                connection.execute("PRAGMA query_only = ON")
            self._connection = connection
        return self._connection

    def _run(self, statements: Sequence[str]) -> None:
        try:
            connection = self._open()
            for statement in statements:
                connection.execute(statement)
        except (sqlite3.OperationalError, sqlite3.IntegrityError) as error:
            raise told_apart(error) from error

    def _fetch(self, sql: str, arguments: Sequence[Any]) -> list[Row]:
        try:
            cursor = self._open().execute(sql, arguments)
            if cursor.description is None:
                return []
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        except (sqlite3.OperationalError, sqlite3.IntegrityError) as error:
            raise told_apart(error) from error

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def told_apart(error: sqlite3.DatabaseError) -> StorageTrouble | sqlite3.DatabaseError:
    """The error as the domain knows it, where it does."""
    code = getattr(error, "sqlite_errorcode", 0)
    if code in (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY):
        return StorageCollision(str(error))
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StorageBusy(str(error))
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return StorageFull(str(error))
    return error
