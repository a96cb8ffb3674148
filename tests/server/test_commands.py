"""The commands as an administrator runs them: real processes, from another folder."""

import asyncio
import csv
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import click
import pytest

from server.benchmarking import measure_analysis
from server.commands import rembuk
from server.database import database
from server.settings import Settings
from tests.databases import SQLiteSource
from tests.factories import make_consultation, make_draft, make_input
from tests.processes import environment, free_port, run_rembuk, web_server

COMMANDS = {
    "analyse",
    "backup",
    "benchmark",
    "check",
    "demo",
    "export",
    "import",
    "migrate",
    "restore",
    "serve",
    "user",
    "web",
    "worker",
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Where nothing is yet."""
    (tmp_path / "elsewhere").mkdir()
    return Settings(data=tmp_path / "data", port=free_port())


@pytest.fixture
def migrated(settings: Settings, sqlite_source: SQLiteSource) -> Settings:
    settings.data.mkdir()
    shutil.copyfile(sqlite_source.template, settings.sqlite_path)
    return settings


@pytest.fixture
def site(migrated: Settings) -> Settings:
    """With a consultation, its draft and three inputs."""

    async def fill() -> None:
        async with database(migrated):
            consultation = await make_consultation()
            await make_draft(consultation)
            for text in ("Loket kurang.", "=1+1", "Antrean panjang, “lama”, dan\nmelelahkan."):
                await make_input(consultation, text=text)

    asyncio.run(fill())
    return migrated


def _refused(done: "subprocess.CompletedProcess[str]") -> str:
    """The one sentence of a command that could not do it."""
    assert (done.returncode, done.stdout) == (1, ""), (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1
    return done.stderr.removeprefix("Error: ").strip()


def _done(done: "subprocess.CompletedProcess[str]") -> str:
    assert done.returncode == 0, (done.stdout, done.stderr)
    assert done.stderr == ""
    return done.stdout


def test_every_command_is_there_and_explains_itself(settings: Settings) -> None:
    assert set(rembuk.commands) >= COMMANDS
    told = _done(run_rembuk(settings, "--help"))
    assert [name for name in sorted(COMMANDS) if f"\n  {name} " not in told] == []


def test_migrate_makes_a_database_once_from_any_folder(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    assert "consultations" in _done(run_rembuk(settings, "migrate", folder=folder))
    assert "up to date" in _done(run_rembuk(settings, "migrate", folder=folder))
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "command",
    [
        ("web",),
        ("worker",),
        ("check",),
        ("analyse", "contoh"),
        ("export", "contoh", "daftar.csv"),
        ("backup", "cadangan.sqlite"),
        ("user", "a@b.id", "--name", "A"),
    ],
    ids=lambda command: command[0],
)
def test_missing_database_is_told_and_not_made(
    settings: Settings, command: tuple[str, ...]
) -> None:
    assert "There is no database at" in _refused(run_rembuk(settings, *command))
    assert not settings.sqlite_path.exists()


@pytest.mark.parametrize("command", ["web", "worker"])
def test_outdated_database_is_not_served(migrated: Settings, command: str) -> None:
    connection = sqlite3.connect(migrated.sqlite_path)
    with connection:
        connection.execute("DELETE FROM migration WHERE id = (SELECT max(id) FROM migration)")
    connection.close()
    sentence = _refused(run_rembuk(migrated, command))
    assert sentence.startswith("The database lacks 1 migration")
    assert "rembuk migrate" in sentence


@pytest.mark.parametrize("command", ["web", "serve", "demo"])
def test_taken_port_is_told(settings: Settings, command: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", settings.port))
        other.listen()
        assert "REMBUK_PORT" in _refused(run_rembuk(settings, command))


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("REMBUK_PORT", "delapan"),
        ("REMBUK_PORT", "70000"),
        ("REMBUK_POOL", "banyak"),
        ("REMBUK_DATABASE_URL", "mysql://x"),
        ("REMBUK_ORIGIN", "rembuk.go.id"),
    ],
)
def test_bad_setting_is_named(settings: Settings, variable: str, value: str) -> None:
    assert variable in _refused(run_rembuk(settings, "check", **{variable: value}))


def test_unreachable_postgresql_is_told(settings: Settings) -> None:
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/x"
    assert "PostgreSQL" in _refused(run_rembuk(settings, "migrate", REMBUK_DATABASE_URL=url))


def test_unknown_consultation_is_named(migrated: Settings) -> None:
    for command in (("analyse", "entah"), ("export", "entah", "x.csv")):
        assert "'entah'" in _refused(run_rembuk(migrated, *command))


@pytest.mark.parametrize("name", ["rusak.csv", "rusak.xlsx"])
def test_broken_file_is_not_imported(site: Settings, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"isi\n\xff\xfe\x00rusak")
    done = run_rembuk(site, "import", str(tmp_path / name), "--consultation", "contoh", "--yes")
    assert "UTF-8" in _refused(done)


def test_import_shows_row_errors_and_stores_nothing(site: Settings, tmp_path: Path) -> None:
    sheet = tmp_path / "masukan.csv"
    sheet.write_text("isi,unsur\nLoket kurang,pengguna_layanan\n,media_massa\nAda,siapa\n")
    done = run_rembuk(site, "import", str(sheet), "--consultation", "contoh", "--yes")
    assert done.returncode == 1
    assert "1 rows can be imported" in done.stdout
    assert "row 2, isi:" in done.stderr
    assert "row 3, unsur:" in done.stderr
    assert "2 errors; nothing was stored." in done.stderr
    assert _inputs(site) == 3


def test_import_twice_registers_once(site: Settings, tmp_path: Path) -> None:
    sheet = tmp_path / "masukan.csv"
    sheet.write_text("komentar,siapa\nLoket kurang,a\nAntrean panjang,b\n")
    command = ("import", str(sheet), "--consultation", "contoh", "--column", "isi=komentar")
    assert "Columns left out: siapa." in _done(run_rembuk(site, *command, typed="y\n"))
    assert _inputs(site) == 5
    assert "0 new inputs registered, 2 were there already." in _done(
        run_rembuk(site, *command, "--yes")
    )
    assert _inputs(site) == 5


def test_declined_import_stores_nothing(site: Settings, tmp_path: Path) -> None:
    sheet = tmp_path / "masukan.csv"
    sheet.write_text("isi\nLoket kurang\n")
    done = run_rembuk(site, "import", str(sheet), "--consultation", "contoh", typed="n\n")
    assert done.returncode == 1
    assert _inputs(site) == 3


def test_export_is_complete_and_leaves_no_half_made_file(site: Settings, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "daftar.csv"
    assert "3 inputs written" in _done(run_rembuk(site, "export", "contoh", str(target)))
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["isi"] for row in rows] == [
        "Loket kurang.",
        "'=1+1",
        "Antrean panjang, “lama”, dan\nmelelahkan.",
    ]
    assert list(target.parent.iterdir()) == [target]
    away = run_rembuk(site, "export", "contoh", str(tmp_path / "tiada" / "daftar.csv"))
    assert "No such file or directory" in _refused(away)


def test_backup_is_whole_while_others_write_and_restores(site: Settings, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        connection = sqlite3.connect(site.sqlite_path, timeout=30)
        while not stop.is_set():
            with connection:
                connection.execute("UPDATE consultation SET revision = revision + 1")
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    target = tmp_path / "cadangan.sqlite"
    try:
        assert "bytes written" in _done(run_rembuk(site, "backup", str(target)))
    finally:
        stop.set()
        writer.join()
    assert "exists already" in _refused(run_rembuk(site, "backup", str(target)))
    assert "never overwrites" in _refused(run_rembuk(site, "restore", str(target)))
    assert _inputs(site) == 3

    elsewhere = Settings(data=tmp_path / "lain", port=site.port)
    _done(run_rembuk(elsewhere, "restore", str(target)))
    assert _inputs(elsewhere) == 3
    with web_server(elsewhere):
        pass


def test_restore_refuses_what_is_no_backup_or_has_a_log_beside_it(
    settings: Settings, tmp_path: Path
) -> None:
    wrong = tmp_path / "catatan.txt"
    wrong.write_text("bukan basis data")
    assert "not a readable database" in _refused(run_rembuk(settings, "restore", str(wrong)))
    other = tmp_path / "lain.sqlite"
    sqlite3.connect(other).close()
    assert "not a database of Rembuk" in _refused(run_rembuk(settings, "restore", str(other)))
    settings.data.mkdir()
    settings.sqlite_path.with_name("rembuk.sqlite-wal").write_bytes(b"left")
    assert "-wal exists" in _refused(run_rembuk(settings, "restore", str(wrong)))


def test_user_is_made_with_a_link_and_a_role_it_can_have(site: Settings) -> None:
    command = ("user", "a@b.id", "--name", "A", "--role", "penyusun")
    assert "/masuk/" in _done(run_rembuk(site, *command, "--consultation", "contoh"))
    assert "There is no role 'raja'" in _refused(
        run_rembuk(site, "user", "a@b.id", "--role", "raja")
    )
    assert "--name" in _refused(run_rembuk(site, "user", "baru@b.id"))


def test_web_process_loads_nothing_for_learning(settings: Settings) -> None:
    script = (
        "import sys; from server.app import create_app; create_app();"
        "print(*{'torch', 'transformers', 'sklearn', 'scipy', 'numpy'} & set(sys.modules))"
    )
    assert _said(script, settings) == []


def test_web_process_loads_nothing_that_writes_migrations(settings: Settings) -> None:
    script = (
        "import sys, server.migrations_due, server.serving, server.app;"
        "print(*{'black', 'server.migrating', 'piccolo.conf.apps'} & set(sys.modules))"
    )
    assert _said(script, settings) == []


def test_what_a_web_process_started_with_is_never_searched_for_garbage(settings: Settings) -> None:
    script = (
        "import gc; usual = gc.get_threshold();"
        "from server.garbage import search_seldom; search_seldom();"
        "print(gc.get_threshold() > usual);"
        "from server.app import create_site; app = create_site();"
        "print(gc.get_freeze_count() > 100_000, gc.get_threshold() == usual)"
    )
    assert _said(script, settings) == ["True", "True", "True"]


def _said(script: str, settings: Settings) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment(settings),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def _inputs(settings: Settings) -> int:
    connection = sqlite3.connect(settings.sqlite_path)
    try:
        return int(connection.execute("SELECT count(*) FROM input").fetchone()[0])
    finally:
        connection.close()


def test_benchmark_without_the_source_is_told(tmp_path: Path) -> None:
    with pytest.raises(click.ClickException, match="from a checkout"):
        measure_analysis(tmp_path, tmp_path / "report", scale=False, root=tmp_path)
