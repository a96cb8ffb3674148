"""Tells what is entered in the register a second time, as the import tells it."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from consultations.replication.checking import identity_of
from consultations.replication.keeping import InnovationFacts, ReplicationFacts
from consultations.tables import Innovation
from consultations.vocabulary import ReplicationForm


class Use(Protocol):
    """A replication as far as it is told from others."""

    @property
    def agency(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def form(self) -> ReplicationForm: ...


async def is_registered(
    consultation: UUID, facts: InnovationFacts, *, besides: UUID | None = None
) -> bool:
    """Whether the team keeps this innovation already; ``besides`` is the one that is changed."""
    wanted = identity_of(facts.nri, facts.title, facts.owner_agency)
    rows = await Innovation.select(
        Innovation.id, Innovation.nri, Innovation.title, Innovation.owner_agency
    ).where(Innovation.consultation == consultation)
    return any(
        identity_of(row["nri"], row["title"], row["owner_agency"]) == wanted
        for row in rows
        if row["id"] != besides
    )


def is_among(facts: ReplicationFacts, uses: Iterable[Use]) -> bool:
    """Whether the same agency and unit replicated the innovation in this form already."""
    return _known_by(facts) in {_known_by(use) for use in uses}


def _known_by(use: Use) -> tuple[str, str, ReplicationForm]:
    return use.agency.casefold(), use.unit.casefold(), use.form
