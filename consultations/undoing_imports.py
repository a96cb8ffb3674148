"""Take an import back as a whole: its inputs are emptied, their numbers stay spent."""

from typing import Any
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import Answered, NotFound
from consultations.revisions import touch
from consultations.tables import (
    Input,
    InputDisposition,
    InputImport,
    Reply,
    SearchEntry,
    ThemeMember,
)
from consultations.tokens import new_token, token_hash
from consultations.transactions import transaction


async def undo_import(*, made: UUID, by: UUID | None) -> int:
    """Withdraw every input of an import; returns how many. Undoing twice changes nothing.

    Raises ``Answered`` when an author among them may have read a reply already. What was
    imported by mistake may hold personal data, so nothing of it is kept but the numbers.
    """
    async with transaction():
        row = await InputImport.objects().get(InputImport.id == made)
        if row is None:
            raise NotFound
        if row.undone_at is not None:
            return 0
        entries = await Input.select(Input.id).where(Input.imported_in == made)
        await _require_unanswered(made)
        member: Any = ThemeMember.input
        placed = await ThemeMember.select(ThemeMember.id).where(member.imported_in == made)
        for start in range(0, len(placed), _AT_ONCE):
            await ThemeMember.delete().where(
                ThemeMember.id.is_in([member["id"] for member in placed[start : start + _AT_ONCE]])
            )
        for start in range(0, len(entries), _AT_ONCE):
            await SearchEntry.delete().where(
                SearchEntry.input.is_in([e["id"] for e in entries[start : start + _AT_ONCE]])
            )
        for entry in entries:
            await Input.update(_emptied()).where(Input.id == entry["id"])
        row.undone_at, row.undone_by = now(), by
        await row.save([InputImport.undone_at, InputImport.undone_by])
        await audit.record(
            "import.undone", row, by=by, consultation=row.consultation, rows=len(entries)
        )
        await touch(row.consultation)
    return len(entries)


async def _require_unanswered(made: UUID) -> None:
    own: Any = InputDisposition.input
    if await InputDisposition.exists().where(own.imported_in == made):
        raise Answered
    member: Any = ThemeMember.input
    themes = await ThemeMember.select(ThemeMember.theme).where(member.imported_in == made)
    answered: Any = Reply.disposition.theme
    ids = list({row["theme"] for row in themes})
    if ids and await Reply.exists().where(answered.is_in(ids) & Reply.published_at.is_not_null()):
        raise Answered


def _emptied() -> dict[Any, Any]:
    # Other keys, so that the same file can be imported again once it is put right.
    empty: dict[Any, Any] = dict.fromkeys(
        (
            Input.organisation,
            Input.author_name,
            Input.author_email,
            Input.region,
            Input.vulnerable_group,
            Input.proposed_wording,
            Input.reason,
        )
    )
    return empty | {
        Input.text: "",
        Input.withdrawn_at: now(),
        Input.idempotency_key: token_hash(new_token()),
        Input.receipt_hash: token_hash(new_token()),
    }


_AT_ONCE = 500
