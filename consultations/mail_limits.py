"""How often mail may be asked for, so that nobody can bury a stranger in it."""

from datetime import timedelta
from enum import StrEnum

from consultations.accounts import normalise_email
from consultations.clock import now
from consultations.errors import TooManyLetters
from consultations.signatures import source_hash
from consultations.tables import MailRequest

COUNTED_FOR = timedelta(days=1)


class Asked(StrEnum):
    """For what mail was asked."""

    FOLLOW = "follow"
    LINK = "link"
    RECEIPT = "receipt"


# So many letters to one address in so long; a source's limit lets a meeting hall behind one
# address pass.
PER_ADDRESS = {
    Asked.FOLLOW: (3, timedelta(days=1)),
    Asked.LINK: (5, timedelta(hours=1)),
    Asked.RECEIPT: (20, timedelta(hours=1)),
}
PER_SOURCE = (200, timedelta(hours=1))


async def may_write_to(asked: Asked, *, email: str, source: str | None = None) -> bool:
    """Whether one more letter may go to this address; counts it if so.

    Raises ``TooManyLetters`` when too many were asked for from ``source``. Call in a transaction.
    """
    if source is not None and not await _count(source_hash(source), *PER_SOURCE):
        raise TooManyLetters
    return await _count(source_hash(f"{asked.value}:{normalise_email(email)}"), *PER_ADDRESS[asked])


async def forget_requests() -> None:
    """Delete what no limit looks at any more. Call in a transaction."""
    await MailRequest.delete().where(MailRequest.at < now() - COUNTED_FOR)


async def _count(subject: str, most: int, span: timedelta) -> bool:
    asked = await MailRequest.count().where(
        (MailRequest.subject_hash == subject) & (MailRequest.at > now() - span)
    )
    if asked >= most:
        return False
    await MailRequest.insert(MailRequest(subject_hash=subject, at=now()))
    return True
