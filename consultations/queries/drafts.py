"""Versions of the draft and their units, with how much was said about each."""

from dataclasses import dataclass, replace
from datetime import datetime
from textwrap import shorten
from typing import Any
from uuid import UUID

from piccolo.query.functions import Count

from consultations.errors import NotFound
from consultations.queries.listed import is_listed
from consultations.tables import DraftVersion, Input, Unit
from consultations.vocabulary import UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFacts:
    """A version of the draft; unpublished ones are for the drafting team only."""

    id: UUID
    consultation: UUID
    number: int
    title: str
    change_summary: str
    created_at: datetime
    published_at: datetime | None
    final: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """A bab, bagian or butir with the number of inputs on it."""

    id: UUID
    identity: UUID
    kind: UnitKind
    number: str
    heading: str
    text: str
    open_to_input: bool
    inputs: int = 0

    @property
    def reference(self) -> str:
        """How people cite it, in Indonesian: "Bab I", "Bagian 1.2", "Butir 1.2.3"."""
        return f"{self.kind.label} {self.number}"

    @property
    def listed(self) -> str:
        """How lists to choose from name it: its number, and its heading or first words."""
        return f"{self.number} {self.heading or shorten(self.text, 60, placeholder='…')}"


async def versions_of(consultation: UUID, *, published: bool = True) -> list[VersionFacts]:
    """The versions, newest first; unpublished ones only when ``published`` is false."""
    columns = [getattr(DraftVersion, name) for name in VersionFacts.__slots__]
    query = DraftVersion.select(*columns).where(DraftVersion.consultation == consultation)
    if published:
        query = query.where(DraftVersion.published_at.is_not_null())
    return [
        VersionFacts(**{name: row[name] for name in VersionFacts.__slots__})
        for row in await query.order_by(DraftVersion.number, ascending=False)
    ]


async def newest_version(consultation: UUID) -> UUID | None:
    """The newest published version, or ``None`` before the first."""
    row = (
        await DraftVersion.select(DraftVersion.id)
        .where(
            (DraftVersion.consultation == consultation) & DraftVersion.published_at.is_not_null()
        )
        .order_by(DraftVersion.number, ascending=False)
        .first()
    )
    return row["id"] if row else None


async def find_version(consultation: UUID, number: int, *, published: bool = True) -> VersionFacts:
    """The version of this number; raises ``NotFound`` when there is none for this reader."""
    for version in await versions_of(consultation, published=published):
        if version.number == number:
            return version
    raise NotFound


async def units_of(version: UUID, *, public: bool = False) -> list[UnitFacts]:
    """All units in reading order, each with its number of inputs; those listed in ``public``."""
    rows = await Unit.select().where(Unit.version == version).order_by(Unit.position)
    shown: Any = is_listed() if public else Input.id.is_not_null()
    counts = (
        await Input.select(Input.unit, Count())
        .where((Input.version == version) & Input.withdrawn_at.is_null() & shown)
        .group_by(Input.unit)
    )
    inputs = {row["unit"]: row["count"] for row in counts}
    return [replace(unit_facts(row), inputs=inputs.get(row["id"], 0)) for row in rows]


async def find_unit(version: UUID, kind: UnitKind, number: str) -> UnitFacts | None:
    """The unit people cite as, say, "butir 3.2.1" of this version."""
    row = (
        await Unit.select()
        .where((Unit.version == version) & (Unit.kind == kind.value) & (Unit.number == number))
        .first()
    )
    return unit_facts(row) if row else None


async def units_by_id(version: UUID, wanted: list[UUID]) -> list[UnitFacts]:
    """Those of the wanted units that are in this version, in the order wanted."""
    rows = await Unit.select().where((Unit.version == version) & Unit.id.is_in(wanted or [None]))
    found = {row["id"]: unit_facts(row) for row in rows}
    return [found[unit] for unit in wanted if unit in found]


async def neighbours_of(version: UUID, unit: UUID) -> tuple[UnitFacts | None, UnitFacts | None]:
    """The units before and after this one in reading order."""
    rows = await Unit.select().where(Unit.version == version).order_by(Unit.position)
    place = next((i for i, row in enumerate(rows) if row["id"] == unit), None)
    if place is None:
        return None, None
    before = unit_facts(rows[place - 1]) if place else None
    after = unit_facts(rows[place + 1]) if place + 1 < len(rows) else None
    return before, after


def unit_facts(row: dict[str, Any]) -> UnitFacts:
    """A unit from its row, without the inputs."""
    return UnitFacts(
        id=row["id"],
        identity=row["identity"],
        kind=UnitKind(row["kind"]),
        number=row["number"],
        heading=row["heading"],
        text=row["text"],
        open_to_input=row["open_to_input"],
    )


async def source_of(version: UUID) -> str:
    """The text a version was made from."""
    row = (
        await DraftVersion.select(DraftVersion.source_text)
        .where(DraftVersion.id == version)
        .first()
    )
    return str(row["source_text"]) if row else ""
