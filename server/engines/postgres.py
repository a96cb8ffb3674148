"""Piccolo's PostgreSQL engine with a pool, snapshots and errors the domain knows."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from uuid import UUID

import asyncpg
from piccolo.engine.postgres import PostgresEngine
from piccolo.querystring import QueryString

from consultations.transactions import StorageBusy, StorageCollision, StorageFull, StorageTrouble

_BUSY = (
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.LockNotAvailableError,
    asyncpg.QueryCanceledError,
    asyncpg.TooManyConnectionsError,
    asyncpg.CannotConnectNowError,
)
# The server or the connection went away. What was being committed then may be stored or not:
# whoever sends the same submission again learns which.
_LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    ConnectionError,
    # What asyncpg says of a connection that was ended while it lay idle.
    asyncpg.InternalClientError,
)
STATEMENT_SECONDS = 30
# The name under which processes tell each other what has changed.
TOLD = "rembuk"


class PostgresWrites:
    """A transaction in progress and its connection."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.over = False


class PooledPostgresEngine(PostgresEngine):
    """PostgreSQL for when one machine is not enough."""

    def __init__(self, url: str, *, largest_pool: int = 10) -> None:
        super().__init__(config={"dsn": url})
        self._largest_pool = largest_pool
        self.statements = 0

    async def check_version(self) -> None:
        """Piccolo's warnings would come before ``open()`` can say plainly what is wrong."""

    async def open(self) -> None:
        """Start the pool on the running event loop."""
        try:
            await self.start_connection_pool(
                min_size=1,
                max_size=self._largest_pool,
                command_timeout=STATEMENT_SECONDS,
            )
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise StorageTrouble(f"PostgreSQL can't be used: {error}") from error

    async def close(self) -> None:
        """Close the pool."""
        if self.pool:
            await self.close_connection_pool()

    @asynccontextmanager
    async def transaction(self, *_: Any, **__: Any) -> AsyncIterator["PostgresWrites"]:  # type: ignore[override]
        """A transaction on a connection of the pool; inside another it joins that one."""
        joined = self.open_transaction()
        if joined is not None:
            yield joined
            return
        # Piccolo's own leaks its connection when the task is cancelled on the way in.
        pool: Any = self.pool
        with _told_apart():
            async with pool.acquire() as connection, connection.transaction():
                current = PostgresWrites(connection)
                token = self.current_transaction.set(current)  # type: ignore[arg-type]
                try:
                    yield current
                finally:
                    current.over = True
                    self.current_transaction.reset(token)

    def state(self) -> None:
        """PostgreSQL has no cheap sign of a commit elsewhere: whoever asks must read."""

    async def tell(self, subject: UUID) -> None:
        """Notify all that listen, as the transaction commits."""
        await self.run_querystring(QueryString(f"SELECT pg_notify('{TOLD}', {{}})", str(subject)))

    async def told(self) -> AsyncIterator[UUID | None]:
        """What any process tells of, for as long as the connection of its own lasts.

        ``None`` says that it is listening now. Raises ``StorageBusy`` once it is lost.
        """
        subjects: asyncio.Queue[str | None] = asyncio.Queue()
        with _told_apart():
            connection = await asyncpg.connect(dsn=self.config["dsn"])
        try:
            connection.add_termination_listener(lambda _: subjects.put_nowait(None))
            await connection.add_listener(TOLD, lambda *told: subjects.put_nowait(told[-1]))
            yield None
            while (subject := await subjects.get()) is not None:
                yield UUID(subject)
            raise StorageBusy("The connection that listens was lost.")
        finally:
            await connection.close(timeout=2)

    def open_transaction(self) -> "PostgresWrites | None":
        """The transaction of this task, unless it was inherited from one that has ended."""
        current: Any = self.current_transaction.get()
        return None if current is None or current.over else current

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[None]:
        """One moment for all the reads inside."""
        if self.open_transaction() is not None:
            yield
            return
        async with self.transaction() as current:
            await current.connection.execute(
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
            )
            yield

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> Any:  # noqa: FBT001, FBT002 - Piccolo's signature
        self.statements += 1
        if self.open_transaction() is None:
            self.current_transaction.set(None)
        with _told_apart():
            return await super().run_querystring(querystring, in_pool)


@contextmanager
def _told_apart() -> Iterator[None]:
    try:
        yield
    except (*_BUSY, *_LOST, TimeoutError) as error:
        raise StorageBusy(str(error)) from error
    except asyncpg.InterfaceError as error:
        if "closed" not in str(error):
            raise
        raise StorageBusy(str(error)) from error
    except asyncpg.UniqueViolationError as error:
        raise StorageCollision(error.constraint_name or "") from error
    except asyncpg.DiskFullError as error:
        raise StorageFull(str(error)) from error
