"""People of a session from a sheet: which columns there are, and what is wrong with a row."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import Any

from consultations.entering import Person
from consultations.errors import Malformed
from consultations.regions import PROVINCES
from consultations.sheets import RowError, Sheet
from consultations.vocabulary import N_, Element, Language, Term, VulnerableGroup

MOST_PEOPLE = 1000
LONGEST = {"nama": 120, "lembaga": 200, "jabatan": 120, "surel": 254, "telepon": 30}
# Our columns, and what people call them.
COLUMNS: dict[str, tuple[str, ...]] = {
    "nama": ("nama lengkap", "name", "peserta"),
    "unsur": ("unsur peserta", "element"),
    "lembaga": ("instansi", "organisasi", "lembaga atau kelompok", "organisation"),
    "jabatan": ("pekerjaan", "jabatan atau pekerjaan", "job"),
    "l/p": ("jk", "jenis kelamin", "lp", "sex"),
    "provinsi": ("wilayah", "region", "province"),
    "kelompok rentan": ("kelompok_rentan", "vulnerable group"),
    "surel": ("email", "e-mail", "alamat surel"),
    "bahasa": ("bahasa surat", "language"),
    "setuju disebut": ("setuju nama disebut", "named", "name consent"),
    "telepon": ("hp", "no hp", "wa", "whatsapp", "phone", "kontak"),
}
_SEXES = {"": "", "l": "L", "laki-laki": "L", "p": "P", "perempuan": "P"}
_LANGUAGES = {
    **dict.fromkeys(("", "id", "indonesia", "bahasa indonesia"), Language.INDONESIAN),
    **dict.fromkeys(("en", "inggris", "bahasa inggris", "english"), Language.ENGLISH),
}
_ANSWERS = {"": False, "tidak": False, "no": False, "ya": True, "yes": True}
_CHOICES: dict[str, tuple[Container[str], str]] = {
    "l/p": (_SEXES, N_("Tulis L atau P, atau kosongkan.")),
    "bahasa": (_LANGUAGES, N_("Tulis id atau en, atau kosongkan.")),
    "setuju disebut": (_ANSWERS, N_("Tulis ya atau tidak, atau kosongkan.")),
}
# Columns that attendance lists often have and that are never kept here.
_NEVER = ("nik", "ktp", "no ktp", "nomor induk kependudukan")


@dataclass(slots=True)
class PeoplePreview:
    """Whom a list would enter, and the errors that stop it."""

    fingerprint: str
    people: list[Person] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def check_people(sheet: Sheet) -> PeoplePreview:
    """Check every row of a list that was read; nothing is stored. Raises ``Malformed``."""
    headings = [" ".join(name.lower().split()) for name in sheet.headings]
    places: dict[str, int] = {}
    for ours, known in COLUMNS.items():
        for name in (ours, *known):
            if name in headings:
                places.setdefault(ours, headings.index(name))
    if "nama" not in places or "unsur" not in places:
        raise Malformed(N_("Daftar ini memerlukan kolom “nama” dan “unsur”."))
    if any(name in _NEVER for name in headings):
        raise Malformed(N_("Hapus kolom NIK: nomor identitas tidak pernah disimpan di sini."))
    used = set(places.values())
    preview = PeoplePreview(
        fingerprint=sheet.fingerprint,
        ignored=[n for at, n in enumerate(sheet.headings) if n and at not in used],
    )
    for number, cells in enumerate(sheet.rows, start=1):
        if any(cells):
            values = {
                ours: " ".join(cells[at].split()) if at < len(cells) else ""
                for ours, at in places.items()
            }
            _check_row(preview, number, values)
    return preview


def _check_row(preview: PeoplePreview, number: int, values: dict[str, str]) -> None:
    wrong = list(_problems(values))
    preview.errors += [RowError(number, column, problem) for column, problem in wrong]
    if wrong:
        return
    group = _term(VulnerableGroup, values.get("kelompok rentan", ""))
    preview.people.append(
        Person(
            name=values["nama"],
            element=_term(Element, values["unsur"]),
            organisation=values.get("lembaga", ""),
            job=values.get("jabatan", ""),
            sex=_SEXES[values.get("l/p", "").casefold()],
            region=_region(values.get("provinsi", "")),
            vulnerable_group=group,
            email=values.get("surel") or None,
            phone=values.get("telepon") or None,
            language=_LANGUAGES[values.get("bahasa", "").casefold()],
            name_consented=_ANSWERS[values.get("setuju disebut", "").casefold()],
        )
    )


def _problems(values: dict[str, str]) -> Iterator[tuple[str, str]]:
    if not values["nama"]:
        yield "nama", N_("Nama kosong.")
    for column, most in LONGEST.items():
        if len(values.get(column, "")) > most:
            yield column, N_("Isian ini terlalu panjang.")
    if _term(Element, values["unsur"]) is None:
        yield "unsur", N_("Unsur ini tidak dikenal.")
    for column, (known, problem) in _CHOICES.items():
        if values.get(column, "").casefold() not in known:
            yield column, problem
    if values.get("provinsi") and _region(values["provinsi"]) is None:
        yield "provinsi", N_("Provinsi ini tidak dikenal.")
    group = values.get("kelompok rentan", "")
    if group and _term(VulnerableGroup, group) is None:
        yield "kelompok rentan", N_("Nilai ini tidak dikenal.")
    name, _, domain = values.get("surel", "").rpartition("@")
    if values.get("surel") and not (name and "." in domain and " " not in values["surel"]):
        yield "surel", N_("Tulis alamat surel seperti nama@contoh.go.id.")


def _term(kind: type[Term], given: str) -> Any:
    known = {str(t): t for t in kind} | {t.label.casefold(): t for t in kind}
    return known.get(given.casefold()) or known.get(given.casefold().replace(" ", "_"))


def _region(given: str) -> str | None:
    return next((name for name in PROVINCES if name.casefold() == given.casefold()), None)
