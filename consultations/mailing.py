"""The queue of letters: put in once, taken by one worker at a time, tried again, given up."""

import asyncio
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from consultations.clock import now
from consultations.tables import OutgoingMessage
from consultations.transactions import transaction

# A worker that was not heard of for so long is dead; its letter is taken up by another.
STALE_AFTER = timedelta(seconds=90)
BEAT_SECONDS = 20.0
MOST_ATTEMPTS = 15
FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=6)
# For how long the queue remembers whom it wrote to.
ADDRESSES_KEPT = timedelta(days=30)
# Nobody has to be told of a letter that was not sent for this reason.
NOT_NEEDED = "NotNeeded"


class LetterKind(StrEnum):
    """What a letter is; the web package knows how each is composed."""

    RECEIPT = "receipt"
    REPLY = "reply"
    MODERATED = "moderated"
    RESPONSE_MODERATED = "response_moderated"
    CONFIRM_FOLLOW = "confirm_follow"
    NEWS = "news"
    SIGN_IN = "sign_in"
    INVITATION = "invitation"
    ANSWERS = "answers"
    TASKS = "tasks"
    SESSION_INVITATION = "session_invitation"
    REGISTRATION = "registration"
    SEAT_FREE = "seat_free"
    SESSION_CANCELLED = "session_cancelled"
    SESSION_CHANGED = "session_changed"
    READ_BACK = "read_back"
    FOLLOW_UP = "follow_up"


# Somebody is waiting for these in front of a screen.
URGENT = frozenset({LetterKind.CONFIRM_FOLLOW, LetterKind.SIGN_IN, LetterKind.INVITATION})


class _Post:
    is_on = False


def use_mail(*, on: bool) -> None:
    """Say whether this installation sends mail; where it doesn't, no letter is queued."""
    _Post.is_on = on


def mail_is_on() -> bool:
    """Whether letters are sent from here."""
    return _Post.is_on


async def queue_letter(
    *,
    kind: LetterKind,
    recipient: str,
    locale: str,
    about: UUID | None = None,
    key: str | None = None,
    lasts: timedelta | None = None,
    facts: dict[str, Any] | None = None,
) -> None:
    """Put a letter in the queue, inside the transaction of the act that causes it.

    The same ``kind`` and ``key`` is queued once, whatever happens. After ``lasts`` it is too late
    to send it.
    """
    if not mail_is_on():
        return
    moment = now()
    await OutgoingMessage.insert(
        OutgoingMessage(
            kind=kind.value,
            recipient=recipient,
            locale=locale,
            about=about,
            facts=json.dumps(facts or {}),
            key=f"{kind.value}:{key or uuid.uuid4()}",
            urgent=kind in URGENT,
            created_at=moment,
            next_attempt_at=moment,
            expires_at=moment + lasts if lasts else None,
        )
    ).on_conflict(target=OutgoingMessage.key, action="DO NOTHING")


@dataclass(frozen=True, slots=True)
class LetterTo:
    """One of many letters that are queued together."""

    recipient: str
    locale: str
    about: UUID
    key: str
    facts: dict[str, Any]


async def queue_letters(kind: LetterKind, letters: Sequence[LetterTo]) -> None:
    """The same for many letters in one statement."""
    if not mail_is_on() or not letters:
        return
    moment = now()
    await OutgoingMessage.insert(
        *(
            OutgoingMessage(
                kind=kind.value,
                recipient=letter.recipient,
                locale=letter.locale,
                about=letter.about,
                facts=json.dumps(letter.facts),
                key=f"{kind.value}:{letter.key}",
                urgent=False,
                created_at=moment,
                next_attempt_at=moment,
            )
            for letter in letters
        )
    ).on_conflict(target=OutgoingMessage.key, action="DO NOTHING")


async def claim_letter() -> OutgoingMessage | None:
    """Take the letter that is due first, or one whose worker has died; ``None`` if none is due."""
    due = (
        await OutgoingMessage.select(OutgoingMessage.id)
        .where(_claimable())
        .order_by(OutgoingMessage.urgent, ascending=False)
        .order_by(OutgoingMessage.next_attempt_at)
        .limit(10)
    )
    for row in due:
        claim = uuid.uuid4()
        async with transaction():
            taken = (
                await OutgoingMessage.update(
                    {
                        OutgoingMessage.claim: claim,
                        OutgoingMessage.heartbeat: now(),
                        OutgoingMessage.attempts: OutgoingMessage.attempts + 1,
                    }
                )
                .where((OutgoingMessage.id == row["id"]) & _claimable())
                .returning(OutgoingMessage.id)
            )
        if taken:
            return await OutgoingMessage.objects().get(OutgoingMessage.id == row["id"])
    return None


async def keep_claim(message: OutgoingMessage) -> None:
    """Say every now and then that the letter's worker is alive, until cancelled."""
    while True:
        await asyncio.sleep(BEAT_SECONDS)
        async with transaction():
            await OutgoingMessage.update({OutgoingMessage.heartbeat: now()}).where(_mine(message))


async def mark_sent(message: OutgoingMessage) -> None:
    """The receiving server has it."""
    # By whoever was given it, even if another took the letter over meanwhile.
    await _settle(OutgoingMessage.id == message.id, {OutgoingMessage.sent_at: now()})


async def put_off(message: OutgoingMessage, error: str) -> bool:
    """Try again later, each time after twice as long; true when it was given up instead."""
    if message.attempts >= MOST_ATTEMPTS:
        await give_up(message, error)
        return True
    later = now() + delay_after(message.attempts)
    await _settle(
        _mine(message),
        {OutgoingMessage.next_attempt_at: later, OutgoingMessage.last_error: error[:60]},
    )
    return False


async def give_up(message: OutgoingMessage, error: str) -> None:
    """It will never be sent."""
    await _settle(
        _mine(message),
        {OutgoingMessage.failed_at: now(), OutgoingMessage.last_error: error[:60]},
    )


async def forget_addresses() -> None:
    """Blank the addresses of letters that are long over, and give up those that kill workers."""
    async with transaction():
        await OutgoingMessage.update(
            {OutgoingMessage.recipient: "", OutgoingMessage.facts: "{}"}
        ).where(
            (OutgoingMessage.recipient != "")
            & (OutgoingMessage.created_at < now() - ADDRESSES_KEPT)
            & (OutgoingMessage.sent_at.is_not_null() | OutgoingMessage.failed_at.is_not_null())
        )
        await OutgoingMessage.update(
            {OutgoingMessage.failed_at: now(), OutgoingMessage.last_error: "WorkerDied"}
        ).where(
            _unsettled()
            & (OutgoingMessage.attempts >= MOST_ATTEMPTS)
            & (OutgoingMessage.heartbeat < now() - STALE_AFTER)
        )


async def queue_state() -> tuple[int, int]:
    """How many letters wait, and how many could not be sent in the last seven days."""
    waiting = await OutgoingMessage.count().where(_unsettled())
    failed = await OutgoingMessage.count().where(
        (OutgoingMessage.failed_at > now() - timedelta(days=7))
        & (OutgoingMessage.last_error != NOT_NEEDED)
    )
    return waiting, failed


def delay_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts."""
    doublings = max(0, attempts - 1)
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)


async def _settle(which: Any, values: dict[Any, datetime | str]) -> None:
    async with transaction():
        await OutgoingMessage.update(
            {OutgoingMessage.claim: None, OutgoingMessage.heartbeat: None, **values}
        ).where(which)


def _unsettled() -> Any:
    return OutgoingMessage.sent_at.is_null() & OutgoingMessage.failed_at.is_null()


def _claimable() -> Any:
    moment = now()
    return (
        _unsettled()
        & (OutgoingMessage.next_attempt_at <= moment)
        & (OutgoingMessage.attempts < MOST_ATTEMPTS)
        & (OutgoingMessage.heartbeat.is_null() | (OutgoingMessage.heartbeat < moment - STALE_AFTER))
    )


def _mine(message: OutgoingMessage) -> Any:
    return (OutgoingMessage.id == message.id) & (OutgoingMessage.claim == message.claim)
