"""Fixtures that every test may use: real databases, freshly migrated and bound."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import hypothesis
import pytest
from cryptography.fernet import Fernet
from httpx import ASGITransport, AsyncClient

from consultations.mailing import use_mail
from consultations.sealing import use_keys
from server.app import create_app
from server.database import Engine, opened
from server.settings import Settings
from tests.client import Visitor
from tests.databases import PostgresSource, SQLiteSource
from tests.post_office import PostOffice, open_office

SEALING_KEY = Fernet.generate_key()

# A shared machine is slow now and then; what must be quick is measured where it matters.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


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
    # Everybody in a test comes from one address; what limits addresses has tests of its own.
    app = create_app(Settings(data=tmp_path, address_burst=0), engine=database)
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://testserver") as client:
        yield client


@pytest.fixture
async def guest(app_client: AsyncClient) -> Visitor:
    return Visitor(app_client)


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    """A real SMTP server on the loopback, and mail that is on."""
    with open_office() as office:
        use_mail(on=True)
        yield office
        use_mail(on=False)


@pytest.fixture
def mail_settings(post_office: PostOffice, tmp_path: Path) -> Settings:
    """Settings of an installation that sends through the test's post office."""
    return Settings(
        data=tmp_path,
        origin="http://testserver",
        smtp_host="127.0.0.1",
        smtp_port=post_office.port,
        smtp_security="none",
        mail_from="Rembuk <rembuk@contoh.go.id>",
    )


@pytest.fixture
async def mail_client(database: Engine, mail_settings: Settings) -> AsyncIterator[AsyncClient]:
    """The real application where mail is on."""
    app = create_app(mail_settings, engine=database)
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://testserver") as client:
        yield client
