"""Writes to the participants of a session who gave an address."""

from typing import Any
from uuid import UUID

from consultations.accounts import normalise_email
from consultations.clock import now
from consultations.mail_limits import Asked, may_write_to
from consultations.mailing import NOT_NEEDED, LetterKind, mail_is_on, queue_letter
from consultations.tables import OutgoingMessage, Participant

_CONSULTATION: Any = Participant.session.consultation


async def tell(kind: LetterKind, participant: UUID, *, key: str = "") -> bool:
    """Queue a letter to a participant, inside the act it tells of; false where none is sent.

    Nobody can bury a stranger in letters by registering them again and again.
    """
    if not mail_is_on():
        return False
    row = (
        await Participant.select(
            Participant.email, Participant.locale, _CONSULTATION.is_demonstration
        )
        .where(Participant.id == participant)
        .first()
    )
    if row is None or not row["email"] or row["session.consultation.is_demonstration"]:
        return False
    if kind is LetterKind.REGISTRATION and not await may_write_to(
        Asked.RECEIPT, email=row["email"]
    ):
        return False
    await queue_letter(
        kind=kind,
        recipient=normalise_email(row["email"]),
        locale=row["locale"] or "id",
        about=participant,
        key=f"{participant}:{key}",
    )
    return True


async def forget_letters(participant: UUID) -> None:
    """Take a participant's address out of the queue, and with it the letters not yet sent."""
    about = OutgoingMessage.about == participant
    await OutgoingMessage.update(
        {OutgoingMessage.failed_at: now(), OutgoingMessage.last_error: NOT_NEEDED}
    ).where(about & OutgoingMessage.sent_at.is_null() & OutgoingMessage.failed_at.is_null())
    await OutgoingMessage.update({OutgoingMessage.recipient: ""}).where(about)
