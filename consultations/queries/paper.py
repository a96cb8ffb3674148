"""What operators entered last, so that they see where they are in a pile."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from consultations.paper import CHANNELS
from consultations.tables import Input
from consultations.vocabulary import Channel, Element


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredFacts:
    """One input that was entered from paper."""

    registration: str
    channel: Channel
    element: Element
    text: str
    received_at: datetime


async def entered_last(consultation: UUID, most: int = 10) -> list[EnteredFacts]:
    """The newest inputs from paper, letters and WhatsApp."""
    rows = (
        await Input.select(
            Input.registration, Input.channel, Input.element, Input.text, Input.received_at
        )
        .where(
            (Input.consultation == consultation)
            & Input.channel.is_in([channel.value for channel in CHANNELS])
            & Input.withdrawn_at.is_null()
        )
        .order_by(Input.number, ascending=False)
        .limit(most)
    )
    return [
        EnteredFacts(
            registration=row["registration"],
            channel=Channel(row["channel"]),
            element=Element(row["element"]),
            text=row["text"],
            received_at=row["received_at"],
        )
        for row in rows
    ]
