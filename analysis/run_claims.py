"""Who works on a run: one worker, until it is done, has failed or was not heard of for long."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any, Self, TypeVar
from uuid import UUID

from analysis.tables import AnalysisRun
from consultations.clock import now
from consultations.transactions import (
    StorageBusy,
    StorageCollision,
    StorageTrouble,
    transaction,
)
from consultations.vocabulary import RunStatus

STALE_AFTER = timedelta(seconds=30)

# How often, and after how many seconds, a part is tried again while others hold the store.
TRIES, PAUSE_SECONDS = 20, 2.0

Progress = Callable[[int, int], None]
Outcome = TypeVar("Outcome")


class RunLost(Exception):  # noqa: N818 - nothing failed: another worker goes on with it
    """The run is not ours any more: we were taken for dead, and another worker has begun it."""


async def claim_run() -> AnalysisRun | None:
    """Take the oldest waiting run, or one whose worker has died; ``None`` when there is none."""
    waiting = (
        await AnalysisRun.select(AnalysisRun.id)
        .where(_claimable())
        .order_by(AnalysisRun.requested_at)
    )
    for row in waiting:
        async with transaction():
            taken = (
                await AnalysisRun.update(
                    {
                        AnalysisRun.status: RunStatus.RUNNING.value,
                        AnalysisRun.started_at: now(),
                        AnalysisRun.heartbeat: now(),
                    }
                )
                .where((AnalysisRun.id == row["id"]) & _claimable())
                .returning(AnalysisRun.id)
            )
        if taken:
            return await AnalysisRun.objects().get(AnalysisRun.id == row["id"])
    return None


async def take_turns_with_runs(consultations: Iterable[UUID]) -> None:
    """Within a transaction: whatever a run of these shows, it shows before this one or after it.

    Its row is what ``holding`` writes first too, so that on PostgreSQL one waits for the other.
    """
    await AnalysisRun.update({AnalysisRun.done: AnalysisRun.done}).where(
        AnalysisRun.consultation.is_in([*consultations])
        & (AnalysisRun.status == RunStatus.RUNNING.value)
    )


@asynccontextmanager
async def holding(run: AnalysisRun) -> AsyncIterator[None]:
    """A transaction in which the run is still ours; raises ``RunLost`` where it is not."""
    async with transaction():
        held = (
            await AnalysisRun.update({AnalysisRun.heartbeat: now()})
            .where(_is_ours(run))
            .returning(AnalysisRun.id)
        )
        if not held:
            raise RunLost
        yield


async def do_part(run: AnalysisRun, act: Callable[[], Awaitable[Outcome]]) -> Outcome:
    """A part of a run in a transaction of its own; it waits where others hold the store."""
    for left in reversed(range(TRIES)):
        try:
            async with holding(run):
                return await act()
        except StorageCollision:
            raise
        except StorageBusy:
            if not left:
                raise
            await asyncio.sleep(PAUSE_SECONDS)
    raise StorageBusy


class Heartbeat:
    """Writes the run's progress once a second while it is being worked on."""

    def __init__(self, run: AnalysisRun, outward: Progress | None) -> None:
        self._run, self._outward = run, outward
        self._done, self._total = 0, 0
        self.step = ""

    def report(self, done: int, total: int) -> None:
        """Say how far it is."""
        self._done, self._total = done, total
        if self._outward:
            self._outward(done, total)

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._beat())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def _beat(self) -> None:
        while True:
            # A beat that somebody else's writing leaves no room for is followed by the next.
            with suppress(StorageTrouble):
                async with transaction():
                    await AnalysisRun.update(
                        {
                            AnalysisRun.step: self.step,
                            AnalysisRun.done: self._done,
                            AnalysisRun.total: self._total,
                            AnalysisRun.heartbeat: now(),
                        }
                    ).where(_is_ours(self._run))
            await asyncio.sleep(1)


def _is_ours(run: AnalysisRun) -> Any:
    return (
        (AnalysisRun.id == run.id)
        & (AnalysisRun.status == RunStatus.RUNNING.value)
        & (AnalysisRun.started_at == run.started_at)
    )


def _claimable() -> Any:
    return (AnalysisRun.status == RunStatus.QUEUED.value) | (
        (AnalysisRun.status == RunStatus.RUNNING.value)
        & (AnalysisRun.heartbeat < now() - STALE_AFTER)
    )
