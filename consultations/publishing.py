"""Publish a version: its units become immutable, and the ledger says what became of the old."""

import uuid
from collections.abc import Sequence
from uuid import UUID

from piccolo.table import Table

from consultations import audit
from consultations.carrying import CarryOver, carry_over
from consultations.clock import now
from consultations.errors import Malformed, NotFound, Published, Refusal, Stale
from consultations.news import report_news
from consultations.revisions import touch
from consultations.rounds import require_open_round
from consultations.searching import index_units
from consultations.splitting import LONGEST_HEADING
from consultations.tables import DraftVersion, Unit, UnitSuccession, WorkingCopy
from consultations.transactions import transaction
from consultations.vocabulary import N_, NewsKind
from consultations.wording_traces import publish_wordings
from consultations.working_units import LONGEST_NOTE, WorkingUnit, flaws, loaded

_ROWS_AT_ONCE = 500


class Flawed(Refusal):
    """Some units can't be published as they are."""

    message = N_("Masih ada butir yang perlu diperbaiki sebelum rancangan dapat diterbitkan.")


class Unsettled(Refusal):
    """Of some units it is not certain what became of them, and nobody has said."""

    message = N_("Masih ada butir lama yang perlu Anda pastikan menjadi butir mana.")


async def publish_draft(
    *,
    version: UUID,
    title: str | None = None,
    change_summary: str = "",
    edition: int | None = None,
    by: UUID | None,
) -> DraftVersion:
    """Make a version public and immutable.

    Raises ``Published`` when it already is, ``Stale`` when ``edition`` is no longer the present
    one, ``Flawed`` or ``Unsettled`` when something is left to do.
    """
    carried = await carry_over(version)
    await require_open_round(await _consultation_of(version))
    if edition not in (None, carried.edition):
        raise Stale
    if carried.unsettled:
        raise Unsettled
    async with transaction():
        draft, units = await _close(carried)
        draft.title = _checked_title(draft.title if title is None else title)
        draft.change_summary = change_summary.strip()[:LONGEST_NOTE]
        draft.published_at, draft.published_by = now(), by
        await draft.save()
        await _publish_units(draft, units, carried)
        await index_units(draft.id, draft.consultation)
        await audit.record(
            "draft.published", draft, by=by, consultation=draft.consultation, number=draft.number
        )
        await report_news(
            consultation=draft.consultation, kind=NewsKind.DRAFT_PUBLISHED, subject=draft.id
        )
        await touch(draft.consultation)
    return draft


async def _consultation_of(version: UUID) -> UUID:
    row = (
        await DraftVersion.select(DraftVersion.consultation)
        .where(DraftVersion.id == version)
        .first()
    )
    if row is None:
        raise NotFound
    found: UUID = row["consultation"]
    return found


async def _close(carried: CarryOver) -> tuple[DraftVersion, list[WorkingUnit]]:
    # Whoever deletes the working copy publishes it; a second click finds none.
    rows = (
        await WorkingCopy.delete()
        .where((WorkingCopy.version == carried.version) & (WorkingCopy.edition == carried.edition))
        .returning(WorkingCopy.units)
    )
    draft = await DraftVersion.objects().get(DraftVersion.id == carried.version)
    if draft is None:
        raise NotFound
    if not rows:
        raise Published if draft.published_at else Stale
    units = loaded(rows[0]["units"])
    if not units or flaws(units):
        raise Flawed
    return draft, units


def _checked_title(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise Malformed(N_("Judul rancangan belum ada."))
    if len(title) > LONGEST_HEADING:
        raise Malformed(N_("Judul rancangan terlalu panjang."))
    return title


async def _publish_units(
    draft: DraftVersion, units: Sequence[WorkingUnit], carried: CarryOver
) -> None:
    from consultations.similarity import score_pairs  # noqa: PLC0415 - only drafters compare

    scores = score_pairs(carried.old, carried.new, carried.pairs)
    identities = await _identities(scores)
    made = {
        unit.key: Unit(
            id=uuid.uuid4(),
            version=draft.id,
            identity=identities.get(unit.key, uuid.uuid4()),
            position=position,
            kind=unit.kind.value,
            number=unit.number,
            heading=unit.heading,
            text=unit.text,
            open_to_input=unit.open_to_input,
            change_kind=unit.change_kind.value if unit.change_kind else "",
            change_note=unit.change_note,
        )
        for position, unit in enumerate(units)
    }
    await _insert(Unit, list(made.values()))
    await _insert(UnitSuccession, _ledger(draft, carried, made, scores))
    await publish_wordings(draft.id, units, carried, made)


def _ledger(
    draft: DraftVersion,
    carried: CarryOver,
    made: dict[str, Unit],
    scores: dict[tuple[str, str], float],
) -> list[UnitSuccession]:
    rows = []
    for line in carried.ledger if carried.old else ():
        choice = carried.choices.get(line.old or "")
        rows.append(
            UnitSuccession(
                version=draft.id,
                from_unit=UUID(line.old) if line.old else None,
                to_unit=made[line.new].id if line.new else None,
                fate=line.fate.value,
                score=scores.get((line.old or "", line.new or ""), 0.0),
                note=choice.note if choice else "",
                confirmed_by=UUID(choice.by) if choice and choice.by else None,
                confirmed_at=choice.at if choice else None,
            )
        )
    return rows


async def _identities(scores: dict[tuple[str, str], float]) -> dict[str, UUID]:
    """A new unit keeps the identity of its nearest ancestor; no identity is given twice."""
    olds = [UUID(old) for old, _ in scores]
    known: dict[str, UUID] = {}
    for start in range(0, len(olds), _ROWS_AT_ONCE):
        part = olds[start : start + _ROWS_AT_ONCE]
        rows = await Unit.select(Unit.id, Unit.identity).where(Unit.id.is_in(part))
        known |= {str(row["id"]): row["identity"] for row in rows}
    identities: dict[str, UUID] = {}
    given: set[str] = set()
    for old, new in sorted(scores, key=lambda pair: -scores[pair]):
        if new not in identities and old not in given:
            identities[new] = known[old]
            given.add(old)
    return identities


async def _insert(table: type[Table], rows: Sequence[Table]) -> None:
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        await table.insert(*rows[start : start + _ROWS_AT_ONCE])
