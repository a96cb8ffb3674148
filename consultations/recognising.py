"""Whether somebody is entered in a session already, under the same address or the same name."""

from typing import Any
from uuid import UUID

from consultations.accounts import normalise_email
from consultations.tables import Participant
from consultations.vocabulary import Element, RegistrationState


async def recognise(
    session: UUID, *, name: str, element: Element, organisation: str, email: str | None
) -> UUID | None:
    """Whose entry this is: by the address, and of those who give none by name and element.

    Two who name different organisations are two people. Call after ``hold_door`` where the
    answer decides something.
    """
    here = Participant.session == session
    if email:
        row = (
            await Participant.select(Participant.id)
            .where(here & (Participant.email == normalise_email(email)))
            .order_by(Participant.position)
            .first()
        )
        return row["id"] if row else None
    rows = (
        await Participant.select(Participant.id, Participant.name, Participant.organisation)
        .where(
            here
            & (Participant.element == element.value)
            & (Participant.state != RegistrationState.CANCELLED.value)
        )
        .order_by(Participant.position)
    )
    return next((row["id"] for row in rows if _is_like(row, name, organisation)), None)


def plain_name(name: str) -> str:
    """A name as it is compared: no capitals, no dots and commas of titles, single spaces."""
    return " ".join(name.casefold().replace(".", " ").replace(",", " ").split())


def _is_like(row: dict[str, Any], name: str, organisation: str) -> bool:
    theirs, ours = plain_name(row["organisation"]), plain_name(organisation)
    return plain_name(row["name"]) == plain_name(name) and (
        not theirs or not ours or theirs == ours
    )
