"""How far themes and inputs have been answered, as acts on themes need to know it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from consultations.tables import Disposition, Reply, ThemeMember

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class AnswerState:
    """The disposition of a theme: since when it stands, and since when its reply is public."""

    disposition: UUID
    decided_at: datetime
    published_at: datetime | None


async def answer_states(themes: Sequence[UUID]) -> dict[UUID, AnswerState]:
    """By theme the disposition written for it, if any."""
    if not themes:
        return {}
    rows = await Disposition.select(
        Disposition.id, Disposition.theme, Disposition.decided_at
    ).where(Disposition.theme.is_in(list(themes)))
    replies = await Reply.select(Reply.disposition, Reply.published_at).where(
        Reply.disposition.is_in([row["id"] for row in rows] or list(themes))
    )
    published = {row["disposition"]: row["published_at"] for row in replies}
    return {
        row["theme"]: AnswerState(row["id"], row["decided_at"], published.get(row["id"]))
        for row in rows
    }


async def answered_among(entries: Sequence[UUID]) -> bool:
    """Whether one of the inputs is in a theme with a published reply."""
    answered = Reply.select(Reply.disposition.theme).where(Reply.published_at.is_not_null())
    for start in range(0, len(entries), _AT_ONCE):
        part = list(entries[start : start + _AT_ONCE])
        if await ThemeMember.exists().where(
            ThemeMember.input.is_in(part) & ThemeMember.theme.is_in(answered)
        ):
            return True
    return False
