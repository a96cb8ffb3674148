"""Writes to the participants of a session who gave an address."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.accounts import normalise_email
from consultations.clock import now
from consultations.mail_limits import Asked, may_write_to
from consultations.mailing import (
    NOT_NEEDED,
    LetterKind,
    LetterTo,
    mail_is_on,
    queue_letter,
    queue_letters,
)
from consultations.tables import OutgoingMessage, Participant, Session
from consultations.vocabulary import RegistrationState

# Of a session that was changed, whoever takes part needs to know when, where and through which
# link; a letter says what was and what is.
TOLD_OF = ("starts_at", "ends_at", "place", "link")
# As many rows as one statement takes on both engines, with room to spare.
BATCH = 500
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


async def was_told_of_registration(participant: UUID) -> bool:
    """Whether a letter with the private link went to whoever registered first."""
    key = f"{LetterKind.REGISTRATION.value}:{participant}:"
    return await OutgoingMessage.exists().where(OutgoingMessage.key == key)


async def tell_of_invitation(session: UUID, participants: Collection[UUID], at: datetime) -> int:
    """Invite these people of the session, once for each moment; returns how many letters."""
    people = [row for row in await _people_concerned(session) if row["id"] in participants]
    for some in _some_at_a_time(people):
        await queue_letters(
            LetterKind.SESSION_INVITATION,
            [_letter(row, key=at.isoformat(), facts={}) for row in some],
        )
    return len(people)


async def tell_of_cancelling(session: UUID) -> int:
    """Write to everybody concerned that the session is called off; returns how many letters."""
    people = await _people_concerned(session)
    for some in _some_at_a_time(people):
        await queue_letters(
            LetterKind.SESSION_CANCELLED, [_letter(row, key="", facts={}) for row in some]
        )
    return len(people)


async def tell_of_change(before: Session, after: Session) -> int:
    """Write to everybody concerned what was and what is; returns how many learn of it.

    Whoever has not been sent the letter on an earlier change yet gets that one only: it says
    what they were last told, and what holds when it is sent.
    """
    if not concerns_participants(before, after):
        return 0
    facts = {name: _plain(getattr(before, name)) for name in TOLD_OF}
    people = await _people_concerned(after.id)
    for some in _some_at_a_time(people):
        waiting = await _still_untold([row["id"] for row in some])
        await queue_letters(
            LetterKind.SESSION_CHANGED,
            [
                _letter(row, key=str(after.version), facts=facts)
                for row in some
                if row["id"] not in waiting
            ],
        )
    return len(people)


def concerns_participants(before: Session, after: Session) -> bool:
    """Whether when, where or through which link has changed of a session that is not over."""
    if after.cancelled_at is not None or (after.ends_at or after.starts_at) < now():
        return False
    return any(getattr(before, name) != getattr(after, name) for name in TOLD_OF)


async def count_concerned(session: UUID) -> int:
    """How many would be written to if something about the session changed now."""
    return len(await _people_concerned(session))


async def forget_letters(participant: UUID) -> None:
    """Take a participant's address out of the queue, and with it the letters not yet sent."""
    about = OutgoingMessage.about == participant
    await OutgoingMessage.update(
        {OutgoingMessage.failed_at: now(), OutgoingMessage.last_error: NOT_NEEDED}
    ).where(about & OutgoingMessage.sent_at.is_null() & OutgoingMessage.failed_at.is_null())
    await OutgoingMessage.update({OutgoingMessage.recipient: ""}).where(about)


async def _people_concerned(session: UUID) -> list[dict[str, Any]]:
    """Everybody with an address who is invited, registered or waiting."""
    if not mail_is_on():
        return []
    rows: list[dict[str, Any]] = await Participant.select(
        Participant.id, Participant.email, Participant.locale
    ).where(
        (Participant.session == session)
        & Participant.email.is_not_null()
        & (Participant.state != RegistrationState.CANCELLED.value)
        & (Participant.invited_at.is_not_null() | Participant.registered_at.is_not_null())
        & _CONSULTATION.is_demonstration.eq(value=False)
    )
    return rows


async def _still_untold(participants: Sequence[UUID]) -> set[UUID]:
    # The update takes the letters' locks: a worker composes them before this act or after it,
    # and after it the letter says what this act has made of the session.
    rows = (
        await OutgoingMessage.update({OutgoingMessage.attempts: OutgoingMessage.attempts + 0})
        .where(
            (OutgoingMessage.kind == LetterKind.SESSION_CHANGED.value)
            & OutgoingMessage.about.is_in(list(participants))
            & OutgoingMessage.sent_at.is_null()
            & OutgoingMessage.failed_at.is_null()
            & OutgoingMessage.claim.is_null()
        )
        .returning(OutgoingMessage.about)
    )
    return {row["about"] for row in rows}


def _some_at_a_time(people: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(people), BATCH):
        yield people[start : start + BATCH]


def _letter(row: dict[str, Any], *, key: str, facts: dict[str, Any]) -> LetterTo:
    return LetterTo(
        recipient=normalise_email(row["email"]),
        locale=row["locale"] or "id",
        about=row["id"],
        key=f"{row['id']}:{key}",
        facts=facts,
    )


def _plain(value: datetime | str | None) -> str | None:
    return value.isoformat() if isinstance(value, datetime) else value
