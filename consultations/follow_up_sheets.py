"""The action plan as a sheet: compared with what is kept, and taken over all or not at all.

A row with the number of an item changes it, one without is another item. Only cells that say
something else than the item does are read: a sheet that was handed out and comes back as it was
changes nothing, whatever happened to a clause or a session that it names.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast
from uuid import UUID

from consultations import audit
from consultations.errors import Malformed, Stale
from consultations.follow_up_cells import Known, Line, numbers_in, read_line, same_item
from consultations.follow_up_imports import as_they_are, keep_import
from consultations.follow_up_rows import TEAM_HEADINGS
from consultations.follow_ups import FollowUpWords, change_follow_up, enter_follow_up, record_step
from consultations.queries.drafts import units_of, versions_of
from consultations.queries.follow_ups import FollowUpFacts, every_follow_up
from consultations.queries.sessions import sessions_of
from consultations.sheets import RowError, Sheet
from consultations.tables import Input
from consultations.transactions import again_after_collision, transaction
from consultations.vocabulary import N_

# Each row is several acts, and meanwhile other writers wait.
MOST_ROWS = 500
_NEEDED = ("isu", "kegiatan", "penanggung_jawab", "target_waktu")


@dataclass(slots=True)
class FollowUpPreview:
    """What taking a sheet over would do. ``state`` tells whether the plan changed since."""

    state: str
    new: list[Line] = field(default_factory=list)
    changed: list[Line] = field(default_factory=list)
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def require_columns(sheet: Sheet) -> None:
    """Refuse a sheet that neither names items nor can describe new ones, with ``Malformed``."""
    headings = _headings(sheet)
    if "nomor" not in headings and not set(_NEEDED) <= set(headings):
        raise Malformed(
            N_(
                "Kolom “nomor” harus ada; atau, untuk tindak lanjut baru, “isu”, “kegiatan”, "
                "“penanggung_jawab” dan “target_waktu”."
            )
        )


async def check_follow_ups(*, consultation: UUID, sheet: Sheet, today: date) -> FollowUpPreview:
    """Check every row; nothing is stored. Run inside ``reading()``.

    A value that was reached is of ``today`` where the sheet names no day.
    """
    require_columns(sheet)
    headings = _headings(sheet)
    rows = [
        (number, dict(zip(headings, cells, strict=False)))
        for number, cells in enumerate(sheet.rows, start=1)
        if any(cells)
    ]
    items = await every_follow_up(consultation)
    known = await _known(consultation, items, [row.get("masukan", "") for _, row in rows], today)
    preview = FollowUpPreview(
        state=_state(items),
        ignored=[
            name
            for name, plain in zip(sheet.headings, headings, strict=True)
            if plain not in TEAM_HEADINGS
        ],
    )
    seen: dict[object, int] = {}
    for number, row in rows:
        given = {name: cell for name, cell in row.items() if name in TEAM_HEADINGS}
        line = read_line(number, given, known)
        subject = line.item.id if line.item else same_item(given)
        if subject in seen and not line.errors:
            problem = N_("Tindak lanjut ini sudah ada pada baris %(given)s.")
            line.errors.append(RowError(number, "nomor", problem, str(seen[subject])))
        seen.setdefault(subject, number)
        preview.errors += line.errors
        if line.errors:
            continue
        if line.item is None:
            preview.new.append(line)
        elif line.changes:
            preview.changed.append(line)
        else:
            preview.unchanged += 1
    return preview


@again_after_collision
async def import_follow_ups(
    *, consultation: UUID, preview: FollowUpPreview, file_name: str = "", by: UUID | None
) -> None:
    """Take over what the preview shows, as one act that can be taken back as one.

    Raises ``Malformed`` when it has errors, and ``Stale`` when the plan changed since.
    """
    if preview.errors:
        raise Malformed(N_("Perbaiki baris yang salah lebih dahulu; belum ada yang disimpan."))
    async with transaction():
        if _state(await every_follow_up(consultation)) != preview.state:
            raise Stale
        lines = [*preview.new, *preview.changed]
        if not lines:
            return
        before = await as_they_are([line.item.id for line in lines if line.item is not None])
        items = [await _take_over(consultation, line, by) for line in lines]
        made = await keep_import(
            consultation=consultation, file_name=file_name, items=items, before=before, by=by
        )
        await audit.record(
            "follow_ups.imported", made, by=by, consultation=consultation, rows=len(lines)
        )


async def _take_over(consultation: UUID, line: Line, by: UUID | None) -> UUID:
    """Change the line's item, or enter it; returns which it is."""
    if line.item is not None:
        item = line.item.id
        if line.words is not None:
            await change_follow_up(
                consultation=consultation,
                item=item,
                words=line.words,
                inputs=line.inputs,
                version=line.item.version,
                by=by,
            )
    else:
        # A line without an item has the words of a new one.
        words = cast("FollowUpWords", line.words)
        row = await enter_follow_up(
            consultation=consultation, words=words, inputs=line.inputs, by=by
        )
        item = row.id
    if line.progress is not None:
        await record_step(consultation=consultation, item=item, progress=line.progress, by=by)
    return item


async def _known(
    consultation: UUID, items: Sequence[FollowUpFacts], inputs: Sequence[str], today: date
) -> Known:
    versions = await versions_of(consultation)
    units = await units_of(versions[0].id) if versions else []
    named = {number for cell in inputs for number in numbers_in(cell)}
    rows = await Input.select(Input.registration).where(
        (Input.consultation == consultation) & Input.registration.is_in(sorted(named) or [""])
    )
    return Known(
        items={item.number: item for item in items},
        sessions={one.title.casefold(): one.id for one in await sessions_of(consultation)},
        units={unit.number: unit.identity for unit in reversed(units)},
        inputs={row["registration"] for row in rows},
        today=today,
    )


def _state(items: Sequence[FollowUpFacts]) -> str:
    last = max((item.changed_at for item in items), default=None)
    return f"{len(items)}-{last.isoformat() if last else ''}"


def _headings(sheet: Sheet) -> list[str]:
    return [heading.casefold().replace(" ", "_") for heading in sheet.headings]
