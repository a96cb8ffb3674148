"""Fixtures that every test may use: real databases, freshly migrated and bound."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from httpx import ASGITransport, AsyncClient

from consultations.sealing import use_keys
from server.app import create_app
from server.database import Engine, opened
from server.settings import Settings
from tests.client import Visitor
from tests.databases import PostgresSource, SQLiteSource

SEALING_KEY = Fernet.generate_key()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def sqlite_source(tmp_path_factory: pytest.TempPathFactory) -> SQLiteSource:
    return SQLiteSource(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_source() -> Iterator[PostgresSource]:
    source = PostgresSource()
    yield source
    source.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An engine on a fresh, migrated database; not yet open."""
    use_keys([SEALING_KEY])
    name = "sqlite_source" if request.param == "sqlite" else "postgres_source"
    with request.getfixturevalue(name).fresh() as fresh:
        yield fresh


@pytest.fixture
async def database(engine: Engine) -> AsyncIterator[Engine]:
    """A fresh database, open and bound, once on SQLite and once on PostgreSQL."""
    async with opened(engine):
        yield engine


@pytest.fixture
async def sqlite_database(sqlite_source: SQLiteSource) -> AsyncIterator[Engine]:
    """A fresh SQLite database, open and bound."""
    use_keys([SEALING_KEY])
    with sqlite_source.fresh() as engine:
        async with opened(engine):
            yield engine


@pytest.fixture
async def app_client(database: Engine, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    """The real application on the test's database, without a socket."""
    app = create_app(Settings(data=tmp_path), engine=database)
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://testserver") as client:
        yield client


@pytest.fixture
async def guest(app_client: AsyncClient) -> Visitor:
    return Visitor(app_client)
