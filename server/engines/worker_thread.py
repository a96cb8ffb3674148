"""A thread of one's own for work that may wait: one job after another, at little cost a job."""

import asyncio
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar

Result = TypeVar("Result")
_Job = tuple[asyncio.AbstractEventLoop, "asyncio.Future[Any]", Callable[..., Any], tuple[Any, ...]]


class WorkerThread:
    """Does jobs in the order in which they are asked for.

    An executor would do the same at three times the price, and a page or a post takes ten jobs.
    The thread starts with its first job and ends with ``end()``; it never keeps a process alive.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    async def do(self, work: Callable[..., Result], *arguments: Any) -> Result:
        """Have ``work`` done and wait for its result.

        Once asked for it is done even if the asker goes away, so that what undoes it always finds
        it done.
        """
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()
        loop = asyncio.get_running_loop()
        done: asyncio.Future[Result] = loop.create_future()
        self._jobs.put((loop, done, work, arguments))
        return await done

    def end(self) -> None:
        """Let the thread end after the jobs it has."""
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            loop, done, work, arguments = job
            try:
                result = work(*arguments)
            except BaseException as error:  # noqa: BLE001 - told to whoever waits
                _tell(loop, done, None, error)
            else:
                _tell(loop, done, result, None)


def _tell(
    loop: asyncio.AbstractEventLoop,
    done: "asyncio.Future[Any]",
    result: object,
    error: BaseException | None,
) -> None:
    def settle() -> None:
        if done.cancelled():
            return
        if error is None:
            done.set_result(result)
        else:
            done.set_exception(error)

    try:
        loop.call_soon_threadsafe(settle)
    except RuntimeError:
        return  # the loop has ended, and with it whoever waited
