"""Follow-up items as pages and documents need them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from consultations.queries.follow_up_ties import (
    LastStep,
    UnitTie,
    inputs_behind,
    last_steps,
    units_carried_out,
)
from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.tables import FollowUpFile, FollowUpItem, FollowUpStep
from consultations.vocabulary import FollowUpStatus

FINISHED = (FollowUpStatus.DONE, FollowUpStatus.CANCELLED)
# In place of a session: the roadmap's own action plan.
ROADMAP = "peta-jalan"


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
    owner: str = ""
    late: bool = False
    public_only: bool = False
    today: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpFacts:
    """One item; ``inputs`` are the registration numbers behind it, ``last`` its last step."""

    id: UUID
    number: int
    session: UUID | None
    session_title: str
    issue: str
    solution: str
    activity: str
    indicator: str
    measure: str
    baseline: float | None
    target: float | None
    owner: str
    owner_email: str | None
    due_on: date | None
    status: FollowUpStatus
    public: bool
    version: int
    changed_at: datetime
    inputs: tuple[str, ...] = ()
    units: tuple[UnitTie, ...] = ()
    last: LastStep = field(default_factory=LastStep)

    @property
    def way(self) -> float | None:
        """How much of the way from baseline to target is done, 0 to 1; ``None`` if unknown."""
        if self.last.value is None or self.target is None:
            return None
        start = self.baseline or 0.0
        if self.target == start:
            return 1.0 if self.last.value == self.target else 0.0
        return min(1.0, max(0.0, (self.last.value - start) / (self.target - start)))

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
    value: float | None
    reached_on: date | None
    files_public: bool
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
    return Page(await _facts(rows, public=only.public_only), max(1, page), total)


async def every_follow_up(
    consultation: UUID,
    only: FollowUpFilter | None = None,
    order: FollowUpOrder = FollowUpOrder.NUMBER,
) -> list[FollowUpFacts]:
    """All items that the filter leaves: an action plan is no long list."""
    only, items, number = only or FollowUpFilter(), [], 1
    while True:
        found = await follow_ups_in(consultation, only, number, order)
        items += found.items
        if number >= found.last:
            return items
        number += 1


async def follow_ups_of_session(session: UUID) -> list[FollowUpFacts]:
    """All items of one session, by number."""
    rows = (
        await FollowUpItem.select(*_columns())
        .where(FollowUpItem.session == session)
        .order_by(FollowUpItem.number)
    )
    return await _facts(rows, public=False)


async def owners_in(consultation: UUID, *, public_only: bool) -> list[str]:
    """Who is in charge of something, by name."""
    where = _narrowed(consultation, FollowUpFilter(public_only=public_only))
    rows = await FollowUpItem.select(FollowUpItem.owner).where(where).group_by(FollowUpItem.owner)
    return sorted(row["owner"] for row in rows)


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


async def find_follow_up(
    consultation: UUID, item: UUID, *, public: bool = False
) -> FollowUpFacts | None:
    """One item of this consultation, or ``None``; ``public``: without what not everyone reads."""
    rows = await FollowUpItem.select(*_columns()).where(
        (FollowUpItem.id == item) & (FollowUpItem.consultation == consultation)
    )
    found = await _facts(rows, public=public)
    return found[0] if found else None


async def find_follow_up_by_id(item: UUID) -> tuple[UUID, FollowUpFacts] | None:
    """An item with its consultation, or ``None``."""
    rows = await FollowUpItem.select(*_columns()).where(FollowUpItem.id == item)
    found = await _facts(rows, public=False)
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
            value=row["value"],
            reached_on=row["reached_on"],
            files_public=row["files_public"],
            at=row["at"],
            by=row["by.name"] or "",
            files=tuple(_step_file(file) for file in files if file["step"] == row["id"]),
        )
        for row in rows
    ]


async def find_public_step_file(file: UUID) -> StepFile | None:
    """Evidence that the team opened to everyone, or ``None``."""
    step: Any = FollowUpFile.step
    row = (
        await FollowUpFile.select()
        .where(
            (FollowUpFile.id == file)
            & step.files_public.eq(value=True)
            & step.item.public.eq(value=True)
            & step.item.consultation.announced_at.is_not_null()
        )
        .first()
    )
    return _step_file(row) if row else None


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
    if only.owner:
        where = where & (FollowUpItem.owner == only.owner)
    if only.public_only:
        where = where & FollowUpItem.public.eq(value=True)
    if only.session == ROADMAP:
        where = where & FollowUpItem.session.is_null()
    elif only.session:
        where = where & (FollowUpItem.session == only.session)
    if only.late and only.today:
        where = where & (FollowUpItem.due_on < only.today)
        where = where & FollowUpItem.status.not_in([status.value for status in FINISHED])
    return where


def _columns() -> list[Any]:
    return [*FollowUpItem.all_columns(), FollowUpItem.session.title]


async def _facts(rows: Sequence[dict[str, Any]], *, public: bool) -> list[FollowUpFacts]:
    items = [row["id"] for row in rows]
    behind, steps = await inputs_behind(items, public=public), await last_steps(items)
    units = await units_carried_out(rows[0]["consultation"], items) if rows else {}
    own = ("session_title", "status", "inputs", "units", "last")
    plain = [name for name in FollowUpFacts.__slots__ if name not in own]
    return [
        FollowUpFacts(
            session_title=row["session.title"] or "",
            status=FollowUpStatus(row["status"]),
            inputs=tuple(behind.get(row["id"], ())),
            units=tuple(units.get(row["id"], ())),
            last=steps.get(row["id"], LastStep()),
            **{name: row[name] for name in plain},
        )
        for row in rows
    ]


_SORTED: dict[FollowUpOrder, list[tuple[Any, bool]]] = {
    FollowUpOrder.DUE: [(FollowUpItem.due_on, True), (FollowUpItem.number, True)],
    FollowUpOrder.NUMBER: [(FollowUpItem.number, True)],
    FollowUpOrder.CHANGED: [(FollowUpItem.changed_at, False), (FollowUpItem.number, True)],
    FollowUpOrder.OWNER: [(FollowUpItem.owner, True), (FollowUpItem.number, True)],
}
