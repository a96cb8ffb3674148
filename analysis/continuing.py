"""What the run before has proposed, where a new one begins."""

from array import array
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from analysis.artefacts import inputs_of
from analysis.communities import Labels
from analysis.holding import Before
from analysis.keys import Keys
from analysis.paging import pages
from analysis.run_records import latest_run
from analysis.tables import CandidateMember, CandidateTheme


@dataclass(frozen=True, slots=True)
class Earlier:
    """The latest run, and which of its open proposals each of its inputs lies nearest in.

    ``proposals`` (n,) are the numbers of the proposals that the ``inputs`` are in.
    """

    run: UUID | None = None
    inputs: Keys = field(default_factory=Keys)
    proposals: Labels = field(default_factory=lambda: np.empty(0, np.int64))

    def of(self, inputs: Keys) -> Before:
        """The same for inputs row by row."""
        if not len(self.inputs):
            return Before(np.full(len(inputs), -1))
        rows = self.inputs.find(inputs)
        return Before(np.where(rows < 0, -1, self.proposals[rows]))


async def earlier(consultation: UUID) -> Earlier:
    """What the latest run proposed that nobody has accepted, without what arrived after it."""
    run = await latest_run(consultation)
    if run is None:
        return Earlier()
    inputs, proposals, scores = await _members(run)
    nearest_first = np.lexsort((proposals, scores))[::-1]
    inputs, proposals = inputs.at(nearest_first), proposals[nearest_first]
    nearest = inputs.find(inputs) == np.arange(len(inputs))
    kept = np.flatnonzero(nearest & ((await inputs_of(run)).find(inputs) >= 0))
    _, numbers = np.unique(proposals[kept], return_inverse=True)
    return Earlier(run, inputs.at(kept), numbers)


async def _members(run: UUID) -> tuple[Keys, Labels, NDArray[np.float64]]:
    """Inputs in open proposals, the numbers of these, and how near each input is."""
    rows = await CandidateTheme.select(CandidateTheme.id).where(
        (CandidateTheme.run == run) & CandidateTheme.accepted_as.is_null()
    )
    inputs, numbers, scores = bytearray(), array("q"), array("d")
    for number, candidate in enumerate(sorted((row["id"] for row in rows), key=str)):
        async for page in pages(
            CandidateMember.input,
            CandidateMember.score,
            where=CandidateMember.candidate == candidate,
        ):
            for row in page:
                inputs += row["input"].bytes
                numbers.append(number)
                scores.append(row["score"])
    return Keys(inputs), np.array(numbers, np.int64), np.array(scores)
