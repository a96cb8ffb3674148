"""Keep follow-up items: add them, change them, and say step by step how far they are."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.errors import NotFound
from consultations.evidence import StoredFile
from consultations.revisions import touch
from consultations.tables import (
    FollowUpFile,
    FollowUpInput,
    FollowUpItem,
    FollowUpStep,
    FollowUpUnit,
    Input,
)
from consultations.transactions import again_after_collision, transaction
from consultations.versioned import store
from consultations.vocabulary import N_, FollowUpStatus


class UnknownInputs(NotFound):
    """A registration number that no input of this consultation has."""

    message = N_("Nomor registrasi ini tidak ada: %(numbers)s.")

    def __init__(self, numbers: Sequence[str]) -> None:
        super().__init__()
        self.numbers = ", ".join(numbers)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpWords:
    """What is to be done, by whom, until when, and from which value to which.

    ``units`` are the lasting identities of the units of the roadmap that it carries out.
    """

    issue: str
    solution: str = ""
    activity: str
    indicator: str = ""
    measure: str = ""
    baseline: float | None = None
    target: float | None = None
    owner: str
    owner_email: str | None = None
    due_on: date | None = None
    session: UUID | None = None
    public: bool = True
    units: tuple[UUID, ...] = ()

    def columns(self) -> dict[str, Any]:
        """The words as the item's own row holds them."""
        return {name: value for name, value in asdict(self).items() if name != "units"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an item is: its status, what the indicator had reached, and the evidence."""

    status: FollowUpStatus
    note: str = ""
    value: float | None = None
    reached_on: date | None = None
    files: Sequence[StoredFile] = ()
    files_public: bool = False


@again_after_collision
async def add_follow_up(
    *, consultation: UUID, words: FollowUpWords, inputs: Sequence[str] = (), by: UUID | None
) -> FollowUpItem:
    """Enter an item under the consultation's next number. Raises ``UnknownInputs``."""
    async with transaction():
        return await enter_follow_up(consultation=consultation, words=words, inputs=inputs, by=by)


async def enter_follow_up(
    *, consultation: UUID, words: FollowUpWords, inputs: Sequence[str], by: UUID | None
) -> FollowUpItem:
    """The same as one act of several: a number that is taken meanwhile is no reason to repeat."""
    async with transaction():
        behind = await _inputs(consultation, inputs)
        last = (
            await FollowUpItem.select(FollowUpItem.number)
            .where(FollowUpItem.consultation == consultation)
            .order_by(FollowUpItem.number, ascending=False)
            .first()
        )
        row = FollowUpItem(
            consultation=consultation,
            number=1 + (last["number"] if last else 0),
            status=FollowUpStatus.NOT_STARTED.value,
            created_at=now(),
            created_by=by,
            changed_at=now(),
            **words.columns(),
        )
        await FollowUpItem.insert(row)
        await tie(row.id, behind, words.units)
        await audit.record("follow_up.added", row, by=by, consultation=consultation)
        await touch(consultation)
    return row


async def change_follow_up(
    *,
    consultation: UUID,
    item: UUID,
    words: FollowUpWords,
    inputs: Sequence[str],
    version: int,
    by: UUID | None,
) -> None:
    """Correct an item. Raises ``Stale`` when it was changed after ``version`` was read."""
    async with transaction():
        row = await _find(consultation, item)
        behind = await _inputs(consultation, inputs)
        await store(row, words.columns() | {"changed_at": now()}, version)
        await FollowUpInput.delete().where(FollowUpInput.item == item)
        await FollowUpUnit.delete().where(FollowUpUnit.item == item)
        await tie(item, behind, words.units)
        await audit.record("follow_up.changed", row, by=by, consultation=consultation)
        await touch(consultation)


async def record_step(
    *, consultation: UUID, item: UUID, progress: Progress, by: UUID | None
) -> None:
    """Say how far an item is, with evidence; every step stays on record."""
    async with transaction():
        row = await _find(consultation, item)
        status = progress.status.value
        step = FollowUpStep(
            item=item,
            status=status,
            note=progress.note,
            value=progress.value,
            reached_on=progress.reached_on,
            files_public=progress.files_public,
            at=now(),
            by=by,
        )
        await FollowUpStep.insert(step)
        if progress.files:
            await FollowUpFile.insert(
                *(
                    FollowUpFile(
                        step=step.id,
                        name=file.name,
                        media_type=file.media_type,
                        size=file.size,
                        sha256=file.sha256,
                    )
                    for file in progress.files
                )
            )
        row.status, row.changed_at = status, now()
        # The words are left alone: a colleague may be storing others.
        await row.save([FollowUpItem.status, FollowUpItem.changed_at])
        await audit.record("follow_up.moved", row, by=by, consultation=consultation, status=status)
        await touch(consultation)


async def _find(consultation: UUID, item: UUID) -> FollowUpItem:
    row = await FollowUpItem.objects().get(
        (FollowUpItem.id == item) & (FollowUpItem.consultation == consultation)
    )
    if row is None:
        raise NotFound
    return row


async def _inputs(consultation: UUID, registrations: Sequence[str]) -> list[UUID]:
    wanted = list(dict.fromkeys(registrations))
    if not wanted:
        return []
    rows = await Input.select(Input.id, Input.registration).where(
        (Input.consultation == consultation) & Input.registration.is_in(wanted)
    )
    known = {row["registration"]: row["id"] for row in rows}
    if missing := [number for number in wanted if number not in known]:
        raise UnknownInputs(missing)
    return [known[number] for number in wanted]


async def tie(item: UUID, behind: Sequence[UUID], units: Sequence[UUID]) -> None:
    """Put inputs behind an item and name the units that it carries out, by their identities."""
    if behind:
        await FollowUpInput.insert(*(FollowUpInput(item=item, input=entry) for entry in behind))
    if units:
        await FollowUpUnit.insert(*(FollowUpUnit(item=item, identity=unit) for unit in units))
