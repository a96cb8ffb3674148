from server.database import Engine
from server.migrating import migrate, pending, schema_drift


async def test_migrations_leave_nothing_pending(database: Engine) -> None:
    assert await pending() == []
    assert await migrate() == []


async def test_tables_and_migrations_agree(database: Engine) -> None:
    assert await schema_drift() == []
