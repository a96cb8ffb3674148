import asyncio

import pytest

from analysis.asking import request_run
from analysis.tables import AnalysedInput, AnalysisRun
from analysis.working import work_once, work_until
from consultations.vocabulary import RunStatus
from server.database import Engine
from tests.analysis.conftest import MATTERS, RememberingEmbedder
from tests.analysis.test_runs import consultation_with
from tests.factories import make_consultation
from tests.processes import PATIENCE_SECONDS


async def test_work_once_without_work_says_so(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    assert await work_once(remembering) is False


async def test_work_once_does_a_run_before_arrivals(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    consultation = await consultation_with(MATTERS[:2])
    await request_run(consultation=consultation.id, by=None)

    assert await work_once(remembering) is True

    assert await AnalysisRun.exists().where(AnalysisRun.status == RunStatus.DONE.value)


async def test_work_once_failing_run_is_told_and_the_next_one_done(
    database: Engine, remembering: RememberingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation = await consultation_with(MATTERS[:2])
    await request_run(consultation=consultation.id, by=None)

    def explode(*_: object) -> None:
        raise ValueError("rusak")

    with monkeypatch.context() as broken:
        broken.setattr("analysis.runs.analyse", explode)
        assert await work_once(remembering) is True
    await request_run(consultation=consultation.id, by=None)
    assert await work_once(remembering) is True

    rows = await AnalysisRun.select(AnalysisRun.status).order_by(AnalysisRun.requested_at)
    assert [row["status"] for row in rows] == [RunStatus.FAILED.value, RunStatus.DONE.value]


async def test_work_until_embeds_what_arrives_and_stops_when_told(
    database: Engine, remembering: RememberingEmbedder
) -> None:
    await consultation_with(MATTERS[:3])
    stop = asyncio.Event()
    task = asyncio.create_task(work_until(stop, remembering))

    async with asyncio.timeout(PATIENCE_SECONDS):
        while await AnalysedInput.count() < 3:  # noqa: ASYNC110 - a database has no event
            await asyncio.sleep(0.02)
        stop.set()
        await task


async def test_work_until_lives_on_after_an_error(
    database: Engine, remembering: RememberingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make_consultation()
    calls = 0

    async def fail_once(_: object) -> int:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise OSError("disk")
        return 0

    monkeypatch.setattr("analysis.working.place_arrivals", fail_once)
    monkeypatch.setattr("analysis.working.PAUSE_SECONDS", 0.01)
    stop = asyncio.Event()
    task = asyncio.create_task(work_until(stop, remembering))

    async with asyncio.timeout(PATIENCE_SECONDS):
        while calls < 3:  # noqa: ASYNC110 - counts what the worker does
            await asyncio.sleep(0.01)
        stop.set()
        await task
