"""What stands beside follow-up items: inputs behind them, units they carry out, last steps."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from consultations.queries.drafts import versions_of
from consultations.queries.listed import is_readable
from consultations.tables import FollowUpInput, FollowUpStep, FollowUpUnit, Unit
from consultations.vocabulary import UnitKind


@dataclass(frozen=True, slots=True)
class UnitTie:
    """A unit that an item carries out, as the latest published version numbers it."""

    identity: UUID
    version: int
    kind: UnitKind
    number: str


@dataclass(frozen=True, slots=True)
class LastStep:
    """The last note, and the last value of the indicator with its day."""

    note: str = ""
    value: float | None = None
    reached_on: date | None = None


async def inputs_behind(items: list[UUID], *, public: bool) -> dict[UUID, list[str]]:
    """By item the registration numbers of the inputs behind it, or of those everyone may read."""
    if not items:
        return {}
    entry: Any = FollowUpInput.input
    query = FollowUpInput.select(FollowUpInput.item, entry.registration).where(
        FollowUpInput.item.is_in(items)
    )
    rows = await (query.where(is_readable(entry)) if public else query).order_by(entry.number)
    behind: dict[UUID, list[str]] = {}
    for row in rows:
        behind.setdefault(row["item"], []).append(row["input.registration"])
    return behind


async def last_steps(items: list[UUID]) -> dict[UUID, LastStep]:
    """By item what was last said, and what the indicator had last reached."""
    if not items:
        return {}
    rows = (
        await FollowUpStep.select(
            FollowUpStep.item, FollowUpStep.note, FollowUpStep.value, FollowUpStep.reached_on
        )
        .where(FollowUpStep.item.is_in(items))
        .order_by(FollowUpStep.at)
    )
    last: dict[UUID, LastStep] = {}
    for row in rows:
        before = last.get(row["item"], LastStep())
        if row["note"]:
            before = replace(before, note=row["note"])
        if row["value"] is not None:
            before = replace(before, value=row["value"], reached_on=row["reached_on"])
        last[row["item"]] = before
    return last


async def units_carried_out(consultation: UUID, items: list[UUID]) -> dict[UUID, list[UnitTie]]:
    """By item its units, in reading order; those the latest version has no more are left out."""
    rows = await FollowUpUnit.select(FollowUpUnit.item, FollowUpUnit.identity).where(
        FollowUpUnit.item.is_in(items or [None])
    )
    versions = await versions_of(consultation) if rows else []
    if not versions:
        return {}
    numbered = (
        await Unit.select(Unit.identity, Unit.kind, Unit.number)
        .where(
            (Unit.version == versions[0].id) & Unit.identity.is_in([r["identity"] for r in rows])
        )
        .order_by(Unit.position)
    )
    tied: dict[UUID, list[UnitTie]] = {}
    for unit in numbered:
        tie = UnitTie(unit["identity"], versions[0].number, UnitKind(unit["kind"]), unit["number"])
        for row in rows:
            if row["identity"] == tie.identity:
                tied.setdefault(row["item"], []).append(tie)
    return tied
