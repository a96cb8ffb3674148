import uuid
from datetime import UTC, datetime
from pathlib import Path

from piccolo.apps.migrations.tables import Migration

from consultations.tables import Consultation, ModerationCase
from server.database import Engine, opened
from server.engines.sqlite import GroupCommitSQLiteEngine
from server.migrating import migrate, run_migrations, schema_drift
from server.migrations_due import APPS, migration_ids, pending


async def test_migrations_leave_nothing_pending(database: Engine) -> None:
    assert await pending() == []
    assert await migrate() == []


async def test_every_migration_that_ran_is_known(database: Engine) -> None:
    for app in APPS:
        assert migration_ids(app) == sorted(await Migration.get_migrations_which_ran(app_name=app))


async def test_an_empty_database_lacks_every_migration(tmp_path: Path) -> None:
    async with opened(GroupCommitSQLiteEngine(str(tmp_path / "empty.sqlite"))):
        everything = sorted(f"{app} {i}" for app in APPS for i in migration_ids(app))
        assert await pending() == everything == await migrate()
        assert await pending() == []


async def test_tables_and_migrations_agree(database: Engine) -> None:
    assert await schema_drift() == []


async def test_consultations_from_before_stay_announced(tmp_path: Path) -> None:
    engine = GroupCommitSQLiteEngine(str(tmp_path / "before.sqlite"))
    async with opened(engine):
        await run_migrations("consultations", until="2026-11-24T15:23:30:000000")
        await Consultation.raw(
            "INSERT INTO consultation (id, slug, code, zone, created_at) "
            "VALUES ({}, {}, {}, {}, {})",
            str(uuid.uuid4()),
            "lama",
            "LAMA",
            "Asia/Jakarta",
            datetime(2026, 1, 1, tzinfo=UTC),
        )
        await migrate()
        announced = await Consultation.select(Consultation.slug, Consultation.announced_at)
        assert announced == [{"slug": "lama", "announced_at": datetime(2026, 1, 1, tzinfo=UTC)}]


async def test_cases_from_before_are_taken_over(tmp_path: Path) -> None:
    engine = GroupCommitSQLiteEngine(str(tmp_path / "before.sqlite"))
    async with opened(engine):
        await run_migrations("consultations", until="2026-11-24T15:54:00:000000")
        consultation, entry = str(uuid.uuid4()), uuid.uuid4()
        moment = datetime(2026, 1, 1, tzinfo=UTC)
        await Consultation.raw(
            "INSERT INTO consultation (id, slug, code, zone, created_at) "
            "VALUES ({}, 'lama', 'LAMA', 'Asia/Jakarta', {})",
            consultation,
            moment,
        )
        await Consultation.raw(
            "INSERT INTO input (id, consultation, number, registration, kind, scope, element, "
            "on_behalf_of, channel, visibility, received_at, receipt_hash, idempotency_key, "
            "body_hash) VALUES ({}, {}, 1, 'L-1', '', '', '', '', '', '', {}, '', '', '')",
            str(entry),
            consultation,
            moment,
        )
        await Consultation.raw(
            "INSERT INTO moderation_case (id, consultation, input, version, reports, changed_at) "
            "VALUES ({}, {}, {}, 4, 2, {})",
            *(str(uuid.uuid4()), consultation, str(entry), moment),
        )
        await migrate()
        case = await ModerationCase.objects().get(ModerationCase.subject == entry)
        assert (case.input, case.response, case.version, case.reports) == (entry, None, 4, 2)
