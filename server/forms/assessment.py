"""Forms for sources of evidence and for assessments: options and criteria."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from wtforms import (
    BooleanField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)

from consultations.evidence_sources import SourceFacts
from consultations.queries.assessments import CriterionRow, OptionFacts
from consultations.queries.drafts import UnitFacts
from consultations.queries.evidence_sources import SourceRow
from consultations.queries.themes import ThemeFacts
from consultations.scoring.assessing import CriterionFacts
from consultations.vocabulary import N_, EvidenceKind, Stage, Weighting
from server.forms.localised import AtMost, LocalisedForm, Needed, OneOf, choices_of

HEAVIEST = 1000.0
# The forms for options and criteria stand on one page: their fields need names of their own.
PREFIX = "kriteria"
OPTION_PREFIX = "opsi"


class NumberIn:
    """Empty, or a number between two; a comma is read as a decimal point."""

    def __init__(self, least: float, most: float) -> None:
        self.least, self.most = least, most

    def __call__(self, form: LocalisedForm, field: Any) -> None:
        if (field.data or "").strip() and read_number(field.data) is None:
            raise ValidationError(form.say(N_("Tulis angka, misalnya 3 atau 2,5.")))
        number = read_number(field.data)
        if number is not None and not self.least <= number <= self.most:
            raise ValidationError(
                form.say(N_("Antara %(least)s dan %(most)s."), least=self.least, most=self.most)
            )


class SourceForm(LocalisedForm):
    """A source of evidence."""

    version = HiddenField(default="0")
    kind = SelectField(
        N_("Jenis sumber"),
        choices=choices_of(EvidenceKind, empty=N_("Pilih jenis")),
        validators=[Needed(N_("Pilih jenis sumbernya.")), OneOf()],
        validate_choice=False,
    )
    title = StringField(N_("Judul"), validators=[Needed(), AtMost(200)])
    question = TextAreaField(N_("Pertanyaan yang dijawab"), validators=[AtMost(2000)])
    # A field named "method" would hide the form's own property of that name from scripts.
    method = TextAreaField(N_("Metode"), name="how", validators=[AtMost(4000)])
    period = StringField(
        N_("Periode"), description=N_("Misalnya Maret–Juni 2026."), validators=[AtMost(120)]
    )
    findings = TextAreaField(N_("Temuan"), validators=[AtMost(20_000)])
    score = StringField(
        N_("Nilai"),
        description=N_("Bila sumber ini menghasilkan satu angka."),
        validators=[NumberIn(-1_000_000, 1_000_000)],
    )
    link = StringField(N_("Tautan dokumen"), validators=[AtMost(500)])
    documents = MultipleFileField(
        N_("Lampiran"),
        description=N_("Laporan, tabel, atau gambar. Paling banyak 5 berkas, masing-masing 10 MB."),
    )
    stage = SelectField(
        N_("Tampil pada tahap"),
        description=N_(
            "Sumber yang dipasangkan pada tahap, beserta lampirannya, terbaca oleh semua orang."
        ),
        choices=choices_of(Stage, empty=N_("Hanya untuk tim")),
        validators=[OneOf()],
        default="",
        validate_choice=False,
    )

    @classmethod
    def of_themes(cls, themes: Iterable[ThemeFacts], locale: str) -> "SourceForm":
        """The form with the consultation's own themes as its findings, to be read and kept."""
        form = cls(locale=locale, kind=EvidenceKind.THEMES.value)
        form.title.data = form.say(N_("Tema dari masukan konsultasi"))
        form.method.data = form.say(
            N_(
                "Masukan dikelompokkan menurut kemiripan isinya, lalu tim penyusun membaca dan "
                "menamai temanya."
            )
        )
        form.findings.data = "\n".join(
            form.say(
                N_("%(name)s: %(inputs)s masukan dari %(elements)s unsur."),
                name=theme.name,
                inputs=theme.inputs,
                elements=len(theme.by_element),
            )
            for theme in themes
        )
        return form

    def validate_link(self, field: StringField) -> None:
        """Only addresses that a browser opens safely."""
        if field.data and not field.data.strip().startswith(("https://", "http://")):
            raise ValidationError(self.say(N_("Tulis alamat yang diawali https://.")))

    def facts(self) -> SourceFacts:
        """The valid form as the domain's value."""
        return SourceFacts(
            kind=EvidenceKind(self.kind.data),
            title=self.title.data.strip(),
            question=(self.question.data or "").strip(),
            method=(self.method.data or "").strip(),
            period=(self.period.data or "").strip(),
            findings=(self.findings.data or "").strip(),
            score=read_number(self.score.data),
            link=(self.link.data or "").strip() or None,
            stage=Stage(self.stage.data) if self.stage.data else None,
        )


class AssessmentForm(LocalisedForm):
    """A new assessment."""

    title = StringField(N_("Judul penilaian"), validators=[Needed(), AtMost(200)])
    purpose = TextAreaField(N_("Yang hendak diputuskan"), validators=[Needed(), AtMost(2000)])
    template = RadioField(
        N_("Mulai dari"),
        choices={
            "": N_("Kriteria sendiri"),
            "usg": N_("USG: urgensi, keseriusan, perkembangan (untuk memilih masalah)"),
            "tindakan": N_("Dampak, kemudahan, dukungan, keberlanjutan (untuk memilih tindakan)"),
        },
        default="",
        validators=[OneOf()],
        validate_choice=False,
    )
    weighting = RadioField(
        N_("Bobot kriteria"),
        description=N_(
            "Bobot menyatakan seberapa penting tiap kriteria. Tim dapat menetapkannya, atau tiap "
            "penilai membandingkan kriteria dua-dua, dan bobotnya dihitung dari situ."
        ),
        choices=choices_of(Weighting),
        default=Weighting.GIVEN.value,
        validators=[OneOf()],
        validate_choice=False,
    )


class CancelForm(LocalisedForm):
    """Why an assessment ends without a result."""

    reason = TextAreaField(
        N_("Alasan pembatalan"),
        description=N_("Tampil pada halaman penilaian ini."),
        validators=[Needed(N_("Tulis alasannya.")), AtMost(1000)],
    )


class PartForm(LocalisedForm):
    """A part of an assessment; ``taken`` are the names that others of its kind have."""

    taken: frozenset[str] = frozenset()

    name = StringField(N_("Nama"), validators=[Needed(), AtMost(200)])

    def validate_name(self, field: StringField) -> None:
        """Two of one name could not be told apart in the results."""
        if (field.data or "").strip().casefold() in self.taken:
            raise ValidationError(self.say(N_("Nama ini sudah dipakai dalam penilaian ini.")))


class OptionForm(PartForm):
    """An option to be scored."""

    name = StringField(N_("Nama opsi"), validators=[Needed(), AtMost(200)])
    description = TextAreaField(N_("Penjelasan"), validators=[AtMost(2000)])
    unit = SelectField(N_("Butir rancangan"), choices={}, validate_choice=False)

    units: Sequence[UnitFacts] = ()

    @classmethod
    def of(cls, row: OptionFacts, units: Sequence[UnitFacts], locale: str) -> "OptionForm":
        """The form as the option stands, with its unit where these have it still."""
        unit = next((str(unit.id) for unit in units if unit.identity == row.unit), "")
        form = cls(
            locale=locale,
            prefix=OPTION_PREFIX,
            name=row.name,
            description=row.description,
            unit=unit,
        )
        form.offer(units)
        return form

    def offer(self, units: Sequence[UnitFacts]) -> None:
        """The units of a version as choices."""
        self.units = units
        self.unit.choices = {"": self.say(N_("Tidak terkait satu butir"))} | {
            str(unit.id): unit.listed for unit in units
        }

    def facts(self) -> dict[str, Any]:
        """The valid form as the domain's arguments."""
        return {
            "name": self.name.data.strip(),
            "description": (self.description.data or "").strip(),
            "unit": next((unit.id for unit in self.units if str(unit.id) == self.unit.data), None),
        }


class CriterionForm(PartForm):
    """A criterion and how much it weighs; the weight is left out where pairs make it."""

    name = StringField(N_("Nama kriteria"), validators=[Needed(), AtMost(200)])
    guidance = TextAreaField(
        N_("Petunjuk bagi penilai"),
        description=N_("Apa arti nilai terendah dan tertinggi, misalnya 1 murah, 5 sangat mahal."),
        validators=[AtMost(2000)],
    )
    weight = StringField(
        N_("Bobot"),
        description=N_("Angka berapa pun; yang dihitung perbandingannya."),
        default="1",
        validators=[Needed(), NumberIn(0, HEAVIEST)],
    )
    is_cost = BooleanField(N_("Makin kecil makin baik (misalnya biaya)"))
    source = SelectField(
        N_("Sumber bukti"),
        description=N_("Penilai membaca temuannya saat memberi nilai."),
        choices={},
        validate_choice=False,
    )

    @classmethod
    def of(cls, row: CriterionRow, locale: str) -> "CriterionForm":
        """The form as the criterion stands."""
        return cls(
            locale=locale,
            prefix=PREFIX,
            name=row.name,
            guidance=row.guidance,
            weight=f"{row.weight:g}",
            is_cost=row.is_cost,
            source=str(row.source.id) if row.source else "",
        )

    def offer_sources(self, sources: Iterable[SourceRow]) -> None:
        """The consultation's sources as choices."""
        self.source.choices = {"": self.say(N_("Tanpa sumber"))} | {
            str(source.id): source.title for source in sources
        }

    def facts(self) -> CriterionFacts:
        """The valid form as the domain's value."""
        chosen = self.source.data or ""
        return CriterionFacts(
            name=self.name.data.strip(),
            guidance=(self.guidance.data or "").strip(),
            is_cost=bool(self.is_cost.data),
            weight=(read_number(self.weight.data) or 0.0) if "weight" in self else 1.0,
            source=UUID(chosen) if chosen and chosen in self.source.choices else None,
        )


def read_number(text: str | None) -> float | None:
    """A number as people write it here, or ``None``."""
    try:
        number = float((text or "").strip().replace(",", "."))
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None
