"""Prepare the draft (rancangan): take a text in, put its split right, undo."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from consultations import audit
from consultations.clock import now
from consultations.draft_text import NOTHING_TO_SPLIT, parse_draft
from consultations.errors import Malformed, NotFound, Published, Stale
from consultations.evidence import StoredFile
from consultations.picturing import remember_pictures
from consultations.publishing import publish_draft
from consultations.revisions import touch
from consultations.rounds import require_open_round
from consultations.splitting import LONGEST_HEADING, ParsedDraft
from consultations.tables import Consultation, DraftVersion, WorkingCopy
from consultations.transactions import again_after_collision, transaction
from consultations.vocabulary import Edit
from consultations.working_units import WorkingUnit, as_working, loaded, stored

__all__ = [
    "Edition",
    "change_draft",
    "next_version",
    "prepare_draft",
    "publish_draft",
    "take_in_draft",
    "undo_change",
]

Change = Callable[[list[WorkingUnit]], list[WorkingUnit]]


@dataclass(frozen=True, slots=True)
class Edition:
    """A working copy as somebody read it: a change is made to this edition or not at all."""

    version: UUID
    edition: int


async def prepare_draft(*, consultation: UUID, text: str, by: UUID | None) -> DraftVersion:
    """Make the next, unpublished version from Markdown, or replace the unpublished one's text.

    Raises ``Malformed`` when nothing in the text could be a clause; nothing is stored then.
    """
    return await take_in_draft(
        consultation=consultation, parsed=parse_draft(text), source=text, by=by
    )


@again_after_collision
async def take_in_draft(
    *,
    consultation: UUID,
    parsed: ParsedDraft,
    source: str = "",
    pictures: Sequence[StoredFile] = (),
    by: UUID | None,
) -> DraftVersion:
    """Keep a proposed split as the working copy of the unpublished version.

    ``pictures`` are those that its texts name, kept already. Of one that is published at the same
    moment the split becomes the next version.
    """
    if not parsed.clauses:
        raise Malformed(NOTHING_TO_SPLIT)
    units = stored(as_working(parsed.units))
    async with transaction():
        await require_open_round(consultation)
        version = await next_version(consultation, by)
        version.title = parsed.title[:LONGEST_HEADING] or version.title
        version.source_text = source
        await remember_pictures(pictures)
        copy = await WorkingCopy.objects().get(WorkingCopy.version == version.id)
        if copy is not None:
            # First, as whoever publishes takes the working copy first too.
            await _save(Edition(version.id, copy.edition), Edit.REPLACED, copy.units, units)
            await version.save([DraftVersion.title, DraftVersion.source_text])
        else:
            await DraftVersion.insert(version)
            await WorkingCopy.insert(WorkingCopy(version=version.id, units=units, saved_at=now()))
        await audit.record(
            "draft.prepared", version, by=by, consultation=consultation, clauses=parsed.clauses
        )
    return version


async def change_draft(*, edition: Edition, edit: Edit, change: Change, by: UUID | None) -> None:
    """Change the working copy. Raises ``Stale`` when it was changed since it was read."""
    async with transaction():
        copy = await _read(edition)
        units = stored(change(loaded(copy.units)))
        await _save(edition, edit, copy.units, units)
        await _note("draft.changed", edition, by, edit=edit.value)


async def undo_change(*, edition: Edition, by: UUID | None) -> None:
    """Take the last change back; undoing again brings it back."""
    async with transaction():
        copy = await _read(edition)
        if copy.units_before is None or copy.last_change is None:
            raise NotFound
        await _save(edition, Edit(copy.last_change), copy.units, copy.units_before)
        await _note("draft.change_undone", edition, by)


async def _read(edition: Edition) -> WorkingCopy:
    copy = await WorkingCopy.objects().get(WorkingCopy.version == edition.version)
    if copy is None:
        if await DraftVersion.exists().where(DraftVersion.id == edition.version):
            raise Published
        raise NotFound
    if copy.edition != edition.edition:
        raise Stale
    return copy


async def _save(edition: Edition, edit: Edit, before: str, units: str) -> None:
    rows = (
        await WorkingCopy.update(
            {
                WorkingCopy.units: units,
                WorkingCopy.units_before: before,
                WorkingCopy.last_change: edit.value,
                WorkingCopy.edition: WorkingCopy.edition + 1,
                WorkingCopy.saved_at: now(),
            }
        )
        .where((WorkingCopy.version == edition.version) & (WorkingCopy.edition == edition.edition))
        .returning(WorkingCopy.id)
    )
    if not rows:
        raise Stale


async def _note(action: str, edition: Edition, by: UUID | None, **details: str) -> None:
    version = await DraftVersion.objects().get(DraftVersion.id == edition.version)
    if version is not None:
        await audit.record(action, version, by=by, consultation=version.consultation, **details)


async def next_version(consultation: UUID, by: UUID | None) -> DraftVersion:
    """The unpublished version, or a new one that is not stored yet.

    Whoever gets a new one is the only one who does until the transaction ends.
    """
    if not await Consultation.exists().where(Consultation.id == consultation):
        raise NotFound
    last = await _last_version(consultation)
    if last is None or last.published_at is not None:
        # The update takes the consultation's lock: somebody may be beginning one at this moment.
        await touch(consultation)
        last = await _last_version(consultation)
    if last is not None and last.published_at is None:
        return last
    number = 1 if last is None else last.number + 1
    title = "" if last is None else last.title
    return DraftVersion(
        consultation=consultation, number=number, title=title, created_at=now(), created_by=by
    )


async def _last_version(consultation: UUID) -> DraftVersion | None:
    return (
        await DraftVersion.objects()
        .where(DraftVersion.consultation == consultation)
        .order_by(DraftVersion.number, ascending=False)
        .first()
    )
