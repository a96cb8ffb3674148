"""What the run before has proposed, where a new one begins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np

from analysis.artefacts import inputs_of
from analysis.holding import Before
from analysis.run_records import latest_run
from analysis.tables import CandidateMember


@dataclass(frozen=True, slots=True)
class Earlier:
    """The latest run, and which of its open proposals each of its inputs lies nearest in."""

    run: UUID | None = None
    proposals: Mapping[UUID, int] = field(default_factory=dict)

    def of(self, inputs: Sequence[UUID]) -> Before:
        """The same for inputs row by row."""
        return Before(np.array([self.proposals.get(key, -1) for key in inputs], dtype=np.int64))


async def earlier(consultation: UUID) -> Earlier:
    """What the latest run proposed that nobody has accepted, without what arrived after it."""
    run = await latest_run(consultation)
    if run is None:
        return Earlier()
    rows = (
        await CandidateMember.select(
            CandidateMember.input, CandidateMember.candidate, CandidateMember.score
        )
        .where(
            (CandidateMember.candidate.run == run) & CandidateMember.candidate.accepted_as.is_null()
        )
        .order_by(CandidateMember.score)
        .order_by(CandidateMember.candidate)
    )
    grouped = set(await inputs_of(run))
    nearest = {row["input"]: row["candidate"] for row in rows if row["input"] in grouped}
    numbers = {key: number for number, key in enumerate(sorted(set(nearest.values()), key=str))}
    return Earlier(run, {entry: numbers[key] for entry, key in nearest.items()})
