"""Sheets that were read and wait for a person to look at them: kept on the server, for a while."""

import asyncio
import json
import zlib
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from consultations.clock import now
from consultations.errors import Malformed, NotFound
from consultations.import_rows import COLUMNS, Preview, check_sheet
from consultations.importing import import_inputs, newest_clauses
from consultations.sheets import Sheet
from consultations.tables import PendingImport
from consultations.transactions import transaction
from consultations.vocabulary import N_

WAITS = timedelta(hours=24)


async def keep_sheet(*, consultation: UUID, sheet: Sheet, file_name: str, by: UUID) -> UUID:
    """Keep a sheet until it is confirmed or a day has passed; nothing of it is registered."""
    cells = json.dumps([sheet.headings, sheet.rows], ensure_ascii=False)
    pending = PendingImport(
        consultation=consultation,
        account=by,
        file_name=file_name[-120:],
        fingerprint=sheet.fingerprint,
        content=zlib.compress(cells.encode()),
        mapping=json.dumps(guess_mapping(sheet.headings)),
        expires_at=now() + WAITS,
    )
    async with transaction():
        await PendingImport.delete().where(PendingImport.expires_at < now())
        await PendingImport.insert(pending)
    return pending.id


async def find_sheet(
    *, consultation: UUID, pending: UUID, by: UUID
) -> tuple[Sheet, dict[str, str], str]:
    """The sheet, how its columns map and its file's name; ``NotFound`` when it has expired."""
    row = (
        await PendingImport.select()
        .where(
            (PendingImport.id == pending)
            & (PendingImport.consultation == consultation)
            & (PendingImport.account == by)
            & (PendingImport.expires_at > now())
        )
        .output(load_json=True)
        .first()
    )
    if row is None:
        raise NotFound
    headings, rows = json.loads(zlib.decompress(row["content"]))
    return Sheet(headings, rows, row["fingerprint"]), row["mapping"], row["file_name"]


async def map_columns(
    *, consultation: UUID, pending: UUID, mapping: Mapping[str, str], by: UUID
) -> None:
    """Say anew which of the sheet's columns holds which of ours; unknown ones are left out."""
    sheet, _, _ = await find_sheet(consultation=consultation, pending=pending, by=by)
    chosen = {
        ours: theirs
        for ours, theirs in mapping.items()
        if ours in COLUMNS and theirs in sheet.headings
    }
    async with transaction():
        await PendingImport.update({PendingImport.mapping: json.dumps(chosen)}).where(
            PendingImport.id == pending
        )


async def check_mapped(*, consultation: UUID, sheet: Sheet, mapping: Mapping[str, str]) -> Preview:
    """What importing would do; a column of ours that is not mapped is not read."""
    if "isi" not in mapping:
        raise Malformed(N_("Pilih kolom yang memuat isi masukan."))
    _, clauses = await newest_clauses(consultation)
    chosen = {ours: mapping.get(ours, "") for ours in COLUMNS}
    return await asyncio.to_thread(check_sheet, sheet, mapping=chosen, clauses=set(clauses))


async def confirm_import(
    *, consultation: UUID, pending: UUID, by: UUID, session: UUID | None = None
) -> int:
    """Register the sheet and forget it; returns how many inputs are new. Raises ``Malformed``."""
    sheet, mapping, file_name = await find_sheet(consultation=consultation, pending=pending, by=by)
    preview = await check_mapped(consultation=consultation, sheet=sheet, mapping=mapping)
    async with transaction():
        new = await import_inputs(
            consultation=consultation,
            preview=preview,
            by=by,
            file_name=file_name,
            session=session,
        )
        await PendingImport.delete().where(PendingImport.id == pending)
    return new


async def forget_sheet(*, consultation: UUID, pending: UUID, by: UUID) -> None:
    """Throw a sheet away that is not to be imported."""
    async with transaction():
        await PendingImport.delete().where(
            (PendingImport.id == pending)
            & (PendingImport.consultation == consultation)
            & (PendingImport.account == by)
        )


def guess_mapping(headings: list[str]) -> dict[str, str]:
    """Which column is which by its heading: our own names, and what people usually call them."""
    plain = {" ".join(name.lower().replace("_", " ").split()): name for name in headings if name}
    guessed: dict[str, str] = {}
    for ours in COLUMNS:
        for known in (ours.replace("_", " "), *_ALSO_CALLED.get(ours, ())):
            if known in plain:
                guessed.setdefault(ours, plain[known])
    return guessed


_ALSO_CALLED = {
    "isi": ("isi masukan", "masukan", "tanggapan", "saran", "komentar", "pendapat", "comment"),
    "jenis": ("jenis masukan", "kind"),
    "unsur": ("unsur peserta", "element"),
    "lembaga": ("nama lembaga", "instansi", "organisasi", "organisation"),
    "nama": ("nama lengkap", "pemberi", "pemberi masukan", "name"),
    "wilayah": ("provinsi", "region", "province"),
    "usulan_rumusan": ("usulan", "rumusan", "proposed wording"),
    "alasan": ("alasan atau bukti", "reason"),
    "kanal": ("channel",),
    "tanggal": ("waktu", "tanggal masuk", "timestamp", "date"),
    "butir": ("nomor butir", "pasal", "clause"),
}
