"""An analysis that is stopped between two parts of what it keeps: killed, or while others write."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from analysis import proposing
from analysis.asking import request_run
from analysis.proposals import accept_proposal, open_proposals
from analysis.run_claims import STALE_AFTER, claim_run
from analysis.run_records import latest_run, runs_of
from analysis.runs import perform_run
from analysis.tables import AnalysisRun, CandidateMember, CandidateTheme
from analysis.unthemed import count_unthemed
from consultations.clock import now
from consultations.errors import NotFound
from consultations.tables import Consultation, Input, ThemeMember
from consultations.vocabulary import RunStatus
from server.database import database
from server.migrating import migrate
from server.settings import CHECKOUT, Settings
from tests.analysis.clouds import NOUNS, clouds
from tests.analysis.planting import Planted, plant
from tests.factories import make_consultation
from tests.processes import environment

SIZES = [24, 20, 16]
PART = 7


def _works_in_parts() -> None:
    """Work off the run that waits, and stop for a line of input after each part it has kept."""

    def stop(done: int, total: int) -> None:
        print(done, total, flush=True)
        sys.stdin.readline()

    async def work() -> None:
        settings = Settings.from_environment()
        proposing.PART = PART
        async with database(settings):
            run = await claim_run()
            assert run is not None
            await perform_run(run, Planted(settings.model_cache), stop)

    asyncio.run(work())


class _Worker:
    """A process that stops after each part."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def part(self) -> tuple[int, int]:
        """Wait for the next part: how many rows are kept, and how many there will be."""
        assert self.process.stdout
        done, total = self.process.stdout.readline().split()
        return int(done), int(total)

    def go_on(self) -> None:
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def finish(self) -> None:
        self.process.communicate("\n" * 100)
        assert self.process.returncode == 0


@contextmanager
def _worker(settings: Settings) -> Iterator[_Worker]:
    with subprocess.Popen(
        [sys.executable, "-c", f"from {__name__} import _works_in_parts as work; work()"],
        cwd=CHECKOUT,
        env=environment(settings),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield _Worker(process)
        finally:
            process.kill()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.mark.slow
async def test_run_killed_between_parts_shows_nothing_and_is_done_again(settings: Settings) -> None:
    async with database(settings):
        consultation, _ = await _prepared()
        await request_run(consultation=consultation.id, by=None)
        with _worker(settings) as worker:
            for _ in range(3):
                done, total = worker.part()
                worker.go_on()
            done, total = worker.part()
            worker.process.kill()
        assert done < total
        killed = (await runs_of(consultation.id))[0].id

        assert await CandidateMember.count() == done
        assert await latest_run(consultation.id) is None
        assert await open_proposals(consultation.id) == []
        assert await count_unthemed(consultation.id) == sum(SIZES)
        half = await CandidateTheme.objects().first()
        assert half is not None
        with pytest.raises(NotFound):
            await accept_proposal(
                consultation=consultation.id, candidate=half.id, name="A", description="", by=None
            )
        assert not list(settings.model_cache.iterdir())

        await _give_up_on(killed)
        run = await claim_run()
        assert run is not None
        assert run.id == killed
        await perform_run(run, Planted(settings.model_cache))
        assert await latest_run(consultation.id) == killed
        assert sum(fact.inputs for fact in await open_proposals(consultation.id)) == total
        assert await CandidateMember.count() == total
        assert not list(settings.model_cache.iterdir())


@pytest.mark.slow
async def test_others_write_decide_and_arrive_between_the_parts_of_a_run(
    settings: Settings,
) -> None:
    async with database(settings):
        consultation, entries = await _prepared()
        before = await _finished(consultation, settings)
        await request_run(consultation=consultation.id, by=None)
        with _worker(settings) as worker:
            done, total = worker.part()
            assert done < total
            _write_at_once(settings)
            proposed = (await open_proposals(consultation.id))[0]
            theme = await accept_proposal(
                consultation=consultation.id,
                candidate=proposed.id,
                name="Antrean",
                description="",
                by=None,
            )
            [late] = await _plant(consultation, [0, 0, 1])
            assert await latest_run(consultation.id) == before
            worker.go_on()
            worker.finish()

        newest = await latest_run(consultation.id)
        assert newest != before
        decided = {
            row["input"]
            for row in await ThemeMember.select(ThemeMember.input).where(
                ThemeMember.theme == theme.id
            )
        }
        assert len(decided) == proposed.inputs
        rows = await CandidateMember.select(CandidateMember.input).where(
            CandidateMember.candidate.run == newest
        )
        left = {row["input"] for row in rows}
        assert left == {*entries, late} - decided
        assert await count_unthemed(consultation.id) == 0


@pytest.mark.slow
async def test_worker_that_was_taken_for_dead_adds_nothing_to_the_run(settings: Settings) -> None:
    async with database(settings):
        consultation, _ = await _prepared()
        await request_run(consultation=consultation.id, by=None)
        with _worker(settings) as slow:
            slow.part()
            await _give_up_on((await runs_of(consultation.id))[0].id)
            run = await claim_run()
            assert run is not None
            await perform_run(run, Planted(settings.model_cache))
            kept = await CandidateMember.select(CandidateMember.id)
            slow.go_on()
            slow.process.communicate("\n" * 100)
            assert slow.process.returncode != 0

        assert await CandidateMember.select(CandidateMember.id) == kept
        [facts] = await runs_of(consultation.id)
        assert facts.status is RunStatus.DONE
        assert facts.error is None


@pytest.mark.slow
async def test_run_that_fails_between_parts_leaves_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposing, "PART", PART)

    def explode(done: int, total: int) -> None:
        if done > total / 2:
            raise MemoryError("habis")

    async with database(settings):
        consultation, _ = await _prepared()
        await request_run(consultation=consultation.id, by=None)
        run = await claim_run()
        assert run is not None
        with pytest.raises(MemoryError):
            await perform_run(run, Planted(settings.model_cache), explode)

        [facts] = await runs_of(consultation.id)
        assert facts.status is RunStatus.FAILED
        assert facts.error == "MemoryError: habis"
        assert await CandidateMember.count() == 0
        assert await CandidateTheme.count() == 0


async def _prepared() -> tuple[Consultation, list[UUID]]:
    await migrate()
    consultation = await make_consultation()
    return consultation, await _plant(consultation, SIZES)


async def _plant(consultation: Consultation, sizes: list[int]) -> list[UUID]:
    """Inputs about as many matters, the same ones at every call."""
    vectors, _ = clouds(sizes)
    matters = [NOUNS[matter] for matter, size in enumerate(sizes) for _ in range(size)]
    first = await Input.count()
    texts = [
        f"{matter} kecamatan rusak, laporan warga {first + place}"
        for place, matter in enumerate(matters)
    ]
    return await plant(consultation, texts, vectors)


async def _finished(consultation: Consultation, settings: Settings) -> UUID:
    await request_run(consultation=consultation.id, by=None)
    run = await claim_run()
    assert run is not None
    await perform_run(run, Planted(settings.model_cache))
    return run.id


async def _give_up_on(run: UUID) -> None:
    """Let so much time pass that its worker counts as dead."""
    await AnalysisRun.update(
        {AnalysisRun.heartbeat: now() - STALE_AFTER - timedelta(seconds=1)}
    ).where(AnalysisRun.id == run)


def _write_at_once(settings: Settings) -> None:
    """Write from a connection of one's own that waits for nobody."""
    with closing(sqlite3.connect(settings.sqlite_path, timeout=0)) as other:
        other.execute("UPDATE consultation SET revision = revision + 1")
        other.commit()
