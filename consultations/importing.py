"""Inputs from a spreadsheet: checked, and registered all or not at all."""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from consultations import audit
from consultations.commenting import register_input
from consultations.errors import Malformed, NotFound
from consultations.import_rows import Preview, check_sheet
from consultations.queries.drafts import newest_version
from consultations.sheets import read_sheet_file
from consultations.tables import Consultation, Input, InputImport, Session, Unit
from consultations.tokens import token_hash
from consultations.transactions import transaction
from consultations.vocabulary import N_

_AT_ONCE = 500


def preview_import(
    path: Path, *, mapping: Mapping[str, str] | None = None, fixed: Mapping[str, str] | None = None
) -> Preview:
    """Read a CSV or XLSX file and check every row; nothing is stored.

    ``mapping`` names the sheet's column for one of ours (``{"isi": "comment-body"}``); ``fixed``
    gives a value to all rows. Raises ``Malformed`` when the file can't be read as a sheet.
    """
    return check_sheet(read_sheet_file(path), mapping=mapping, fixed=fixed)


async def import_inputs(
    *,
    consultation: UUID,
    preview: Preview,
    by: UUID | None,
    file_name: str = "",
    session: UUID | None = None,
) -> int:
    """Register every row of a preview without errors; returns how many are new.

    ``session`` is the one they were collected in, where it was one.

    The same file twice registers nothing the second time. Raises ``Malformed`` when the preview
    has errors or names a clause that the newest published version has not.
    """
    if preview.errors:
        raise Malformed(N_("Perbaiki baris yang salah lebih dahulu; belum ada yang disimpan."))
    async with transaction():
        row = await Consultation.objects().get(Consultation.id == consultation)
        if row is None:
            raise NotFound
        await _require_session(consultation, session)
        version, clauses = await newest_clauses(consultation)
        known = await _known_keys(consultation, preview)
        made = InputImport(consultation=consultation, file_name=file_name[:120], imported_by=by)
        entries: list[UUID] = []
        for number, wanted in enumerate(preview.rows, start=1):
            if wanted.clause and wanted.clause not in clauses:
                raise Malformed(N_("Ada butir yang tidak terdapat dalam rancangan terbaru."))
            key = _key(consultation, preview, number)
            if token_hash(key) not in known:
                receipt = await register_input(
                    consultation=consultation,
                    statement=wanted.statement,
                    channel=wanted.channel,
                    version=version,
                    unit=clauses.get(wanted.clause),
                    session=session,
                    idempotency_key=key,
                    received_at=wanted.received_at,
                )
                entries.append(receipt.input)
        if entries:
            made.rows = len(entries)
            await InputImport.insert(made)
            await _tie(entries, made.id)
            await audit.record(
                "inputs.imported", row, by=by, consultation=consultation, rows=made.rows
            )
    return len(entries)


async def _require_session(consultation: UUID, session: UUID | None) -> None:
    if session is not None and not await Session.exists().where(
        (Session.id == session) & (Session.consultation == consultation)
    ):
        raise NotFound


async def count_known(*, consultation: UUID, preview: Preview) -> int:
    """How many rows of a preview have been imported before."""
    return len(await _known_keys(consultation, preview))


async def _known_keys(consultation: UUID, preview: Preview) -> set[str]:
    keys = [
        token_hash(_key(consultation, preview, number))
        for number in range(1, len(preview.rows) + 1)
    ]
    known: set[str] = set()
    for start in range(0, len(keys), _AT_ONCE):
        rows = await Input.select(Input.idempotency_key).where(
            Input.idempotency_key.is_in(keys[start : start + _AT_ONCE])
        )
        known |= {row["idempotency_key"] for row in rows}
    return known


async def _tie(entries: list[UUID], made: UUID) -> None:
    for start in range(0, len(entries), _AT_ONCE):
        await Input.update({Input.imported_in: made}).where(
            Input.id.is_in(entries[start : start + _AT_ONCE])
        )


def _key(consultation: UUID, preview: Preview, number: int) -> str:
    return f"impor-{consultation}-{preview.fingerprint}-{number}"


async def newest_clauses(consultation: UUID) -> tuple[UUID | None, dict[str, UUID]]:
    """The newest published version and its units by number: what a row's ``butir`` can name."""
    newest = await newest_version(consultation)
    if newest is None:
        return None, {}
    rows = await Unit.select(Unit.id, Unit.number).where(Unit.version == newest)
    return newest, {row["number"]: row["id"] for row in rows}
