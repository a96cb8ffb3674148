"""Inputs as the public may see them, and as the drafting team does."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.tables import Input
from consultations.vocabulary import (
    Channel,
    Element,
    InputKind,
    Scope,
    UnitKind,
    Visibility,
    VulnerableGroup,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFacts:
    """One input. ``author`` is empty where the author asked not to be named."""

    id: UUID
    registration: str
    kind: InputKind
    scope: Scope
    element: Element
    author: str
    region: str | None
    vulnerable_group: VulnerableGroup | None
    text: str
    proposed_wording: str | None
    reason: str | None
    channel: Channel
    visibility: Visibility
    received_at: datetime
    unit_kind: UnitKind | None
    unit_number: str | None
    version_number: int | None


@dataclass(frozen=True, slots=True)
class UnitInputs:
    """The public inputs of a unit, and how many only the drafting team may read."""

    page: Page[InputFacts]
    confidential: int


def input_columns(of: Any = Input) -> list[Any]:
    """The columns that ``public_facts`` and ``team_facts`` read; ``of`` may be a foreign key."""
    unit = of.unit
    return [
        of.id,
        of.registration,
        of.kind,
        of.scope,
        of.element,
        of.organisation,
        of.author_name,
        of.region,
        of.vulnerable_group,
        of.text,
        of.proposed_wording,
        of.reason,
        of.channel,
        of.visibility,
        of.received_at,
        unit.kind,
        unit.number,
        of.version.number,
    ]


async def inputs_on(*, version: UUID, unit: UUID | None, page: int = 1) -> UnitInputs:
    """Inputs on a unit (or, without one, on the whole draft), newest first."""
    here = (Input.version == version) & (
        Input.unit.is_null() if unit is None else Input.unit == unit
    )
    here = here & Input.withdrawn_at.is_null()
    public = here & (Input.visibility != Visibility.CONFIDENTIAL.value)
    rows = (
        await Input.select(*input_columns())
        .where(public)
        .order_by(Input.number, ascending=False)
        .limit(PAGE_SIZE)
        .offset(offset_of(page))
    )
    total, shown = await Input.count().where(here), await Input.count().where(public)
    return UnitInputs(
        page=Page([public_facts(row) for row in rows], max(1, page), shown),
        confidential=total - shown,
    )


def public_facts(row: dict[str, Any]) -> InputFacts:
    """An input for the public: no name unless its author agreed, no vulnerable group."""
    return _facts(row, named=row["visibility"] == Visibility.PUBLIC.value)


def team_facts(row: dict[str, Any]) -> InputFacts:
    """An input for the drafting team, with everything its author gave."""
    return _facts(row, named=True, group=row["vulnerable_group"])


def _facts(row: dict[str, Any], *, named: bool, group: str | None = None) -> InputFacts:
    author = (row["organisation"] or row["author_name"] or "") if named else ""
    return InputFacts(
        id=row["id"],
        registration=row["registration"],
        kind=InputKind(row["kind"]),
        scope=Scope(row["scope"]),
        element=Element(row["element"]),
        author=author,
        region=row["region"],
        vulnerable_group=VulnerableGroup(group) if group else None,
        text=row["text"],
        proposed_wording=row["proposed_wording"],
        reason=row["reason"],
        channel=Channel(row["channel"]),
        visibility=Visibility(row["visibility"]),
        received_at=row["received_at"],
        unit_kind=UnitKind(row["unit.kind"]) if row["unit.kind"] else None,
        unit_number=row["unit.number"],
        version_number=row["version.number"],
    )


async def belongs_to(entry: UUID, consultation: UUID) -> bool:
    """Whether the input is one of this consultation's."""
    return await Input.exists().where((Input.id == entry) & (Input.consultation == consultation))
