"""One public input by its number: where it is listed, what was said back, where people stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.queries.inputs import InputFacts, find_public_input, input_columns, team_facts
from consultations.queries.listed import is_listed
from consultations.queries.paging import PAGE_SIZE
from consultations.queries.unit_inputs import public_inputs_on
from consultations.supporting import Side
from consultations.tables import Input, InputEdition, Support
from consultations.vocabulary import UnitKind

_REGISTRATION = re.compile(r"[\w./-]{1,24}")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionFacts:
    """Earlier words of an input."""

    number: int
    text: str
    proposed_wording: str | None
    reason: str | None
    replaced_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InputPlace:
    """Where an input can be read: on a unit, on the whole draft, in a session, or nowhere public.

    ``page`` is the page of the newest-first list that holds it; a ``folded`` one is in no list.
    """

    slug: str
    consultation: UUID
    public: bool
    announced: bool = False
    folded: bool = False
    version: int | None = None
    unit: tuple[UnitKind, str] | None = None
    session: UUID | None = None
    page: int = 1


async def _hidden_place(registration: str) -> InputPlace | None:
    """The place of an input that no public page names: only its consultation is told."""
    row = (
        await Input.select(Input.consultation, Input.consultation.slug)
        .where(Input.registration == registration)
        .first()
    )
    if row is None:
        return None
    return InputPlace(slug=row["consultation.slug"], consultation=row["consultation"], public=False)


def is_registration(text: str) -> bool:
    """Whether a text from an address can be a registration number at all."""
    return _REGISTRATION.fullmatch(text) is not None


async def place_of(registration: str) -> InputPlace | None:
    """Where the input with this number is, or ``None``."""
    if not is_registration(registration):
        return None
    row = (
        await Input.select(
            Input.number,
            Input.folded,
            Input.session,
            Input.unit,
            Input.version,
            Input.version.number,
            Input.unit.kind,
            Input.unit.number,
            Input.consultation,
            Input.consultation.slug,
            Input.consultation.announced_at,
        )
        .where((Input.registration == registration) & is_listed())
        .first()
    )
    if row is None:
        return await _hidden_place(registration)
    newer = 0
    if row["version"]:
        newer = await Input.count().where(
            public_inputs_on(row["version"], row["unit"]) & (Input.number > row["number"])
        )
    return InputPlace(
        slug=row["consultation.slug"],
        consultation=row["consultation"],
        public=True,
        announced=row["consultation.announced_at"] is not None,
        folded=row["folded"],
        version=row["version.number"],
        unit=(UnitKind(row["unit.kind"]), row["unit.number"]) if row["unit"] else None,
        session=row["session"],
        page=newer // PAGE_SIZE + 1,
    )


async def find_thread(consultation: UUID, registration: str) -> InputFacts | None:
    """An input that public lists name, or ``None``, whatever the address holds."""
    if not is_registration(registration):
        return None
    return await find_public_input(consultation, registration)


async def find_team_input(consultation: UUID, registration: str) -> InputFacts | None:
    """Any input of this consultation, with everything its author gave, or ``None``."""
    row = await _find(consultation, registration)
    return team_facts(row) if row else None


async def _find(consultation: UUID, registration: str) -> dict[str, Any] | None:
    if not is_registration(registration):
        return None
    found: dict[str, Any] | None = (
        await Input.select(*input_columns())
        .where((Input.consultation == consultation) & (Input.registration == registration))
        .first()
    )
    return found


async def editions_of(entry: UUID) -> list[EditionFacts]:
    """Earlier words of an input, the latest first."""
    rows = (
        await InputEdition.select()
        .where(InputEdition.input == entry)
        .order_by(InputEdition.number, ascending=False)
    )
    return [EditionFacts(**{name: row[name] for name in EditionFacts.__slots__}) for row in rows]


async def sides_of(supporter_hash: str, entries: Sequence[UUID]) -> dict[UUID, Side]:
    """Where one person stands on these inputs."""
    if not entries:
        return {}
    rows = await Support.select(Support.input, Support.side).where(
        (Support.supporter_hash == supporter_hash) & Support.input.is_in(list(entries))
    )
    return {row["input"]: Side(row["side"]) for row in rows}
