"""A site of its own for each fault: a data folder, a port, and a consultation open for input."""

import asyncio
from pathlib import Path

import pytest

from server.database import database
from server.migrating import migrate
from server.settings import Settings
from tests.factories import make_consultation, make_draft
from tests.processes import free_port


async def open_consultation(settings: Settings) -> None:
    """Migrate and make what people can give input on."""
    async with database(settings):
        await migrate()
        await make_draft(await make_consultation())


@pytest.fixture
def site(tmp_path: Path) -> Settings:
    settings = Settings(data=tmp_path / "data", port=free_port())
    asyncio.run(open_consultation(settings))
    return settings
