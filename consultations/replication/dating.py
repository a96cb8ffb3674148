"""Which dates a replication needs, and in which order they come."""

from collections.abc import Iterator

from consultations.replication.keeping import ReplicationFacts
from consultations.vocabulary import N_, ReplicationStatus

STEPS = ("proposed_on", "decided_on", "implemented_on", "verified_on")


def date_problems(facts: ReplicationFacts) -> Iterator[tuple[str, str]]:
    """The field that is wrong, and why: a status without its date, a step before an earlier one."""
    if facts.status is not ReplicationStatus.WAITING and facts.decided_on is None:
        yield "status", N_("Status ini membutuhkan tanggal keputusan.")
    elif facts.status is ReplicationStatus.IMPLEMENTED and facts.implemented_on is None:
        yield "status", N_("Status ini membutuhkan tanggal mulai diterapkan.")
    before = None
    for step in STEPS:
        day = getattr(facts, step)
        if day and before and day < before:
            yield step, N_("Tanggal ini mendahului tahap sebelumnya.")
        before = day or before
