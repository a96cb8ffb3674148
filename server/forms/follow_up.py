"""Forms for follow-up items: what is to be done, how far it is, and how the list is narrowed."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from wtforms import (
    BooleanField,
    HiddenField,
    MultipleFileField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.widgets import DateInput

from consultations.evidence import StoredFile
from consultations.follow_ups import FollowUpWords, Progress
from consultations.queries.drafts import UnitFacts
from consultations.queries.follow_ups import (
    ROADMAP,
    FollowUpFacts,
    FollowUpFilter,
    FollowUpOrder,
)
from consultations.vocabulary import N_, FollowUpStatus
from consultations.written_dates import read_day
from server.forms.assessment import NumberIn, read_number
from server.forms.localised import (
    AtMost,
    Choices,
    EmailShaped,
    LocalisedForm,
    Needed,
    OneOf,
    choices_of,
    names_as_choices,
)

_TEXTS = ("issue", "solution", "activity", "indicator", "measure", "owner")
MOST_INPUTS = 100
MOST_UNITS = 50
LARGEST_VALUE = 1e12
ORDERS = {
    FollowUpOrder.DUE.value: N_("Tenggat terdekat dahulu"),
    FollowUpOrder.NUMBER.value: N_("Menurut nomor"),
    FollowUpOrder.CHANGED.value: N_("Terakhir diubah dahulu"),
    FollowUpOrder.OWNER.value: N_("Menurut penanggung jawab"),
}


class FollowUpForm(LocalisedForm):
    """One follow-up item."""

    version = HiddenField(default="0")
    issue = TextAreaField(N_("Isu atau masalah"), validators=[Needed(), AtMost(2000)])
    inputs = StringField(
        N_("Masukan yang mendasari"),
        description=N_("Nomor registrasi, dipisahkan koma."),
        validators=[AtMost(2000)],
    )
    solution = TextAreaField(N_("Usulan solusi"), validators=[AtMost(2000)])
    activity = TextAreaField(N_("Kegiatan"), validators=[Needed(), AtMost(2000)])
    indicator = TextAreaField(N_("Indikator atau keluaran"), validators=[AtMost(1000)])
    units = StringField(
        N_("Butir yang dilaksanakan"),
        description=N_("Nomor butir versi terakhir, dipisahkan koma, misalnya 3.1.2, 3.1.4."),
        validators=[AtMost(500)],
    )
    measure = StringField(
        N_("Satuan ukur"),
        description=N_("Misalnya persen, hari, atau lokasi."),
        validators=[AtMost(60)],
    )
    baseline = StringField(N_("Nilai awal"), validators=[NumberIn(-LARGEST_VALUE, LARGEST_VALUE)])
    # A field named "target" would hide the form's own property of that name from scripts.
    target = StringField(
        N_("Nilai sasaran"), name="goal", validators=[NumberIn(-LARGEST_VALUE, LARGEST_VALUE)]
    )
    owner = StringField(
        N_("Penanggung jawab"),
        description=N_("Jabatan atau satuan kerja; tampil di halaman publik."),
        validators=[Needed(), AtMost(200)],
    )
    owner_email = StringField(
        N_("Surel penanggung jawab"),
        description=N_("Untuk pengingat seminggu sebelum dan sesudah tenggat. Tidak ditampilkan."),
        validators=[EmailShaped(), AtMost(254)],
    )
    due_on = StringField(N_("Target waktu"), validators=[Needed()], widget=DateInput())
    session = SelectField(N_("Sesi"), choices={}, validators=[OneOf()], validate_choice=False)
    public = BooleanField(N_("Tampilkan di halaman publik"), default=True)

    def offer(self, sessions: Choices, units: Sequence[UnitFacts] = ()) -> None:
        """Let the item belong to one of these sessions, and carry out some of these units."""
        self.session.choices = {"": self.say(N_("Rencana aksi peta jalan")), **sessions}
        self._units = {unit.number: unit.identity for unit in reversed(units)}

    def validate_due_on(self, field: StringField) -> None:
        """A date as a browser's field gives it."""
        if (field.data or "").strip():
            self._date(field.data)

    def validate_units(self, _: StringField) -> None:
        """Numbers that the latest version has."""
        written = self._numbers()
        if len(written) > MOST_UNITS:
            raise ValidationError(self.say(N_("Paling banyak %(most)s butir."), most=MOST_UNITS))
        if unknown := [number for number in written if number not in self._units]:
            raise ValidationError(
                self.say(N_("Butir ini tidak ada: %(numbers)s."), numbers=", ".join(unknown))
            )

    def validate_inputs(self, _: StringField) -> None:
        """Not more than a person can have meant."""
        if len(self.registrations()) > MOST_INPUTS:
            raise ValidationError(self.say(N_("Paling banyak %(most)s masukan."), most=MOST_INPUTS))

    def registrations(self) -> list[str]:
        """The registration numbers that were written."""
        return (self.inputs.data or "").upper().replace(",", " ").replace(";", " ").split()

    def words(self) -> FollowUpWords:
        """The valid form as the domain's value."""
        written = {name: (self[name].data or "").strip() for name in _TEXTS}
        return FollowUpWords(
            baseline=read_number(self.baseline.data),
            target=read_number(self.target.data),
            units=tuple(self._units[number] for number in self._numbers()),
            owner_email=(self.owner_email.data or "").strip() or None,
            due_on=self._date(self.due_on.data),
            session=self.session.data or None,
            public=bool(self.public.data),
            **written,
        )

    @classmethod
    def of(cls, item: FollowUpFacts, locale: str) -> "FollowUpForm":
        """The form as the item stands."""
        return cls(
            locale=locale,
            version=str(item.version),
            issue=item.issue,
            inputs=", ".join(item.inputs),
            solution=item.solution,
            activity=item.activity,
            indicator=item.indicator,
            units=", ".join(unit.number for unit in item.units),
            measure=item.measure,
            baseline="" if item.baseline is None else f"{item.baseline:g}",
            target="" if item.target is None else f"{item.target:g}",
            owner=item.owner,
            owner_email=item.owner_email or "",
            due_on=item.due_on.isoformat() if item.due_on else "",
            session=str(item.session) if item.session else "",
            public=item.public,
        )

    _units: dict[str, UUID] = {}  # noqa: RUF012 - replaced by ``offer``

    def _numbers(self) -> list[str]:
        written = (self.units.data or "").replace(",", " ").replace(";", " ").split()
        return list(dict.fromkeys(written))

    def _date(self, written: str) -> date:
        return _read_date(self, written)


def _read_date(form: LocalisedForm, written: str) -> date:
    try:
        return read_day(written)
    except ValueError as error:
        raise ValidationError(form.say(N_("Tulis tanggal seperti 2026-11-24."))) from error


class StepForm(LocalisedForm):
    """How far an item is."""

    def __init__(self, *given: object, **values: object) -> None:
        # The item's own form is on the same page.
        super().__init__(*given, prefix="langkah-", **values)  # type: ignore[arg-type]

    status = SelectField(
        N_("Status"),
        choices=choices_of(FollowUpStatus),
        validators=[OneOf()],
        validate_choice=False,
    )
    note = TextAreaField(
        N_("Catatan"),
        description=N_("Terbaca di halaman publik bila tindak lanjutnya ditampilkan."),
        validators=[AtMost(2000)],
    )
    value = StringField(
        N_("Nilai yang dicapai"),
        description=N_("Dalam satuan ukur indikatornya."),
        validators=[NumberIn(-LARGEST_VALUE, LARGEST_VALUE)],
    )
    reached_on = StringField(N_("Keadaan per tanggal"), widget=DateInput())
    evidence = MultipleFileField(
        N_("Bukti dukung"), description=N_("Paling banyak 5 berkas, masing-masing 10 MB.")
    )
    files_public = BooleanField(N_("Buktinya boleh diunduh siapa saja"))

    def validate_reached_on(self, field: StringField) -> None:
        """A date, or nothing."""
        if (field.data or "").strip():
            _read_date(self, field.data)

    def progress(self, files: Sequence[StoredFile], today: date) -> Progress:
        """The valid form as the domain's value; a value without a day is of ``today``."""
        value, day = read_number(self.value.data), (self.reached_on.data or "").strip()
        return Progress(
            status=FollowUpStatus(self.status.data),
            note=(self.note.data or "").strip(),
            value=value,
            reached_on=_read_date(self, day) if day else today if value is not None else None,
            files=files,
            files_public=bool(self.files_public.data),
        )


class FollowUpFilterForm(LocalisedForm):
    """What the list is narrowed to and how it is sorted; unknown values narrow nothing."""

    status = SelectField(
        N_("Status"),
        choices=choices_of(FollowUpStatus, empty=N_("Semua status")),
        validate_choice=False,
    )
    session = SelectField(N_("Asal"), choices={}, validate_choice=False)
    owner = SelectField(N_("Penanggung jawab"), choices={}, validate_choice=False)
    late = SelectField(
        N_("Tenggat"),
        choices={"": N_("Semua tenggat"), "ya": N_("Hanya yang terlambat")},
        validate_choice=False,
    )
    order = SelectField(N_("Urutan"), choices=ORDERS, validate_choice=False)

    def offer(self, sessions: Choices, owners: Sequence[str]) -> None:
        """Offer this consultation's sessions and those in charge."""
        roadmap = {ROADMAP: self.say(N_("Rencana aksi peta jalan"))}
        self.session.choices = {"": self.say(N_("Semua asal")), **roadmap, **sessions}
        self.owner.choices = names_as_choices(owners, empty=self.say(N_("Semua pihak")))

    def chosen(self, today: date, *, public_only: bool = False) -> FollowUpFilter:
        """What was chosen; unknown choices are empty."""
        return FollowUpFilter(
            status=self._known("status"),
            session=self._known("session"),
            owner=self._known("owner"),
            public_only=public_only,
            late=self._known("late") == "ya",
            today=today,
        )

    def chosen_order(self) -> FollowUpOrder:
        """How to sort; an unknown order is the usual one."""
        return FollowUpOrder(self._known("order") or FollowUpOrder.DUE)

    def kept(self) -> dict[str, str]:
        """The choices as they go into an address."""
        names = ("status", "session", "owner", "late", "order")
        return {name: value for name in names if (value := self._known(name))}

    def _known(self, name: str) -> str:
        value = self[name].data
        return value if value in self[name].choices else ""
