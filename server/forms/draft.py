"""The forms with which a draft is taken in, put right and published."""

from dataclasses import replace

from litestar.datastructures import UploadFile
from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)

from consultations.previewing import LONGEST_DAYS
from consultations.splitting import LONGEST_HEADING, LONGEST_NUMBER
from consultations.vocabulary import N_, ChangeKind, UnitKind
from consultations.working_units import LONGEST_NOTE, LONGEST_TEXT, WorkingUnit
from server.forms.localised import AtMost, LocalisedForm, Needed, OneOf, choices_of

LONGEST_DRAFT = 800_000


class DraftForm(LocalisedForm):
    """A draft as a file, or as text with headings and numbered clauses."""

    file = FileField(
        N_("Berkas naskah"),
        description=N_(
            "Word (.docx), OpenDocument (.odt), Markdown atau teks; paling besar 25 MB."
        ),
    )
    text = TextAreaField(
        N_("Atau tempelkan naskahnya"),
        description=N_(
            "Awali baris bab dengan “BAB I”, bagian dengan “Bagian 1.1”, dan tiap butir dengan "
            "nomornya. Penanda Markdown (#, ##, ###) juga dikenali."
        ),
        validators=[AtMost(LONGEST_DRAFT)],
    )

    @property
    def upload(self) -> UploadFile | None:
        """The chosen file; browsers send an empty one when none was chosen."""
        chosen = self.file.data
        return chosen if isinstance(chosen, UploadFile) and chosen.filename else None

    def validate(self) -> bool:
        """Either a file or a text is needed."""
        valid = bool(super().validate())
        if self.upload is None and not (self.text.data or "").strip():
            self.text.errors = [self.say(N_("Pilih berkasnya atau tempelkan naskahnya di sini."))]
            return False
        return valid


class UnitForm(LocalisedForm):
    """One unit of a draft in the making."""

    edition = HiddenField(default="0")
    kind = SelectField(
        N_("Jenis"), choices=choices_of(UnitKind), validators=[OneOf()], validate_choice=False
    )
    number = StringField(
        N_("Nomor"), validators=[Needed(N_("Tulis nomornya.")), AtMost(LONGEST_NUMBER)]
    )
    heading = StringField(N_("Judul"), validators=[AtMost(LONGEST_HEADING)])
    text = TextAreaField(
        N_("Isi"),
        description=N_(
            "Gambar tampil di tempat tanda [gambar …]. Kata sesudah titik dua di dalamnya "
            "dibacakan kepada yang tidak dapat melihatnya; tanda boleh dipindah atau dihapus."
        ),
        validators=[AtMost(LONGEST_TEXT)],
    )
    open_to_input = BooleanField(N_("Terbuka untuk masukan"))
    change_kind = SelectField(
        N_("Jenis perubahan dari versi sebelumnya"),
        default="",
        choices=choices_of(ChangeKind, empty=N_("Belum ditentukan")),
        validators=[OneOf()],
        validate_choice=False,
    )
    change_note = TextAreaField(
        N_("Alasan atau sumber perubahan"),
        description=N_("Dibaca semua orang pada halaman perubahan."),
        validators=[AtMost(LONGEST_NOTE)],
    )

    @classmethod
    def of(cls, unit: WorkingUnit, *, edition: int, locale: str) -> "UnitForm":
        """The form as it shows a unit."""
        return cls(
            locale=locale,
            edition=str(edition),
            kind=unit.kind.value,
            number=unit.number,
            heading=unit.heading,
            text=unit.text,
            open_to_input=unit.open_to_input,
            change_kind=unit.change_kind.value if unit.change_kind else "",
            change_note=unit.change_note,
        )

    def revised(self, unit: WorkingUnit) -> WorkingUnit:
        """The unit with what the valid form says."""
        return replace(
            unit,
            kind=UnitKind(self.kind.data),
            number=self.number.data.strip(),
            heading=" ".join((self.heading.data or "").split()),
            text=(self.text.data or "").replace("\r\n", "\n").strip(),
            open_to_input=bool(self.open_to_input.data),
            change_kind=ChangeKind(self.change_kind.data) if self.change_kind.data else None,
            change_note=(self.change_note.data or "").strip(),
        )


class PublishForm(LocalisedForm):
    """The last words before a version becomes public for good."""

    edition = HiddenField(default="0")
    title = StringField(
        N_("Judul rancangan"),
        validators=[Needed(N_("Tulis judul rancangannya.")), AtMost(LONGEST_HEADING)],
    )
    change_summary = TextAreaField(
        N_("Apa yang berubah"),
        description=N_("Beberapa kalimat untuk pembaca; rincian per butir dibuat sendiri."),
        validators=[AtMost(LONGEST_NOTE)],
    )


class PreviewForm(LocalisedForm):
    """How long a preview link works."""

    days = IntegerField(
        N_("Berlaku berapa hari"),
        default=7,
        validators=[Needed()],
        render_kw={"min": 1, "max": LONGEST_DAYS, "inputmode": "numeric"},
    )

    def validate(self) -> bool:
        """A whole number of days within bounds."""
        valid = bool(super().validate())
        if self.days.data is None or not 1 <= self.days.data <= LONGEST_DAYS:
            self.days.errors = [
                self.say(N_("Tulis angka dari 1 sampai %(most)s."), most=LONGEST_DAYS)
            ]
            return False
        return valid
