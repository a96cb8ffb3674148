"""What authors may do with an input: change its words, take it back, keep it in an account."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import (
    AlreadyAnswered,
    AlreadyWithdrawn,
    ClaimedBySomebody,
    EditingOver,
    NotFound,
    Stale,
)
from consultations.redacting import original_words, reword
from consultations.revisions import touch
from consultations.searching import index_input
from consultations.tables import (
    Consultation,
    Input,
    InputDisposition,
    InputEdition,
    Reply,
    ThemeMember,
)
from consultations.transactions import transaction


@dataclass(frozen=True, slots=True)
class Words:
    """What an author may change of an input."""

    text: str
    proposed_wording: str | None
    reason: str | None


def editable_until(received_at: datetime, minutes: int) -> datetime:
    """The end of the time in which an author may change an input's words."""
    return received_at + timedelta(minutes=minutes)


async def edit_input(*, entry: UUID, words: Words, edition: int, by: UUID | None) -> None:
    """Give an input other words; the earlier ones stay in its history.

    ``edition`` is the one that was read. Raises ``EditingOver``, ``AlreadyAnswered``,
    ``AlreadyWithdrawn``, ``Stale`` or ``NotFound``.
    """
    async with transaction():
        row = await _require_standing(entry)
        await _require_editable(row)
        await _reword(row, words, edition, by)


async def reword_note(*, entry: UUID, words: Words, by: UUID | None) -> None:
    """Give the input of a session's note other words, whenever that is; its history is kept alike.

    Whoever edits a note has read its latest version: the note tells. Raises
    ``AlreadyAnswered``, ``AlreadyWithdrawn`` or ``NotFound``.
    """
    async with transaction():
        row = await _require_standing(entry)
        await _reword(row, words, row.edition, by)


async def _reword(row: Input, words: Words, edition: int, by: UUID | None) -> None:
    said = await original_words(row.id)
    if words == Words(said["text"], said.get("proposed_wording"), said.get("reason")):
        return
    moment = now()
    taken = (
        await Input.update({Input.edition: Input.edition + 1, Input.edited_at: moment})
        .where((Input.id == row.id) & (Input.edition == edition))
        .returning(Input.id)
    )
    if not taken:
        raise Stale
    await InputEdition.insert(
        InputEdition(
            input=row.id,
            number=edition,
            text=row.text,
            proposed_wording=row.proposed_wording,
            reason=row.reason,
            replaced_at=moment,
        )
    )
    stored = await reword(entry=row, facts=_reworded(said, words))
    await Input.update({name: stored.get(name) for name in asdict(words)}).where(Input.id == row.id)
    await index_input(row.id)
    await audit.record(
        "input.edited", row, by=by, consultation=row.consultation, edition=edition + 1
    )
    await touch(row.consultation)


def _reworded(said: dict[str, str], words: Words) -> dict[str, str]:
    """All free words of the input as its author gives them now."""
    changed = {**said, **asdict(words)}
    return {field: given for field, given in changed.items() if given}


async def withdraw_input(*, entry: UUID, by: UUID | None) -> None:
    """Take an input back. Its number stays, its words leave the public pages and the themes.

    Withdrawing twice changes nothing. Raises ``AlreadyAnswered`` or ``NotFound``.
    """
    async with transaction():
        row = await Input.objects().get(Input.id == entry)
        if row is None:
            raise NotFound
        if row.withdrawn_at is not None:
            return
        await _require_unanswered(entry)
        row.withdrawn_at = now()
        await row.save([Input.withdrawn_at])
        await index_input(entry)
        left = (
            await ThemeMember.delete()
            .where(ThemeMember.input == entry)
            .returning(ThemeMember.theme)
        )
        await audit.record(
            "input.withdrawn",
            row,
            by=by,
            consultation=row.consultation,
            themes=[member["theme"] for member in left],
        )
        await touch(row.consultation)


async def claim_input(*, entry: UUID, by: UUID) -> None:
    """Keep a guest's input in an account. Raises ``ClaimedBySomebody`` or ``NotFound``."""
    async with transaction():
        row = await Input.objects().get(Input.id == entry)
        if row is None:
            raise NotFound
        if row.account == by:
            return
        claimed = (
            await Input.update({Input.account: by})
            .where((Input.id == entry) & Input.account.is_null())
            .returning(Input.id)
        )
        if not claimed:
            raise ClaimedBySomebody
        await audit.record("input.claimed", row, by=by, consultation=row.consultation)


async def _require_standing(entry: UUID) -> Input:
    row = await Input.objects().get(Input.id == entry)
    if row is None:
        raise NotFound
    if row.withdrawn_at is not None:
        raise AlreadyWithdrawn
    await _require_unanswered(entry)
    return row


async def _require_editable(row: Input) -> None:
    rule = (
        await Consultation.select(Consultation.edit_minutes)
        .where(Consultation.id == row.consultation)
        .first()
    )
    if rule is None:
        raise NotFound
    if now() >= editable_until(row.received_at, rule["edit_minutes"]):
        raise EditingOver


async def _require_unanswered(entry: UUID) -> None:
    if await InputDisposition.exists().where(InputDisposition.input == entry):
        raise AlreadyAnswered
    themes = await ThemeMember.select(ThemeMember.theme).where(ThemeMember.input == entry)
    if themes and await Reply.exists().where(
        Reply.disposition.theme.is_in([row["theme"] for row in themes])
        & Reply.published_at.is_not_null()
    ):
        raise AlreadyAnswered
