"""Follow-up items as pages and documents need them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.tables import (
    FollowUpFile,
    FollowUpInput,
    FollowUpItem,
    FollowUpStep,
)
from consultations.vocabulary import FollowUpStatus

FINISHED = (FollowUpStatus.DONE, FollowUpStatus.CANCELLED)


class FollowUpOrder(StrEnum):
    """How the list is sorted."""

    DUE = "tenggat"
    NUMBER = "nomor"
    CHANGED = "terbaru"
    OWNER = "penanggung-jawab"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpFilter:
    """What the list is narrowed to; empty values narrow nothing."""

    status: str = ""
    session: str = ""
    late: bool = False
    today: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpFacts:
    """One item; ``inputs`` are the registration numbers behind it."""

    id: UUID
    number: int
    session: UUID | None
    session_title: str
    issue: str
    solution: str
    activity: str
    indicator: str
    owner: str
    owner_email: str | None
    due_on: date | None
    status: FollowUpStatus
    public: bool
    version: int
    changed_at: datetime
    inputs: tuple[str, ...] = ()
    note: str = ""

    def is_late(self, today: date) -> bool:
        """Whether its day has passed and it is not finished."""
        return self.due_on is not None and self.due_on < today and self.status not in FINISHED


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFile:
    """Evidence of a step."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFacts:
    """One step of an item's history."""

    id: UUID
    status: FollowUpStatus
    note: str
    at: datetime
    by: str
    files: tuple[StepFile, ...]


async def follow_ups_in(
    consultation: UUID,
    only: FollowUpFilter,
    page: int = 1,
    order: FollowUpOrder = FollowUpOrder.DUE,
) -> Page[FollowUpFacts]:
    """The consultation's items, a page at a time."""
    where = _narrowed(consultation, only)
    query = FollowUpItem.select(*_columns()).where(where)
    for column, ascending in _SORTED[order]:
        query = query.order_by(column, ascending=ascending)
    rows = await query.limit(PAGE_SIZE).offset(offset_of(page))
    total = await FollowUpItem.count().where(where)
    return Page(await _facts(rows), max(1, page), total)


async def follow_ups_of_session(session: UUID) -> list[FollowUpFacts]:
    """All items of one session, by number."""
    rows = (
        await FollowUpItem.select(*_columns())
        .where(FollowUpItem.session == session)
        .order_by(FollowUpItem.number)
    )
    return await _facts(rows)


async def public_follow_ups(consultation: UUID, page: int = 1) -> Page[FollowUpFacts]:
    """What the public follows: no drafts kept for the team, by number."""
    where = (FollowUpItem.consultation == consultation) & FollowUpItem.public.eq(value=True)
    rows = (
        await FollowUpItem.select(*_columns())
        .where(where)
        .order_by(FollowUpItem.number)
        .limit(PAGE_SIZE)
        .offset(offset_of(page))
    )
    return Page(await _facts(rows), max(1, page), await FollowUpItem.count().where(where))


async def status_counts(consultation: UUID, *, public: bool) -> dict[FollowUpStatus, int]:
    """How many items have each status, statuses without any included."""
    rows = await FollowUpItem.raw(
        "SELECT status, COUNT(*) AS items FROM follow_up_item WHERE consultation = {} "
        + ("AND public = {} " if public else "")
        + "GROUP BY status",
        consultation,
        *([True] if public else []),
    )
    found = {row["status"]: int(row["items"]) for row in rows}
    return {status: found.get(status.value, 0) for status in FollowUpStatus}


async def find_follow_up(consultation: UUID, item: UUID) -> FollowUpFacts | None:
    """One item of this consultation, or ``None``."""
    rows = await FollowUpItem.select(*_columns()).where(
        (FollowUpItem.id == item) & (FollowUpItem.consultation == consultation)
    )
    found = await _facts(rows)
    return found[0] if found else None


async def find_follow_up_by_id(item: UUID) -> tuple[UUID, FollowUpFacts] | None:
    """An item with its consultation, or ``None``."""
    rows = await FollowUpItem.select(*_columns()).where(FollowUpItem.id == item)
    found = await _facts(rows)
    return (rows[0]["consultation"], found[0]) if found else None


async def steps_of(item: UUID) -> list[StepFacts]:
    """The item's history, the last step first."""
    rows = (
        await FollowUpStep.select(*FollowUpStep.all_columns(), FollowUpStep.by.name)
        .where(FollowUpStep.item == item)
        .order_by(FollowUpStep.at, ascending=False)
    )
    files = await FollowUpFile.select().where(
        FollowUpFile.step.is_in([row["id"] for row in rows] or [None])
    )
    return [
        StepFacts(
            id=row["id"],
            status=FollowUpStatus(row["status"]),
            note=row["note"],
            at=row["at"],
            by=row["by.name"] or "",
            files=tuple(_step_file(file) for file in files if file["step"] == row["id"]),
        )
        for row in rows
    ]


async def find_step_file(item: UUID, file: UUID) -> StepFile | None:
    """A file of one of the item's steps, or ``None``."""
    row = (
        await FollowUpFile.select()
        .where((FollowUpFile.id == file) & (FollowUpFile.step.item == item))
        .first()
    )
    return _step_file(row) if row else None


def _step_file(row: dict[str, Any]) -> StepFile:
    return StepFile(**{name: row[name] for name in StepFile.__slots__})


def _narrowed(consultation: UUID, only: FollowUpFilter) -> Any:
    where: Any = FollowUpItem.consultation == consultation
    if only.status:
        where = where & (FollowUpItem.status == only.status)
    if only.session:
        where = where & (FollowUpItem.session == only.session)
    if only.late and only.today:
        where = where & (FollowUpItem.due_on < only.today)
        where = where & FollowUpItem.status.not_in([status.value for status in FINISHED])
    return where


def _columns() -> list[Any]:
    return [*FollowUpItem.all_columns(), FollowUpItem.session.title]


async def _facts(rows: Sequence[dict[str, Any]]) -> list[FollowUpFacts]:
    items = [row["id"] for row in rows]
    behind = await _inputs_behind(items)
    notes = await _last_notes(items)
    plain = [
        name
        for name in FollowUpFacts.__slots__
        if name not in ("session_title", "status", "inputs", "note")
    ]
    return [
        FollowUpFacts(
            session_title=row["session.title"] or "",
            status=FollowUpStatus(row["status"]),
            inputs=tuple(behind.get(row["id"], ())),
            note=notes.get(row["id"], ""),
            **{name: row[name] for name in plain},
        )
        for row in rows
    ]


async def _inputs_behind(items: list[UUID]) -> dict[UUID, list[str]]:
    if not items:
        return {}
    rows = (
        await FollowUpInput.select(FollowUpInput.item, FollowUpInput.input.registration)
        .where(FollowUpInput.item.is_in(items))
        .order_by(FollowUpInput.input.number)
    )
    behind: dict[UUID, list[str]] = {}
    for row in rows:
        behind.setdefault(row["item"], []).append(row["input.registration"])
    return behind


async def _last_notes(items: list[UUID]) -> dict[UUID, str]:
    if not items:
        return {}
    rows = (
        await FollowUpStep.select(FollowUpStep.item, FollowUpStep.note)
        .where(FollowUpStep.item.is_in(items) & (FollowUpStep.note != ""))
        .order_by(FollowUpStep.at)
    )
    return {row["item"]: row["note"] for row in rows}


_SORTED: dict[FollowUpOrder, list[tuple[Any, bool]]] = {
    FollowUpOrder.DUE: [(FollowUpItem.due_on, True), (FollowUpItem.number, True)],
    FollowUpOrder.NUMBER: [(FollowUpItem.number, True)],
    FollowUpOrder.CHANGED: [(FollowUpItem.changed_at, False), (FollowUpItem.number, True)],
    FollowUpOrder.OWNER: [(FollowUpItem.owner, True), (FollowUpItem.number, True)],
}
