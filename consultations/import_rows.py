"""Rows of a spreadsheet as inputs: which columns there are, and what is wrong with a row."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from consultations.commenting import Statement
from consultations.errors import Malformed
from consultations.sheets import RowError, Sheet
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
from consultations.written_dates import is_plausible

# The most characters a column may hold, as in the form on the page.
LONGEST = {
    "isi": 8000,
    "lembaga": 200,
    "nama": 120,
    "wilayah": 60,
    "usulan_rumusan": 8000,
    "alasan": 4000,
}

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


def check_sheet(
    sheet: Sheet,
    *,
    mapping: Mapping[str, str] | None = None,
    fixed: Mapping[str, str] | None = None,
    clauses: Collection[str] | None = None,
) -> Preview:
    """Check every row of a sheet that was read; nothing is stored.

    ``mapping`` names the sheet's column for one of ours (``{"isi": "comment-body"}``); ``fixed``
    gives a value to all rows.

    An empty name in ``mapping`` leaves a column of ours unread. Where ``clauses`` are given, a
    row that names another one is wrong.
    """
    mapping, fixed = dict(mapping or {}), dict(fixed or {})
    places = {
        ours: sheet.headings.index(mapping.get(ours, ours))
        for ours in COLUMNS
        if mapping.get(ours, ours) and mapping.get(ours, ours) in sheet.headings
    }
    if "isi" not in places:
        raise Malformed(N_("Kolom “isi” tidak ada; sebutkan kolom mana yang memuat masukan."))
    used = {sheet.headings[place] for place in places.values()}
    preview = Preview(
        fingerprint=sheet.fingerprint,
        columns=sorted(places),
        ignored=[name for name in sheet.headings if name and name not in used],
    )
    for number, cells in enumerate(sheet.rows, start=1):
        if any(cells):
            values = {
                ours: cells[place] if place < len(cells) else "" for ours, place in places.items()
            }
            _check_row(preview, number, {**values, **fixed}, clauses)
    return preview


def _check_row(
    preview: Preview, number: int, values: dict[str, str], clauses: Collection[str] | None
) -> None:
    found = len(preview.errors)

    def complain(column: str, problem: str) -> None:
        preview.errors.append(RowError(number, column, problem))

    def term(column: str, kind: type[Term]) -> Any:
        given = values.get(column) or DEFAULTS.get(column, "")
        known = {str(t): t for t in kind} | {t.label.casefold(): t for t in kind}
        if given and given.casefold() not in known:
            complain(column, N_("Nilai ini tidak dikenal."))
        return known.get(given.casefold())

    for column, problem in _wrong_lengths(values):
        complain(column, problem)
    if clauses is not None and values.get("butir") and values["butir"] not in clauses:
        complain("butir", N_("Butir ini tidak terdapat dalam rancangan terbaru."))
    organisation = values.get("lembaga") or None
    terms = {
        "kind": term("jenis", InputKind),
        "scope": term("lingkup", Scope),
        "element": term("unsur", Element),
        "vulnerable_group": term("kelompok_rentan", VulnerableGroup),
        "visibility": term("visibilitas", Visibility),
    }
    channel = term("kanal", Channel)
    received = read_moment(values.get("tanggal", ""))
    if values.get("tanggal") and received is None:
        complain("tanggal", N_("Tulis tanggal seperti 2026-11-24."))
    if len(preview.errors) == found:
        preview.rows.append(
            ImportRow(
                statement=Statement(
                    text=values["isi"],
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


def _wrong_lengths(values: dict[str, str]) -> Iterator[tuple[str, str]]:
    if not values["isi"]:
        yield "isi", N_("Isi masukan kosong.")
    for column, most in LONGEST.items():
        if len(values.get(column, "")) > most:
            yield column, N_("Isian ini terlalu panjang.")


def read_moment(text: str) -> datetime | None:
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
    if not is_plausible(moment):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
