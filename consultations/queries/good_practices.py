"""Which innovations are good practice for which units of a roadmap."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from consultations.tables import InnovationLink, Unit
from consultations.vocabulary import UnitKind


@dataclass(frozen=True, slots=True)
class InformedUnit:
    """A unit that an innovation is good practice for, in its version."""

    kind: UnitKind
    number: str
    heading: str
    version: int


async def good_practices_for(unit: UUID) -> list[tuple[UUID, str, str]]:
    """Public innovations linked to a unit by identity: id, title, owner."""
    owner: Any = InnovationLink.innovation
    rows = (
        await InnovationLink.select(owner.id, owner.title, owner.owner_agency)
        .where((InnovationLink.unit_identity == unit) & (owner.is_public == True))  # noqa: E712 - a column
        .order_by(owner.title)
    )
    return [
        (row["innovation.id"], row["innovation.title"], row["innovation.owner_agency"])
        for row in rows
    ]


async def units_informed_by(innovation: UUID) -> list[InformedUnit]:
    """The units it is good practice for, as the newest published version has them."""
    linked = InnovationLink.select(InnovationLink.unit_identity).where(
        InnovationLink.innovation == innovation
    )
    version: Any = Unit.version
    rows = (
        await Unit.select(Unit.identity, Unit.kind, Unit.number, Unit.heading, version.number)
        .where(Unit.identity.is_in(linked) & version.published_at.is_not_null())
        .order_by(version.number)
        .order_by(Unit.position)
    )
    newest = max((row["version.number"] for row in rows), default=0)
    return [
        InformedUnit(UnitKind(row["kind"]), row["number"], row["heading"], newest)
        for row in rows
        if row["version.number"] == newest
    ]


async def units_linked_to(innovation: UUID) -> set[UUID]:
    """The identities of the units it is good practice for."""
    rows = await InnovationLink.select(InnovationLink.unit_identity).where(
        InnovationLink.innovation == innovation
    )
    return {row["unit_identity"] for row in rows}
