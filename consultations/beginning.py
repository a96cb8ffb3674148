"""Begins the next version from the published one, unit by unit, with nothing changed yet."""

from collections.abc import Sequence
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.drafting import next_version
from consultations.errors import NotFound
from consultations.rounds import require_open_round
from consultations.tables import DraftVersion, Unit, WorkingCopy
from consultations.transactions import transaction
from consultations.vocabulary import UnitKind
from consultations.working_units import WorkingUnit, key_of, stored


async def begin_next_version(*, consultation: UUID, by: UUID | None) -> DraftVersion:
    """The working copy of the next version; one that waits already is left as it is.

    Raises ``NotFound`` where nothing is published, ``Refusal`` while a final version stands.
    """
    async with transaction():
        await require_open_round(consultation)
        waiting = await next_version(consultation, by)
        if await DraftVersion.exists().where(DraftVersion.id == waiting.id):
            return waiting
        if waiting.number == 1:
            raise NotFound
        draft = await begin(consultation, by)
        await audit.record("draft.begun", draft, by=by, consultation=consultation)
    return draft


async def begin(consultation: UUID, by: UUID | None) -> DraftVersion:
    """The same inside a transaction, where no version waits and it is known that one may begin."""
    draft = await next_version(consultation, by)
    last = await DraftVersion.objects().get(
        (DraftVersion.consultation == consultation) & (DraftVersion.number == draft.number - 1)
    )
    units = stored(working_units_of(await published_units(last.id) if last else []))
    await draft.save()
    await WorkingCopy.insert(WorkingCopy(version=draft.id, units=units, saved_at=now()))
    return draft


async def published_units(version: UUID) -> list[Unit]:
    """The units of a published version in their order."""
    return await Unit.objects().where(Unit.version == version).order_by(Unit.position)


def working_units_of(rows: Sequence[Unit]) -> list[WorkingUnit]:
    """Published units as the working copy of a next version begins with them."""
    return [
        WorkingUnit(
            key=key_of(row.id),
            kind=UnitKind(row.kind),
            number=row.number,
            heading=row.heading,
            text=row.text,
            open_to_input=row.open_to_input,
        )
        for row in rows
    ]


async def identities_by_key(version: UUID) -> dict[str, UUID]:
    """Which of a published version's units a working unit that began as one of them stands for."""
    rows = await Unit.select(Unit.id, Unit.identity).where(Unit.version == version)
    return {key_of(row["id"]): row["identity"] for row in rows}
