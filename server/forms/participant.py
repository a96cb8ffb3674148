"""Forms about the people of a session: the team's, everybody's own, and the one at the door."""

from typing import Any

from litestar.datastructures import UploadFile
from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)

from consultations.entering import Person
from consultations.queries.participants import ParticipantFacts, ParticipantFilter
from consultations.regions import PROVINCES
from consultations.vocabulary import (
    N_,
    Attendance,
    Element,
    Language,
    RegistrationState,
    VulnerableGroup,
)
from server.forms.localised import (
    AtMost,
    EmailShaped,
    LocalisedForm,
    Needed,
    OneOf,
    choices_of,
    names_as_choices,
)

LARGEST_LIST = 1_000_000
LONGEST_NEEDS = 500
_PHONE = frozenset("0123456789+-() ")
STATES = {
    RegistrationState.INVITED.value: N_("Calon undangan"),
    RegistrationState.REGISTERED.value: N_("Sudah pasti ikut"),
}
SEXES = {"": N_("Tidak diisi"), "L": N_("Laki-laki"), "P": N_("Perempuan")}


class NeedsForm(LocalisedForm):
    """How one takes part, and what one needs for it: asked with a consent of its own."""

    attendance = RadioField(
        N_("Cara ikut"),
        choices=choices_of(Attendance),
        default=Attendance.IN_PERSON.value,
        validators=[OneOf()],
        validate_choice=False,
    )
    needs = TextAreaField(
        N_("Yang Anda perlukan agar dapat ikut"),
        description=N_(
            "Misalnya juru bahasa isyarat, jalur kursi roda, naskah huruf besar. "
            "Hanya dibaca tim sesi ini."
        ),
        validators=[AtMost(LONGEST_NEEDS)],
    )
    needs_consent = BooleanField(N_("Saya setuju kebutuhan saya disimpan untuk sesi ini"))
    name_consent = BooleanField(
        N_("Saya setuju nama saya disebut bersama pendapat saya di halaman sesi dan dokumennya")
    )

    def validate_needs_consent(self, field: BooleanField) -> None:
        """What somebody needs says much about them: it is kept with their leave only."""
        if (self.needs.data or "").strip() and not field.data:
            raise ValidationError(
                self.say(N_("Centang persetujuan ini, atau kosongkan kebutuhan Anda."))
            )


class PersonForm(NeedsForm):
    """Who somebody is. No identity number is ever asked for."""

    name = StringField(N_("Nama"), validators=[Needed(N_("Tulis nama.")), AtMost(120)])
    element = SelectField(
        N_("Unsur"),
        choices=choices_of(Element, empty=N_("Pilih unsur")),
        validators=[Needed(N_("Pilih unsur.")), OneOf()],
        validate_choice=False,
    )
    organisation = StringField(N_("Lembaga atau kelompok"), validators=[AtMost(200)])
    job = StringField(N_("Jabatan atau pekerjaan"), validators=[AtMost(120)])
    sex = SelectField(
        N_("L/P"), choices=SEXES, default="", validators=[OneOf()], validate_choice=False
    )
    region = SelectField(
        N_("Provinsi"),
        choices=names_as_choices(PROVINCES, empty=N_("Tidak diisi")),
        default="",
        validators=[OneOf()],
        validate_choice=False,
    )
    vulnerable_group = SelectField(
        N_("Kelompok rentan"),
        description=N_("Diisi hanya bila yang bersangkutan setuju."),
        choices=choices_of(VulnerableGroup, empty=N_("Tidak diisi")),
        default="",
        validators=[OneOf()],
        validate_choice=False,
    )
    email = StringField(N_("Surel"), validators=[AtMost(254), EmailShaped()])
    phone = StringField(N_("Telepon"), validators=[AtMost(30)])
    language = SelectField(
        N_("Bahasa surat"),
        choices=choices_of(Language),
        default=Language.INDONESIAN.value,
        validators=[OneOf()],
        validate_choice=False,
    )

    def validate_phone(self, field: StringField) -> None:
        """Digits, and the signs people put between them."""
        if not set(field.data or "") <= _PHONE:
            raise ValidationError(self.say(N_("Tulis nomor telepon dengan angka.")))

    def person(self, language: str = "") -> Person:
        """The person of a valid form; ``language`` is that of a page which doesn't ask for it."""
        group = self.vulnerable_group.data
        return Person(
            name=_line(self.name),
            element=Element(self.element.data),
            organisation=_line(self.organisation),
            job=_line(self.job),
            sex=self.sex.data or "",
            region=self.region.data or None,
            vulnerable_group=VulnerableGroup(group) if group else None,
            email=_line(self.email) or None,
            phone=_line(self.phone) or None,
            attendance=Attendance(self.attendance.data),
            needs=_line(self.needs) or None,
            needs_consented=bool(self.needs_consent.data),
            name_consented=bool(self.name_consent.data),
            language=Language(language or self.language.data),
        )


class AddForm(PersonForm):
    """A person whom the team enters."""

    key = HiddenField()
    state = RadioField(
        N_("Keadaan"),
        choices=STATES,
        default=RegistrationState.INVITED.value,
        validators=[OneOf()],
        validate_choice=False,
    )


class RegistrationForm(PersonForm):
    """What anybody fills in who registers for an open session."""

    key = HiddenField()
    # Whoever registers is written to in the language of the page.
    language = None
    consent = BooleanField(N_("Saya setuju data ini dipakai untuk menyelenggarakan sesi ini"))

    def validate_consent(self, field: BooleanField) -> None:
        """Personal data are taken with consent only."""
        if not field.data:
            raise ValidationError(self.say(N_("Pendaftaran memerlukan persetujuan Anda.")))


class WalkInForm(LocalisedForm):
    """The little that is asked at the door."""

    key = HiddenField()
    name = StringField(N_("Nama"), validators=[Needed(N_("Tulis nama.")), AtMost(120)])
    element = SelectField(
        N_("Unsur"),
        choices=choices_of(Element, empty=N_("Pilih unsur")),
        validators=[Needed(N_("Pilih unsur.")), OneOf()],
        validate_choice=False,
    )
    organisation = StringField(N_("Lembaga atau kelompok"), validators=[AtMost(200)])
    attendance = RadioField(
        N_("Cara ikut"),
        choices=choices_of(Attendance),
        default=Attendance.IN_PERSON.value,
        validators=[OneOf()],
        validate_choice=False,
    )
    name_consent = BooleanField(
        N_("Setuju namanya disebut bersama pendapatnya di halaman sesi dan dokumennya")
    )

    def person(self, language: str = Language.INDONESIAN.value) -> Person:
        """The person of a valid form, who is written to in this language."""
        return Person(
            name=_line(self.name),
            element=Element(self.element.data),
            organisation=_line(self.organisation),
            attendance=Attendance(self.attendance.data),
            name_consented=bool(self.name_consent.data),
            language=Language(language),
        )


class PeopleFilterForm(LocalisedForm):
    """What the list of people is narrowed to; unknown values narrow nothing."""

    words = StringField(N_("Nama, lembaga atau kode"))
    state = SelectField(
        N_("Keadaan"),
        choices=choices_of(RegistrationState, empty=N_("Semua keadaan")),
        validate_choice=False,
    )
    element = SelectField(
        N_("Unsur"), choices=choices_of(Element, empty=N_("Semua unsur")), validate_choice=False
    )
    present = SelectField(
        N_("Kehadiran"),
        choices={"": N_("Semua"), "ya": N_("Hadir"), "belum": N_("Belum hadir")},
        validate_choice=False,
    )

    def chosen(self) -> ParticipantFilter:
        """The filter."""
        values = {
            name: self[name].data if self[name].data in self[name].choices else ""
            for name in ("state", "element", "present")
        }
        return ParticipantFilter(words=(self.words.data or "").strip()[:100], **values)


class PeopleListForm(LocalisedForm):
    """A list of people: pasted from a spreadsheet, or its file."""

    text = TextAreaField(
        N_("Tempel daftar dari lembar kerja"),
        description=N_(
            "Baris pertama nama kolom: nama, unsur, lembaga, jabatan, l/p, provinsi, "
            "kelompok rentan, surel, telepon, bahasa (id atau en), setuju disebut (ya atau tidak). "
            "Hanya nama dan unsur yang wajib."
        ),
    )
    file = FileField(N_("Atau pilih berkas CSV atau XLSX"), render_kw={"accept": ".csv,.xlsx"})
    state = RadioField(
        N_("Keadaan"),
        choices=STATES,
        default=RegistrationState.INVITED.value,
        validators=[OneOf()],
        validate_choice=False,
    )

    async def read(self) -> bytes | None:
        """What was handed in, or ``None`` with an error on the field."""
        given = self.file.data
        content = await given.read() if isinstance(given, UploadFile) else b""
        content = content or (self.text.data or "").strip().encode()
        if not content:
            self.text.errors = [self.say(N_("Tempel daftarnya atau pilih berkasnya."))]
            return None
        if len(content) > LARGEST_LIST:
            self.text.errors = [self.say(N_("Daftar ini terlalu besar; bagi menjadi beberapa."))]
            return None
        return content


def person_values(person: ParticipantFacts) -> dict[str, Any]:
    """What the form shows of a person."""
    group = person.vulnerable_group
    return {
        name: getattr(person, name) or ""
        for name in ("name", "organisation", "job", "sex", "region", "email", "phone", "needs")
    } | {
        "element": person.element.value,
        "vulnerable_group": group.value if group else "",
        "attendance": person.attendance.value,
        "needs_consent": bool(person.needs),
        "name_consent": person.name_consent_at is not None,
        "language": person.locale or Language.INDONESIAN.value,
    }


def _line(field: StringField) -> str:
    return (field.data or "").replace("\x00", "").replace("\r\n", "\n").strip()
