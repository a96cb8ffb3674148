"""Reminds whoever is in charge of a follow-up item, once before its day and once after."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from consultations.clock import now
from consultations.mailing import LetterKind, mail_is_on, queue_letter
from consultations.queries.follow_ups import FINISHED
from consultations.queries.languages import languages_of
from consultations.tables import FollowUpItem
from consultations.transactions import transaction
from consultations.vocabulary import Zone

BEFORE = timedelta(days=7)
# An item that is later than this was reminded of, or nobody wants to hear of it any more.
OLDEST = timedelta(days=60)
_IS_DEMONSTRATION: Any = FollowUpItem.consultation.is_demonstration


async def write_to_owners() -> int:
    """Queue the reminders that are due; returns how many. The demonstration writes to nobody."""
    if not mail_is_on():
        return 0
    today = now().astimezone(ZoneInfo(Zone.WIB.value)).date()
    rows = await FollowUpItem.select(
        FollowUpItem.id,
        FollowUpItem.consultation,
        FollowUpItem.owner_email,
        FollowUpItem.due_on,
        FollowUpItem.reminded_before,
        FollowUpItem.reminded_after,
    ).where(
        FollowUpItem.owner_email.is_not_null()
        & FollowUpItem.status.not_in([status.value for status in FINISHED])
        & (FollowUpItem.due_on <= today + BEFORE)
        & (FollowUpItem.due_on > today - OLDEST)
        & _IS_DEMONSTRATION.eq(value=False)
    )
    written = 0
    for row in rows:
        column = _due_reminder(row, today)
        if column is not None:
            await _remind(row, column)
            written += 1
    return written


def _due_reminder(row: dict[str, Any], today: date) -> Any:
    """Which reminder is still to be sent; each is marked with the day it spoke of."""
    if row["due_on"] < today:
        return FollowUpItem.reminded_after if row["reminded_after"] != row["due_on"] else None
    return FollowUpItem.reminded_before if row["reminded_before"] != row["due_on"] else None


async def _remind(row: dict[str, Any], column: Any) -> None:
    late = column is FollowUpItem.reminded_after
    email = row["owner_email"]
    async with transaction():
        languages = await languages_of(row["consultation"], [email])
        await queue_letter(
            kind=LetterKind.FOLLOW_UP,
            recipient=email,
            locale=languages[email],
            about=row["id"],
            key=f"{row['id']}:{row['due_on']}:{'after' if late else 'before'}",
        )
        await FollowUpItem.update({column: row["due_on"]}).where(FollowUpItem.id == row["id"])
