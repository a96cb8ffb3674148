"""The register of innovations as a sheet: read with row errors, registered at once, written out."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from consultations import audit
from consultations.errors import Malformed
from consultations.queries.innovations import InnovationRow
from consultations.replication.keeping import (
    InnovationFacts,
    ReplicationFacts,
    add_innovation,
    add_replication,
)
from consultations.sheets import RowError, Sheet
from consultations.tables import Innovation, Replication
from consultations.transactions import transaction
from consultations.vocabulary import N_, ReplicationForm, ReplicationScope, ReplicationStatus, Term

COLUMNS = (
    *("kode_nri", "judul_inovasi", "instansi_pemilik", "upp_pemilik", "ringkasan"),
    *("penghargaan", "judul_replikasi", "instansi_replikator", "upp_replikator", "bentuk"),
    *("cakupan", "status", "tanggal_pengajuan", "tanggal_keputusan", "tanggal_implementasi"),
    *("tanggal_verifikasi", "catatan_verifikasi", "rencana", "indikator", "sebelum", "sesudah"),
    *("dampak", "biaya", "keberlanjutan"),
)
LONGEST = {
    "kode_nri": 40,
    "judul_inovasi": 200,
    "instansi_pemilik": 200,
    "upp_pemilik": 200,
    "judul_replikasi": 200,
    "instansi_replikator": 200,
    "upp_replikator": 200,
}
LONGEST_TEXT = 8000
_AWARD = re.compile(r"(?P<kind>[^()]{1,80}?)\s*\((?P<year>\d{4})\)")
_OF_REPLICATION = COLUMNS[COLUMNS.index("judul_replikasi") :]
_DATES = {
    "proposed_on": "tanggal_pengajuan",
    "decided_on": "tanggal_keputusan",
    "implemented_on": "tanggal_implementasi",
    "verified_on": "tanggal_verifikasi",
}
_WORDS = {
    "verification": "catatan_verifikasi",
    "plan": "rencana",
    "indicator": "indikator",
    "before": "sebelum",
    "after": "sesudah",
    "impact": "dampak",
    "cost": "biaya",
    "sustainability": "keberlanjutan",
}

Identity = tuple[str, str]
Use = tuple[UUID, str, str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One row that can be registered: an innovation, with a replication or without."""

    innovation: InnovationFacts
    replication: ReplicationFacts | None

    @property
    def identity(self) -> Identity:
        return identity_of(self.innovation.nri, self.innovation.title, self.innovation.owner_agency)


@dataclass(slots=True)
class InnovationPreview:
    """What registering a sheet would do."""

    lines: list[Line] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def identity_of(nri: str, title: str, agency: str) -> Identity:
    """What makes two rows the same innovation: its code, or else its title and owner."""
    code = nri.strip().casefold()
    return (code, "") if code else (title.strip().casefold(), agency.strip().casefold())


def check_innovations(sheet: Sheet) -> InnovationPreview:
    """Check every row; nothing is stored. Raises ``Malformed`` without the needed columns."""
    headings = [heading.casefold().replace(" ", "_") for heading in sheet.headings]
    if "judul_inovasi" not in headings or "instansi_pemilik" not in headings:
        raise Malformed(N_("Kolom “judul_inovasi” dan “instansi_pemilik” harus ada."))
    preview = InnovationPreview(
        ignored=[
            name
            for name, plain in zip(sheet.headings, headings, strict=True)
            if plain not in COLUMNS
        ]
    )
    for number, cells in enumerate(sheet.rows, start=1):
        if any(cells):
            row = dict(zip(headings, cells, strict=False))
            _Checker(preview, number, {name: row.get(name, "") for name in COLUMNS}).check()
    return preview


async def import_innovations(
    *, consultation: UUID, preview: InnovationPreview, by: UUID | None
) -> tuple[int, int]:
    """Register what is not known yet; returns how many innovations and replications are new."""
    if preview.errors:
        raise Malformed(N_("Perbaiki baris yang salah lebih dahulu; belum ada yang disimpan."))
    innovations = replications = 0
    async with transaction():
        known, uses = await _known(consultation)
        for line in preview.lines:
            if line.identity not in known:
                row = await add_innovation(consultation=consultation, facts=line.innovation, by=by)
                known[line.identity] = row.id
                innovations += 1
            owner = known[line.identity]
            if line.replication and _use(owner, line.replication) not in uses:
                await add_replication(innovation=owner, facts=line.replication, by=by)
                uses.add(_use(owner, line.replication))
                replications += 1
        if innovations or replications:
            first = await Innovation.objects().get(Innovation.consultation == consultation)
            if first is not None:
                await audit.record(
                    "innovations.imported",
                    first,
                    by=by,
                    consultation=consultation,
                    rows=innovations + replications,
                )
    return innovations, replications


def innovation_rows(innovations: list[InnovationRow]) -> Iterator[list[str]]:
    """The headings and a row for each replication; an innovation without one has a row too."""
    yield list(COLUMNS)
    for innovation in innovations:
        awards = "; ".join(f"{kind} ({year})" for kind, year in innovation.awards)
        head = [
            innovation.nri,
            innovation.title,
            innovation.owner_agency,
            innovation.owner_unit,
            innovation.summary,
            awards,
        ]
        if not innovation.replications:
            yield [*head, *[""] * (len(COLUMNS) - len(head))]
        for use in innovation.replications:
            dates = [getattr(use, name) for name in _DATES]
            yield [
                *head,
                *(use.title, use.agency, use.unit),
                *(use.form.value, use.scope.value, use.status.value),
                *("" if day is None else day.isoformat() for day in dates),
                *(getattr(use, name) for name in _WORDS),
            ]


def read_awards(words: str) -> tuple[tuple[str, int], ...] | None:
    """Awards written as ``Top 45 (2019); Top 99 (2018)``; ``None`` where they are not."""
    found = []
    for part in filter(None, (part.strip() for part in words.replace("\n", ";").split(";"))):
        award = _AWARD.fullmatch(part)
        if award is None:
            return None
        found.append((award["kind"].strip(), int(award["year"])))
    return tuple(found)


class _Checker:
    """Checks one row and adds what comes of it to the preview."""

    def __init__(self, preview: InnovationPreview, number: int, row: dict[str, str]) -> None:
        self.preview, self.number, self.row = preview, number, row

    def check(self) -> None:
        before = len(self.preview.errors)
        self._check_lengths()
        for column in ("judul_inovasi", "instansi_pemilik"):
            if not self.row[column]:
                self._complain(column, N_("Isian ini wajib diisi."))
        awards = read_awards(self.row["penghargaan"])
        if awards is None:
            self._complain("penghargaan", N_("Tulis seperti “Top 45 (2019)”, dipisah titik koma."))
        replication = self._replication() if self.row["instansi_replikator"] else None
        if replication is None and any(self.row[column] for column in _OF_REPLICATION):
            self._complain("instansi_replikator", N_("Sebutkan instansi yang mereplikasi."))
        if len(self.preview.errors) == before:
            facts = InnovationFacts(
                title=self.row["judul_inovasi"],
                owner_agency=self.row["instansi_pemilik"],
                owner_unit=self.row["upp_pemilik"],
                nri=self.row["kode_nri"],
                summary=self.row["ringkasan"],
                awards=awards or (),
            )
            self.preview.lines.append(Line(facts, replication))

    def _replication(self) -> ReplicationFacts:
        more: dict[str, Any] = {name: self._day(column) for name, column in _DATES.items()}
        more |= {name: self.row[column] for name, column in _WORDS.items()}
        return ReplicationFacts(
            agency=self.row["instansi_replikator"],
            unit=self.row["upp_replikator"],
            title=self.row["judul_replikasi"],
            form=self._term("bentuk", ReplicationForm, ReplicationForm.ADOPTION),
            scope=self._term("cakupan", ReplicationScope, ReplicationScope.WHOLE),
            status=self._term("status", ReplicationStatus, ReplicationStatus.WAITING),
            **more,
        )

    def _term(self, column: str, kind: type[Term], usual: Term) -> Any:
        given = self.row[column].casefold()
        known = {str(term): term for term in kind} | {t.label.casefold(): t for t in kind}
        if given and given not in known:
            self._complain(column, N_("Nilai ini tidak dikenal."))
        if not given and column == "bentuk":
            self._complain(column, N_("Isian ini wajib diisi."))
        return known.get(given, usual)

    def _day(self, column: str) -> date | None:
        given = self.row[column][:10]
        if not given:
            return None
        try:
            return date.fromisoformat(given)
        except ValueError:
            self._complain(column, N_("Tulis tanggal seperti 2026-11-24."))
            return None

    def _check_lengths(self) -> None:
        for column, words in self.row.items():
            if len(words) > LONGEST.get(column, LONGEST_TEXT):
                self._complain(column, N_("Isian ini terlalu panjang."))

    def _complain(self, column: str, problem: str) -> None:
        self.preview.errors.append(RowError(self.number, column, problem))


async def _known(consultation: UUID) -> tuple[dict[Identity, UUID], set[Use]]:
    rows = await Innovation.select().where(Innovation.consultation == consultation)
    known = {identity_of(r["nri"], r["title"], r["owner_agency"]): r["id"] for r in rows}
    used = await Replication.select().where(
        Replication.innovation.is_in(
            Innovation.select(Innovation.id).where(Innovation.consultation == consultation)
        )
    )
    uses = {
        (r["innovation"], r["agency"].casefold(), r["unit"].casefold(), r["form"]) for r in used
    }
    return known, uses


def _use(innovation: UUID, facts: ReplicationFacts) -> Use:
    values = asdict(facts)
    return (innovation, values["agency"].casefold(), values["unit"].casefold(), facts.form.value)
