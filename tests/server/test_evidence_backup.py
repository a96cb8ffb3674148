from pathlib import Path

from consultations.evidence import EvidenceStore
from server.backing_up import back_up, restore
from server.database import database
from server.evidence_backup import evidence_beside
from server.migrating import migrate
from server.settings import Settings


async def test_backup_brings_back_database_and_evidence(tmp_path: Path) -> None:
    old, new = Settings(data=tmp_path / "lama"), Settings(data=tmp_path / "baru")
    async with database(old):
        await migrate()
        store = EvidenceStore(old.evidence)
        kept = await store.keep(await store.check(b"a,b\n", "data.csv"))
    target = tmp_path / "cadangan.sqlite"
    back_up(old, target)
    restore(new, target)
    assert EvidenceStore(new.evidence).path_of(kept.sha256).read_bytes() == b"a,b\n"
    assert new.sqlite_path.exists()


async def test_backup_without_evidence_is_one_file(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "lama")
    async with database(settings):
        await migrate()
    target = tmp_path / "cadangan.sqlite"
    back_up(settings, target)
    assert not evidence_beside(target).exists()
    restore(Settings(data=tmp_path / "baru"), target)
