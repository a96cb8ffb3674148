"""Reminds people of decisions they were given, once a day while something is nearly due."""

from datetime import timedelta
from typing import Any

from consultations.clock import now
from consultations.mailing import LetterKind, mail_is_on, queue_letter
from consultations.queries.disposition_overview import is_open
from consultations.tables import Deliberation
from consultations.transactions import transaction

SOON = timedelta(days=2)
LASTS = timedelta(days=1)


async def remind_of_tasks() -> int:
    """Queue one letter a day to everyone with something due within two days; how many people.

    Whatever is asked again on the same day is the same letter.
    """
    if not mail_is_on():
        return 0
    today = now().date()
    given_to: Any = Deliberation.assignee
    place: Any = Deliberation.consultation
    rows: list[dict[str, Any]] = await Deliberation.select(
        place, given_to, given_to.email, given_to.locale
    ).where(
        is_open()
        & (Deliberation.due_on <= today + SOON)
        & given_to.active.eq(value=True)
        & place.is_demonstration.eq(value=False)
    )
    due = {(row["consultation"], row["assignee"]): row for row in rows}
    async with transaction():
        for (consultation, account), row in due.items():
            await queue_letter(
                kind=LetterKind.TASKS,
                recipient=row["assignee.email"],
                locale=row["assignee.locale"],
                about=account,
                key=f"{consultation}:{account}:{today}",
                lasts=LASTS,
                facts={"consultation": str(consultation)},
            )
    return len(due)
