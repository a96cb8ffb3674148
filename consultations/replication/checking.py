"""A sheet of innovations read row by row: what can be registered, and what is wrong where."""

import re
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from consultations.errors import Malformed
from consultations.replication.dating import date_problems
from consultations.replication.keeping import (
    InnovationFacts,
    ReplicationFacts,
)
from consultations.sheets import RowError, Sheet
from consultations.vocabulary import N_, ReplicationForm, ReplicationScope, ReplicationStatus, Term
from consultations.written_dates import read_day

COLUMNS = (
    *("kode_nri", "judul_inovasi", "instansi_pemilik", "upp_pemilik", "ringkasan"),
    *("penghargaan", "judul_replikasi", "instansi_replikator", "upp_replikator", "bentuk"),
    *("cakupan", "status", "tanggal_pengajuan", "tanggal_keputusan", "tanggal_implementasi"),
    *("tanggal_verifikasi", "catatan_verifikasi", "rencana", "indikator", "sebelum", "sesudah"),
    *("dampak", "biaya", "keberlanjutan", "tampil_publik"),
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
_OF_REPLICATION = COLUMNS[COLUMNS.index("judul_replikasi") : -1]
_ANSWERS = {"": True, "ya": True, "tidak": False}
# Nobody gave awards for innovations in public service before there was one.
_YEARS = range(1945, 2101)
DATES = {
    "proposed_on": "tanggal_pengajuan",
    "decided_on": "tanggal_keputusan",
    "implemented_on": "tanggal_implementasi",
    "verified_on": "tanggal_verifikasi",
}
WORDS = {
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
    firsts: dict[Identity, InnovationFacts] = field(default_factory=dict)

    def join(self, facts: InnovationFacts) -> InnovationFacts | None:
        """An innovation as the rows before have it; ``None`` where they say something else."""
        own = identity_of(facts.nri, facts.title, facts.owner_agency)
        first = self.firsts.setdefault(own, facts)
        same = all(
            getattr(first, name) == given
            for name, given in asdict(facts).items()
            if given and name != "is_public"
        )
        return first if same else None


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


def read_awards(words: str) -> tuple[tuple[str, int], ...] | None:
    """Awards written as ``Top 45 (2019); Top 99 (2018)``; ``None`` where they are not."""
    found = []
    for part in filter(None, (part.strip() for part in words.replace("\n", ";").split(";"))):
        award = _AWARD.fullmatch(part)
        if award is None or int(award["year"]) not in _YEARS:
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
        shown = _ANSWERS.get(self.row["tampil_publik"].casefold())
        if shown is None:
            self._complain("tampil_publik", N_("Tulis ya atau tidak."))
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
                is_public=bool(shown),
                awards=awards or (),
            )
            known = self.preview.join(facts)
            if known is None:
                self._complain(
                    "kode_nri" if facts.nri else "judul_inovasi",
                    N_("Baris sebelumnya menulis inovasi yang sama dengan isian yang berbeda."),
                )
            else:
                self.preview.lines.append(Line(known, replication))

    def _replication(self) -> ReplicationFacts:
        more: dict[str, Any] = {name: self._day(column) for name, column in DATES.items()}
        more |= {name: self.row[column] for name, column in WORDS.items()}
        facts = ReplicationFacts(
            agency=self.row["instansi_replikator"],
            unit=self.row["upp_replikator"],
            title=self.row["judul_replikasi"],
            form=self._term("bentuk", ReplicationForm, ReplicationForm.ADOPTION),
            scope=self._term("cakupan", ReplicationScope, ReplicationScope.WHOLE),
            status=self._term("status", ReplicationStatus, ReplicationStatus.WAITING),
            **more,
        )
        for name, problem in date_problems(facts):
            self._complain(DATES.get(name, name), problem)
        return facts

    def _term(self, column: str, kind: type[Term], usual: Term) -> Any:
        given = self.row[column].casefold()
        known = {str(term): term for term in kind} | {t.label.casefold(): t for t in kind}
        if given and given not in known:
            self._complain(column, N_("“%(given)s” tidak dikenal."))
        if not given and column == "bentuk":
            self._complain(column, N_("Isian ini wajib diisi."))
        return known.get(given, usual)

    def _day(self, column: str) -> date | None:
        given = self.row[column][:10]
        if not given:
            return None
        try:
            return read_day(given)
        except ValueError:
            self._complain(column, N_("“%(given)s” bukan tanggal; tulis seperti 2026-11-24."))
            return None

    def _check_lengths(self) -> None:
        for column, words in self.row.items():
            if len(words) > LONGEST.get(column, LONGEST_TEXT):
                self._complain(column, N_("Isian ini terlalu panjang."))

    def _complain(self, column: str, problem: str) -> None:
        self.preview.errors.append(RowError(self.number, column, problem, self.row[column]))
