"""Counts the changes of a consultation, so that a rendered page knows when it is old."""

from uuid import UUID

from consultations.errors import NotFound
from consultations.tables import Consultation


async def touch(consultation: UUID) -> None:
    """Mark the consultation's public pages as changed (inside the change's transaction)."""
    await Consultation.update({Consultation.revision: Consultation.revision + 1}).where(
        Consultation.id == consultation
    )


async def take_number(consultation: UUID) -> tuple[str, int]:
    """The consultation's code and its next registration number; marks its pages as changed."""
    rows = (
        await Consultation.update(
            {
                Consultation.last_number: Consultation.last_number + 1,
                Consultation.revision: Consultation.revision + 1,
            }
        )
        .where(Consultation.id == consultation)
        .returning(Consultation.code, Consultation.last_number)
    )
    if not rows:
        raise NotFound
    return rows[0]["code"], rows[0]["last_number"]
