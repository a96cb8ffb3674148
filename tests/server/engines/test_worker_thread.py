import asyncio
import threading
import time

import pytest

from server.engines.worker_thread import WorkerThread


async def test_jobs_are_done_one_after_another_on_one_thread() -> None:
    worker = WorkerThread("uji")
    done: list[tuple[int, int]] = []

    def job(number: int) -> int:
        time.sleep(0.001 * (5 - number))
        done.append((number, threading.get_ident()))
        return number

    assert await asyncio.gather(*(worker.do(job, number) for number in range(5))) == [0, 1, 2, 3, 4]
    assert [number for number, _ in done] == [0, 1, 2, 3, 4]
    assert len({thread for _, thread in done}) == 1
    worker.end()


async def test_error_is_told_to_who_asked_and_the_thread_goes_on() -> None:
    worker = WorkerThread("uji")

    def fail() -> None:
        raise ValueError("rusak")

    with pytest.raises(ValueError, match="rusak"):
        await worker.do(fail)
    assert await worker.do(lambda: 7) == 7
    worker.end()


async def test_job_of_an_asker_who_went_away_is_done_all_the_same() -> None:
    worker = WorkerThread("uji")
    done: list[str] = []
    gone = threading.Event()
    asked = asyncio.create_task(worker.do(lambda: (gone.wait(), done.append("ya"))))
    await asyncio.sleep(0.01)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    gone.set()
    await worker.do(lambda: None)
    assert done == ["ya"]
    worker.end()


async def test_ended_thread_starts_again_when_asked() -> None:
    worker = WorkerThread("uji")
    await worker.do(lambda: None)
    worker.end()
    assert await worker.do(lambda: 7) == 7
    worker.end()
