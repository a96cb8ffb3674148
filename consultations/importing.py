"""Inputs from a spreadsheet: read, checked row by row, and registered all or not at all."""

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from openpyxl import load_workbook

from consultations import audit
from consultations.commenting import Statement, earlier_receipt, register_input
from consultations.errors import Malformed, NotFound
from consultations.tables import Consultation, DraftVersion, Unit
from consultations.transactions import transaction
from consultations.vocabulary import (
    N_,
    Channel,
    Element,
    InputKind,
    OnBehalfOf,
    Scope,
    Term,
    Visibility,
    VulnerableGroup,
)

MOST_ROWS = 200_000
LONGEST_TEXT = 8000

# The columns a sheet may have, by the field's words.
COLUMNS = (
    "isi",
    "jenis",
    "lingkup",
    "unsur",
    "atas_nama",
    "lembaga",
    "nama",
    "wilayah",
    "kelompok_rentan",
    "usulan_rumusan",
    "alasan",
    "visibilitas",
    "kanal",
    "tanggal",
    "butir",
)
# Seconds and milliseconds since 1970 by their number of digits, for the years 2001 to 2286.
_EPOCH = {10: 1, 13: 1000}
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})(?P<time>( .+)?)"
)
DEFAULTS = {
    "jenis": InputKind.EXPERIENCE.value,
    "lingkup": Scope.DRAFT_POLICY.value,
    "unsur": Element.SERVICE_USER.value,
    "visibilitas": Visibility.ANONYMOUS.value,
    "kanal": Channel.IMPORT.value,
}


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with one row; rows count from 1 without the heading."""

    row: int
    column: str
    problem: str


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row that can be registered."""

    statement: Statement
    channel: Channel
    received_at: datetime | None
    clause: str


@dataclass(slots=True)
class Preview:
    """What an import would do: the rows it would register and the errors that stop it."""

    fingerprint: str
    columns: list[str]
    rows: list[ImportRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def preview_import(
    path: Path, *, mapping: Mapping[str, str] | None = None, fixed: Mapping[str, str] | None = None
) -> Preview:
    """Read a CSV or XLSX file and check every row; nothing is stored.

    ``mapping`` names the sheet's column for one of ours (``{"isi": "comment-body"}``); ``fixed``
    gives a value to all rows. Raises ``Malformed`` when the file can't be read as a sheet.
    """
    mapping, fixed = dict(mapping or {}), dict(fixed or {})
    rows = _read(path)
    headings = next(rows, None)
    if not headings:
        raise Malformed(N_("Berkas ini kosong."))
    places = {
        ours: headings.index(mapping.get(ours, ours))
        for ours in COLUMNS
        if mapping.get(ours, ours) in headings
    }
    if "isi" not in places:
        raise Malformed(N_("Kolom “isi” tidak ada; sebutkan kolom mana yang memuat masukan."))
    used = {headings[place] for place in places.values()}
    preview = Preview(
        fingerprint=hashlib.sha256(path.read_bytes()).hexdigest(),
        columns=sorted(places),
        ignored=[name for name in headings if name and name not in used],
    )
    for number, cells in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise Malformed(N_("Baris terlalu banyak; bagi berkas ini menjadi beberapa."))
        if any(cells):
            values = {
                ours: cells[place].strip() if place < len(cells) else ""
                for ours, place in places.items()
            }
            _check_row(preview, number, {**values, **fixed})
    return preview


async def import_inputs(*, consultation: UUID, preview: Preview, by: UUID | None) -> int:
    """Register every row of a preview without errors; returns how many are new.

    The same file twice registers nothing the second time. Raises ``Malformed`` when the preview
    has errors or names a clause that the newest published version has not.
    """
    if preview.errors:
        raise Malformed(N_("Perbaiki baris yang salah lebih dahulu; belum ada yang disimpan."))
    async with transaction():
        row = await Consultation.objects().get(Consultation.id == consultation)
        if row is None:
            raise NotFound
        version, clauses = await _clauses(consultation)
        new = 0
        for number, wanted in enumerate(preview.rows, start=1):
            if wanted.clause and wanted.clause not in clauses:
                raise Malformed(N_("Ada butir yang tidak terdapat dalam rancangan terbaru."))
            new += await _register(consultation, version, clauses, preview, number, wanted)
        await audit.record("inputs.imported", row, by=by, consultation=consultation, rows=new)
    return new


async def _register(
    consultation: UUID,
    version: UUID | None,
    clauses: dict[str, UUID],
    preview: Preview,
    number: int,
    wanted: ImportRow,
) -> bool:
    key = f"impor-{consultation}-{preview.fingerprint}-{number}"
    if await earlier_receipt(key, None):
        return False
    await register_input(
        consultation=consultation,
        statement=wanted.statement,
        channel=wanted.channel,
        version=version,
        unit=clauses.get(wanted.clause),
        idempotency_key=key,
        received_at=wanted.received_at,
    )
    return True


async def _clauses(consultation: UUID) -> tuple[UUID | None, dict[str, UUID]]:
    newest = (
        await DraftVersion.select(DraftVersion.id)
        .where(
            (DraftVersion.consultation == consultation) & DraftVersion.published_at.is_not_null()
        )
        .order_by(DraftVersion.number, ascending=False)
        .first()
    )
    if newest is None:
        return None, {}
    rows = await Unit.select(Unit.id, Unit.number).where(Unit.version == newest["id"])
    return newest["id"], {row["number"]: row["id"] for row in rows}


def _read(path: Path) -> Iterator[list[str]]:
    if path.suffix.lower() == ".xlsx":
        yield from _read_workbook(path)
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        raise Malformed(N_("Berkas ini tidak terbaca sebagai CSV UTF-8 atau XLSX.")) from error
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    csv.field_size_limit(1_000_000)
    try:
        yield from csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
    except csv.Error as error:
        raise Malformed(N_("Berkas ini tidak terbaca sebagai CSV UTF-8 atau XLSX.")) from error


def _read_workbook(path: Path) -> Iterator[list[str]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:
        raise Malformed(N_("Berkas ini tidak terbaca sebagai CSV UTF-8 atau XLSX.")) from error
    try:
        for cells in book.worksheets[0].iter_rows(values_only=True):
            yield ["" if cell is None else str(cell) for cell in cells]
    finally:
        book.close()


def _check_row(preview: Preview, number: int, values: dict[str, str]) -> None:
    found = len(preview.errors)

    def complain(column: str, problem: str) -> None:
        preview.errors.append(RowError(number, column, problem))

    def term(column: str, kind: type[Term]) -> Any:
        given = values.get(column) or DEFAULTS.get(column, "")
        known = {str(t): t for t in kind} | {t.label.casefold(): t for t in kind}
        if given and given.casefold() not in known:
            complain(column, N_("Nilai ini tidak dikenal."))
        return known.get(given.casefold())

    text = values["isi"]
    if not text:
        complain("isi", N_("Isi masukan kosong."))
    elif len(text) > LONGEST_TEXT:
        complain("isi", N_("Isi masukan lebih dari 8.000 karakter."))
    organisation = values.get("lembaga") or None
    terms = {
        "kind": term("jenis", InputKind),
        "scope": term("lingkup", Scope),
        "element": term("unsur", Element),
        "vulnerable_group": term("kelompok_rentan", VulnerableGroup),
        "visibility": term("visibilitas", Visibility),
    }
    channel = term("kanal", Channel)
    received = _moment(values.get("tanggal", ""))
    if values.get("tanggal") and received is None:
        complain("tanggal", N_("Tulis tanggal seperti 2026-11-24."))
    if len(preview.errors) == found:
        preview.rows.append(
            ImportRow(
                statement=Statement(
                    text=text,
                    on_behalf_of=OnBehalfOf.ORGANISATION if organisation else OnBehalfOf.SELF,
                    organisation=organisation,
                    author_name=values.get("nama") or None,
                    region=values.get("wilayah") or None,
                    proposed_wording=values.get("usulan_rumusan") or None,
                    reason=values.get("alasan") or None,
                    **terms,
                ),
                channel=channel,
                received_at=received,
                clause=values.get("butir", ""),
            )
        )


def _moment(text: str) -> datetime | None:
    """A date as people and programs write them; 3/4/2026 is the third of April."""
    if text.isdigit() and len(text) in _EPOCH:
        return datetime.fromtimestamp(int(text) / _EPOCH[len(text)], UTC)
    day = _DAY_FIRST.fullmatch(text)
    try:
        moment = datetime.fromisoformat(
            f"{day['year']}-{day['month']:0>2}-{day['day']:0>2}{day['time']}" if day else text
        )
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
