"""Analysis runs as people follow them, and the one whose proposals are on the board."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from analysis.tables import AnalysisRun
from analysis.tongues import Tongue, tongues_in
from consultations.queries.paging import PAGE_SIZE
from consultations.vocabulary import RunStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """An analysis run as people follow it."""

    id: UUID
    status: RunStatus
    step: str
    done: int
    total: int
    model: str
    parameters: dict[str, Any]
    metrics: dict[str, Any]
    input_hash: str
    seed: int
    code_version: str
    error: str | None
    requested_at: datetime
    finished_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.status in (RunStatus.QUEUED, RunStatus.RUNNING)

    @property
    def tongues(self) -> dict[Tongue, int]:
        """How many texts are in each language, most first."""
        return tongues_in(self.metrics.get("languages", {}))


async def runs_of(consultation: UUID) -> list[RunFacts]:
    """The analysis runs, newest first."""
    rows = (
        await AnalysisRun.select()
        .where(AnalysisRun.consultation == consultation)
        .order_by(AnalysisRun.requested_at, ascending=False)
        .output(load_json=True)
        .limit(PAGE_SIZE)
    )
    return [_facts(row) for row in rows]


async def find_run(consultation: UUID, run: UUID) -> RunFacts | None:
    """One run of this consultation, or ``None``."""
    row = (
        await AnalysisRun.select()
        .where((AnalysisRun.consultation == consultation) & (AnalysisRun.id == run))
        .output(load_json=True)
        .first()
    )
    return _facts(row) if row else None


async def latest_run(consultation: UUID) -> UUID | None:
    """The newest finished run, whose proposals are the ones on the board."""
    row = (
        await AnalysisRun.select(AnalysisRun.id)
        .where(
            (AnalysisRun.consultation == consultation)
            & (AnalysisRun.status == RunStatus.DONE.value)
        )
        .order_by(AnalysisRun.finished_at, ascending=False)
        .first()
    )
    return row["id"] if row else None


def _facts(row: dict[str, Any]) -> RunFacts:
    return RunFacts(
        status=RunStatus(row["status"]),
        **{name: row[name] for name in RunFacts.__slots__ if name != "status"},
    )
