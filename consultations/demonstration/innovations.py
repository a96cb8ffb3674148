"""Loads the two innovations that the founding report names, with no more than it says of them."""

from uuid import UUID

from consultations.demonstration.loading import demonstration_account
from consultations.replication.keeping import InnovationFacts, add_innovation, link_unit
from consultations.tables import DraftVersion, Innovation, Unit
from consultations.transactions import transaction
from consultations.vocabulary import Role

FOUNDING_CASES = (
    InnovationFacts(
        title="BARIS DITEBAS",
        owner_agency="Sentra Wyata Guna Bandung",
        summary="Contoh inovasi yang disebut dalam pembahasan replikasi inovasi, Februari 2024.",
    ),
    InnovationFacts(
        title="Sheltered Workshop Peduli",
        owner_agency="Sentra Terpadu Kartini Temanggung",
        summary="Contoh inovasi yang disebut dalam pembahasan replikasi inovasi, Februari 2024.",
    ),
)
# The clause of the demonstration's draft that names them.
CLAUSE = "7.1.3"


async def load_innovations(consultation: UUID) -> list[UUID]:
    """Load both, once, as good practice for the clause that names them; returns their ids."""
    known = await Innovation.select(Innovation.id).where(Innovation.consultation == consultation)
    if known:
        return [row["id"] for row in known]
    by = await demonstration_account(Role.DRAFTER)
    version = (
        await DraftVersion.select(DraftVersion.id)
        .where(DraftVersion.consultation == consultation)
        .where(DraftVersion.published_at.is_not_null())
        .order_by(DraftVersion.number, ascending=False)
        .first()
    )
    unit = (
        await Unit.select(Unit.identity)
        .where((Unit.version == version["id"]) & (Unit.number == CLAUSE))
        .first()
        if version
        else None
    )
    made = []
    async with transaction():
        for facts in FOUNDING_CASES:
            row = await add_innovation(consultation=consultation, facts=facts, by=by)
            made.append(row.id)
            if unit:
                await link_unit(innovation=row.id, unit=unit["identity"], linked=True, by=by)
    return made
