"""Asking for an analysis run. The web server does it, so nothing here loads what a run needs."""

from uuid import UUID

from analysis.tables import AnalysisRun
from consultations import audit
from consultations.transactions import transaction
from consultations.vocabulary import RunStatus


async def request_run(*, consultation: UUID, by: UUID | None, seed: int = 0) -> AnalysisRun:
    """Ask for an analysis; one that is waiting or running already is returned instead."""
    async with transaction():
        open_run = (
            await AnalysisRun.objects()
            .where(
                (AnalysisRun.consultation == consultation)
                & AnalysisRun.status.is_in([RunStatus.QUEUED.value, RunStatus.RUNNING.value])
            )
            .first()
        )
        if open_run is not None:
            return open_run
        run = AnalysisRun(consultation=consultation, seed=seed, requested_by=by, step="")
        await AnalysisRun.insert(run)
        await audit.record("analysis.requested", run, by=by, consultation=consultation)
    return run
