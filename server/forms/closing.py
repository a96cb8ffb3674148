"""Forms for what a session leaves behind: its documents' words, signatories, files and closing."""

from datetime import datetime
from zoneinfo import ZoneInfo

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
from wtforms.widgets import DateInput, DateTimeLocalInput

from consultations.queries.session_records import RecordFacts, SignatoryFacts
from consultations.session_records import RecordWords
from consultations.signing import Signature
from consultations.vocabulary import N_, Element, SessionFileUse, SignatureManner
from consultations.written_dates import read_local_moment
from server.forms.localised import AtMost, LocalisedForm, Needed, OneOf, choices_of

SCANS = (SessionFileUse.SIGNED_RECORD, SessionFileUse.SIGNED_ATTENDANCE)
SCAN_KINDS = ("application/pdf", "image/jpeg", "image/png")
_WORDS = ("number", "report_number", "subjects", "conclusion", "closing", "attachments")


class RecordForm(LocalisedForm):
    """The words of a session's documents that are not taken from elsewhere."""

    version = HiddenField(default="0")
    number = StringField(N_("Nomor Berita Acara"), validators=[AtMost(80)])
    report_number = StringField(N_("Nomor laporan pelaksanaan"), validators=[AtMost(80)])
    subjects = TextAreaField(
        N_("Pokok bahasan"),
        description=N_("Bila kosong, acara dan butir sesi yang dipakai."),
        validators=[AtMost(8000)],
    )
    conclusion = TextAreaField(N_("Kesimpulan"), validators=[AtMost(8000)])
    no_dissent = BooleanField(
        N_("Peserta ditanya, dan tidak ada pandangan berbeda yang dinyatakan"),
    )
    closing = TextAreaField(
        N_("Penutup"),
        description=N_("Bila kosong, kalimat penutup yang lazim dipakai."),
        validators=[AtMost(2000)],
    )
    attachments = TextAreaField(
        N_("Lampiran lain"),
        description=N_("Satu baris satu lampiran; daftar hadir, notulen dan foto sudah disebut."),
        validators=[AtMost(2000)],
    )

    @classmethod
    def of(cls, record: RecordFacts, locale: str) -> "RecordForm":
        """The form as it was last saved."""
        values = {name: getattr(record, name) for name in (*_WORDS, "no_dissent")}
        return cls(locale=locale, version=str(record.version), **values)

    def words(self) -> RecordWords:
        """The valid form as the domain's value."""
        written = {name: (self[name].data or "").strip() for name in _WORDS}
        return RecordWords(no_dissent=bool(self.no_dissent.data), **written)


class SignatoryForm(LocalisedForm):
    """Somebody who signs."""

    def __init__(self, *given: object, **values: object) -> None:
        # The record's form is on the same page.
        super().__init__(*given, prefix="tanda-", **values)  # type: ignore[arg-type]

    name = StringField(N_("Nama"), validators=[Needed(), AtMost(120)])
    job = StringField(N_("Jabatan"), validators=[Needed(), AtMost(200)])
    element = SelectField(
        N_("Mewakili unsur"),
        choices=choices_of(Element, empty=N_("Tidak mewakili unsur")),
        validators=[OneOf()],
        validate_choice=False,
    )
    manner = RadioField(
        N_("Cara tanda tangan"),
        choices=choices_of(SignatureManner),
        default=SignatureManner.WET.value,
        validators=[OneOf()],
        validate_choice=False,
    )
    signed_on = StringField(N_("Tanggal ditandatangani"), widget=DateInput())
    acknowledges = BooleanField(N_("Di bawah “Mengetahui”"))

    def validate_signed_on(self, field: StringField) -> None:
        """A date as a browser's field gives it, or nothing."""
        if (field.data or "").strip():
            read_moment(self, field.data, "UTC")

    def signature(self, zone: str) -> Signature:
        """The valid form as the domain's value, its day in the consultation's zone."""
        given = (self.signed_on.data or "").strip()
        return Signature(
            name=self.name.data.strip(),
            job=self.job.data.strip(),
            element=Element(self.element.data) if self.element.data else None,
            manner=SignatureManner(self.manner.data),
            signed_at=read_moment(self, given, zone) if given else None,
            acknowledges=bool(self.acknowledges.data),
        )

    @classmethod
    def of(cls, signatory: SignatoryFacts, zone: str, locale: str) -> "SignatoryForm":
        """The form as it was last saved."""
        signed_at = signatory.signed_at
        return cls(
            locale=locale,
            name=signatory.name,
            job=signatory.job,
            element=signatory.element.value if signatory.element else "",
            manner=signatory.manner.value,
            signed_on=f"{signed_at.astimezone(ZoneInfo(zone)):%Y-%m-%d}" if signed_at else "",
            acknowledges=signatory.acknowledges,
        )


class SessionFileForm(LocalisedForm):
    """Photos or a signed scan, with what they show and when."""

    use = RadioField(
        N_("Berkas ini"),
        choices=choices_of(SessionFileUse),
        default=SessionFileUse.PHOTO.value,
        validators=[OneOf()],
        validate_choice=False,
    )
    evidence = MultipleFileField(
        N_("Berkas"),
        description=N_(
            "Paling banyak 5 berkas, masing-masing 10 MB. Foto: JPG, PNG atau WebP; pindaian: PDF, "
            "JPG atau PNG. Keterangan tersembunyi pada foto dihapus."
        ),
    )
    caption = StringField(
        N_("Keterangan"),
        description=N_("Misalnya: Peserta membahas butir 3.1.2. Jangan sebut nama warga."),
        validators=[AtMost(300)],
    )
    taken_at = StringField(N_("Waktu diambil"), widget=DateTimeLocalInput())

    def validate_taken_at(self, field: StringField) -> None:
        """A date and a time as a browser's field gives them, or nothing."""
        if (field.data or "").strip():
            read_moment(self, field.data, "UTC")

    def moment(self, zone: str) -> datetime | None:
        """When it was taken, in the consultation's zone."""
        given = (self.taken_at.data or "").strip()
        return read_moment(self, given, zone) if given else None

    def refuse_kind(self, media_type: str) -> bool:
        """Whether a file is not of the kind its use asks for; says so at the field."""
        use = self.use.data
        if use == SessionFileUse.PHOTO.value and not media_type.startswith("image/"):
            self.evidence.errors = [self.say(N_("Foto harus berupa gambar: JPG, PNG atau WebP."))]
            return True
        if use in [scan.value for scan in SCANS] and media_type not in SCAN_KINDS:
            self.evidence.errors = [self.say(N_("Pindaian harus berupa PDF, JPG atau PNG."))]
            return True
        return False


class ReasonForm(LocalisedForm):
    """Why a session is closed although something is missing, or opened again."""

    reason = TextAreaField(N_("Alasan"), validators=[AtMost(1000)])

    def ask(self) -> None:
        """The reason is needed here."""
        if not (self.reason.data or "").strip():
            self.reason.errors = [self.say(N_("Tulis alasannya."))]

    def words(self) -> str:
        return (self.reason.data or "").strip()


def read_moment(form: LocalisedForm, written: str, zone: str) -> datetime:
    """A date, with or without a time, in a zone."""
    try:
        return read_local_moment(written).replace(tzinfo=ZoneInfo(zone))
    except ValueError as error:
        raise ValidationError(
            form.say(N_("Tulis tanggal dan jam, misalnya 2026-12-01 09:00."))
        ) from error
