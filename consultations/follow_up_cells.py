"""One row of an action plan's sheet: what it says of an item, and what is wrong with its cells."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from consultations.follow_up_rows import follow_up_cells
from consultations.follow_ups import FollowUpWords, Progress
from consultations.import_rows import read_moment
from consultations.queries.follow_ups import FollowUpFacts
from consultations.sheets import RowError
from consultations.vocabulary import N_, FollowUpStatus

# The most characters of a text, as in the form on the page.
_TEXTS = {
    "isu": ("issue", 2000),
    "solusi": ("solution", 2000),
    "kegiatan": ("activity", 2000),
    "indikator": ("indicator", 1000),
    "satuan": ("measure", 60),
    "penanggung_jawab": ("owner", 200),
}
_NEEDED = frozenset({"isu", "kegiatan", "penanggung_jawab", "target_waktu"})
_STEP = frozenset({"status", "nilai_terakhir", "keadaan_per", "catatan"})
_FIGURES = frozenset({"nilai_awal", "nilai_sasaran", "nilai_terakhir"})
_DAYS = frozenset({"target_waktu", "keadaan_per"})
_LISTS = frozenset({"butir", "masukan"})
_FIXED = frozenset({"nomor", "diubah"})
# What was reported stays so, and nobody makes public by leaving a cell empty.
_EMPTY_SAYS_NOTHING = _STEP | {"tampil_publik"}
_LONGEST_NOTE, _LONGEST_ADDRESS = 2000, 254
_LARGEST = 1e12
_YES_NO = {"ya": True, "tidak": False}
_STATUSES = {term.value: term for term in FollowUpStatus} | {
    term.label.casefold(): term for term in FollowUpStatus
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a row may name: items and units by number, sessions by title, registered inputs."""

    items: Mapping[int, FollowUpFacts]
    sessions: Mapping[str, UUID]
    units: Mapping[str, UUID]
    inputs: set[str]
    today: date


@dataclass(slots=True, kw_only=True)
class Line:
    """A row that was read. ``changes`` are its columns with what they said and say now.

    ``words`` and ``progress`` are empty where nothing of them is new.
    """

    item: FollowUpFacts | None
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    words: FollowUpWords | None = None
    inputs: tuple[str, ...] = ()
    progress: Progress | None = None
    errors: list[RowError] = field(default_factory=list)


def same_item(cells: Mapping[str, str]) -> tuple[str, ...]:
    """What makes two rows without a number the same thing to do."""
    names = ("sesi", "isu", "kegiatan", "penanggung_jawab")
    return tuple(cells.get(name, "").casefold() for name in names)


def numbers_in(cell: str) -> list[str]:
    """Numbers of clauses or inputs, however they are set apart, each once."""
    return list(dict.fromkeys(cell.upper().replace(",", " ").replace(";", " ").split()))


def read_line(number: int, cells: dict[str, str], known: Known) -> Line:
    """Compare a row with its item and check what it says anew; ``number`` counts rows from 1."""
    reader = _Reader(number, cells, known)
    reader.read()
    return reader.line


class _Reader:
    """Reads one row; what is wrong goes to the line's errors."""

    def __init__(self, number: int, cells: dict[str, str], known: Known) -> None:
        self.number, self.known = number, known
        self.cells = {name: _usual(name, cell) for name, cell in cells.items()}
        self.line = Line(item=None)

    def read(self) -> None:
        line = self.line
        line.item = self._item()
        if line.errors:
            return
        before = follow_up_cells(line.item) if line.item else {}
        line.changes = [
            (name, was, cell)
            for name, cell in self.cells.items()
            if name not in _FIXED
            and cell != (was := _usual(name, before.get(name, "").replace("\r\n", "\n").strip()))
            and (cell or name not in _EMPTY_SAYS_NOTHING)
        ]
        changed = {name for name, _, _ in line.changes}
        self._require_current(before, changed)
        words, step = self._words(changed), self._progress(changed & _STEP)
        if line.errors:
            return
        if line.item is None or changed - _STEP:
            line.words = words
        line.progress = step

    def _item(self) -> FollowUpFacts | None:
        given = self.cells.get("nomor", "").removesuffix(".0")
        if not given:
            wanted = same_item(self.cells)
            same = (i for i in self.known.items.values() if same_item(follow_up_cells(i)) == wanted)
            return next(same, None)
        found = self.known.items.get(int(given)) if given.isdecimal() and len(given) < 7 else None  # noqa: PLR2004 - a number of items
        if found is None:
            self._complain(
                "nomor", N_("Nomor %(given)s tidak ada; kosongkan untuk tindak lanjut baru."), given
            )
        return found

    def _require_current(self, before: Mapping[str, str], changed: set[str]) -> None:
        read = self.cells.get("diubah", "")
        if before and changed and read and read != before["diubah"]:
            self._complain(
                "diubah",
                N_("Sudah diubah orang lain sejak berkas ini diunduh. Unduh lagi, lalu ubah."),
            )

    def _words(self, changed: set[str]) -> FollowUpWords:
        item, given = self.line.item, self.cells
        needed = changed & _NEEDED if item else _NEEDED
        for name in sorted(needed):
            if not given.get(name):
                self._complain(name, N_("Isian ini wajib diisi."))
        values: dict[str, Any] = {"issue": "", "activity": "", "owner": ""}
        if item:
            names = [name for name in FollowUpWords.__slots__ if name != "units"]
            values = {name: getattr(item, name) for name in names}
            values["units"] = tuple(unit.identity for unit in item.units)
            self.line.inputs = item.inputs
        readers: dict[str, tuple[str, Callable[[str, str], Any]]] = {
            **{column: (name, self._text) for column, (name, _) in _TEXTS.items()},
            "nilai_awal": ("baseline", self._figure),
            "nilai_sasaran": ("target", self._figure),
            "target_waktu": ("due_on", self._day),
            "surel_penanggung_jawab": ("owner_email", self._address),
            "tampil_publik": ("public", self._yes_or_no),
            "sesi": ("session", self._session),
            "butir": ("units", self._units),
        }
        for column, (name, read) in readers.items():
            if column in changed:
                values[name] = read(column, given[column])
        if "masukan" in changed:
            self.line.inputs = self._inputs()
        return FollowUpWords(**values)

    def _progress(self, changed: set[str]) -> Progress | None:
        if not changed:
            return None
        item = self.line.item
        status = item.status if item else FollowUpStatus.NOT_STARTED
        if "status" in changed:
            status = self._status()
        note = self.cells["catatan"] if "catatan" in changed else ""
        if len(note) > _LONGEST_NOTE:
            self._complain("catatan", N_("Isian ini terlalu panjang."))
        value = day = None
        if changed & {"nilai_terakhir", "keadaan_per"}:
            value = self._figure("nilai_terakhir", self.cells.get("nilai_terakhir", ""))
            day = self._day("keadaan_per", self.cells.get("keadaan_per", ""))
            if value is None and item:
                value = item.last.value
            if value is None:
                self._complain("nilai_terakhir", N_("Isian ini wajib diisi."))
            day = day or self.known.today
        return Progress(status=status, note=note, value=value, reached_on=day)

    def _text(self, column: str, cell: str) -> str:
        if len(cell) > _TEXTS[column][1]:
            self._complain(column, N_("Isian ini terlalu panjang."))
        return cell

    def _figure(self, column: str, cell: str) -> float | None:
        if not cell:
            return None
        try:
            figure = float(cell.replace(",", "."))
        except ValueError:
            figure = float("nan")
        if not abs(figure) <= _LARGEST:
            self._complain(column, N_("Tulis angka, misalnya 12 atau 12,5."))
            return None
        return figure

    def _day(self, column: str, cell: str) -> date | None:
        moment = read_moment(cell)
        if cell and moment is None:
            self._complain(column, N_("Tulis tanggal seperti 2026-11-24."))
        return moment.date() if moment else None

    def _address(self, column: str, cell: str) -> str | None:
        name, _, domain = cell.rpartition("@")
        shaped = name and "." in domain and not any(sign.isspace() for sign in cell)
        if cell and (not shaped or len(cell) > _LONGEST_ADDRESS):
            self._complain(column, N_("Tulis alamat surel seperti nama@contoh.go.id."))
        return cell or None

    def _yes_or_no(self, column: str, cell: str) -> bool:
        found = _YES_NO.get(cell)
        if found is None:
            self._complain(column, N_("Tulis ya atau tidak."))
        return bool(found)

    def _status(self) -> FollowUpStatus:
        given = self.cells["status"]
        if given not in _STATUSES:
            self._complain(
                "status",
                N_("Status ini tidak dikenal; tulis salah satu dari %(given)s."),
                ", ".join(term.value for term in FollowUpStatus),
            )
        return _STATUSES.get(given, FollowUpStatus.NOT_STARTED)

    def _session(self, column: str, cell: str) -> UUID | None:
        found = self.known.sessions.get(cell.casefold())
        if cell and found is None:
            self._complain(column, N_("Sesi ini tidak ada; tulis judulnya seperti pada daftar."))
        return found

    def _units(self, column: str, cell: str) -> tuple[UUID, ...]:
        numbers = numbers_in(cell)
        if unknown := [number for number in numbers if number not in self.known.units]:
            self._complain(column, N_("Butir ini tidak ada: %(given)s."), ", ".join(unknown))
        return tuple(self.known.units[n] for n in numbers if n in self.known.units)

    def _inputs(self) -> tuple[str, ...]:
        numbers = numbers_in(self.cells["masukan"])
        if unknown := [number for number in numbers if number not in self.known.inputs]:
            self._complain(
                "masukan", N_("Nomor registrasi ini tidak ada: %(given)s."), ", ".join(unknown)
            )
        return tuple(numbers)

    def _complain(self, column: str, problem: str, given: str = "") -> None:
        self.line.errors.append(RowError(self.number, column, problem, given))


def _usual(name: str, cell: str) -> str:
    """The cell as a sheet of ours would say the same; as it is where it says nothing."""
    if name in _DAYS and (moment := read_moment(cell)):
        return moment.date().isoformat()
    if name in _LISTS:
        return "; ".join(numbers_in(cell))
    if name == "status" and cell.casefold() in _STATUSES:
        return _STATUSES[cell.casefold()].value
    if name == "tampil_publik":
        return cell.casefold()
    return _usual_figure(cell) if name in _FIGURES else cell


def _usual_figure(cell: str) -> str:
    try:
        return f"{float(cell.replace(',', '.')):.12g}"
    except ValueError:
        return cell
