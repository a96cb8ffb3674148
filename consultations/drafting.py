"""Prepare and publish versions of the draft (rancangan)."""

import uuid
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.draft_text import ParsedUnit, parse_draft
from consultations.errors import NotFound, Published
from consultations.revisions import touch
from consultations.searching import index_units
from consultations.tables import Consultation, DraftVersion, Unit
from consultations.transactions import transaction
from consultations.vocabulary import UnitKind


async def prepare_draft(*, consultation: UUID, text: str, by: UUID | None) -> DraftVersion:
    """Make the next, unpublished version from Markdown, or replace the unpublished one's text.

    Raises ``Malformed`` when the text holds no numbered clauses; nothing is stored then.
    """
    parsed = parse_draft(text)
    async with transaction():
        version = await _open_version(consultation, by)
        version.title, version.source_text = parsed.title[:200], text
        await version.save()
        await Unit.delete().where(Unit.version == version.id)
        await Unit.insert(*await _units(version, parsed.units))
        await audit.record(
            "draft.prepared", version, by=by, consultation=consultation, clauses=parsed.clauses
        )
    return version


async def publish_draft(*, version: UUID, by: UUID | None) -> DraftVersion:
    """Make a version public and immutable. Raises ``Published`` when it already is."""
    async with transaction():
        draft = await DraftVersion.objects().get(DraftVersion.id == version)
        if draft is None:
            raise NotFound
        if draft.published_at is not None:
            raise Published
        draft.published_at, draft.published_by = now(), by
        await draft.save()
        await index_units(draft.id, draft.consultation)
        await audit.record(
            "draft.published", draft, by=by, consultation=draft.consultation, number=draft.number
        )
        await touch(draft.consultation)
    return draft


async def _open_version(consultation: UUID, by: UUID | None) -> DraftVersion:
    if not await Consultation.exists().where(Consultation.id == consultation):
        raise NotFound
    last = (
        await DraftVersion.objects()
        .where(DraftVersion.consultation == consultation)
        .order_by(DraftVersion.number, ascending=False)
        .first()
    )
    if last is not None and last.published_at is None:
        return last
    number = 1 if last is None else last.number + 1
    return DraftVersion(consultation=consultation, number=number, created_by=by)


async def _units(version: DraftVersion, parsed: list[ParsedUnit]) -> list[Unit]:
    identities = await _identities_of_unchanged(version)
    return [
        Unit(
            version=version.id,
            identity=identities.pop((unit.kind, unit.heading, unit.text), uuid.uuid4()),
            position=position,
            kind=unit.kind.value,
            number=unit.number,
            heading=unit.heading,
            text=unit.text,
        )
        for position, unit in enumerate(parsed)
    ]


async def _identities_of_unchanged(version: DraftVersion) -> dict[tuple[UnitKind, str, str], UUID]:
    # Only a unit whose words are exactly those of one unit before keeps its identity by itself:
    # a look-alike must never inherit another unit's comments unseen.
    before = (
        await Unit.select(Unit.identity, Unit.kind, Unit.heading, Unit.text)
        .where(Unit.version.consultation == version.consultation)
        .where(Unit.version.number == version.number - 1)
    )
    identities: dict[tuple[UnitKind, str, str], UUID] = {}
    ambiguous: set[tuple[UnitKind, str, str]] = set()
    for row in before:
        words = (UnitKind(row["kind"]), row["heading"], row["text"])
        if words in identities:
            ambiguous.add(words)
        identities[words] = row["identity"]
    return {words: identity for words, identity in identities.items() if words not in ambiguous}
