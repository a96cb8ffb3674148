"""Forms for follow-up items: what is to be done, how far it is, and how the list is narrowed."""

from datetime import date

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

from consultations.follow_ups import FollowUpWords
from consultations.queries.follow_ups import FollowUpFacts, FollowUpFilter, FollowUpOrder
from consultations.vocabulary import N_, FollowUpStatus
from server.forms.localised import (
    AtMost,
    Choices,
    EmailShaped,
    LocalisedForm,
    Needed,
    OneOf,
    choices_of,
)

MOST_INPUTS = 100
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

    def offer(self, sessions: Choices) -> None:
        """Let the item belong to one of these sessions."""
        self.session.choices = {"": self.say(N_("Tidak dari satu sesi")), **sessions}

    def validate_due_on(self, field: StringField) -> None:
        """A date as a browser's field gives it."""
        if (field.data or "").strip():
            self._date(field.data)

    def validate_inputs(self, _: StringField) -> None:
        """Not more than a person can have meant."""
        if len(self.registrations()) > MOST_INPUTS:
            raise ValidationError(self.say(N_("Paling banyak %(most)s masukan."), most=MOST_INPUTS))

    def registrations(self) -> list[str]:
        """The registration numbers that were written."""
        return (self.inputs.data or "").upper().replace(",", " ").replace(";", " ").split()

    def words(self) -> FollowUpWords:
        """The valid form as the domain's value."""
        written = {
            name: (self[name].data or "").strip()
            for name in ("issue", "solution", "activity", "indicator", "owner")
        }
        return FollowUpWords(
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
            owner=item.owner,
            owner_email=item.owner_email or "",
            due_on=item.due_on.isoformat() if item.due_on else "",
            session=str(item.session) if item.session else "",
            public=item.public,
        )

    def _date(self, written: str) -> date:
        try:
            return date.fromisoformat(written.strip())
        except ValueError as error:
            raise ValidationError(self.say(N_("Tulis tanggal seperti 2026-11-24."))) from error


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
    evidence = MultipleFileField(
        N_("Bukti dukung"), description=N_("Paling banyak 5 berkas, masing-masing 10 MB.")
    )


class FollowUpFilterForm(LocalisedForm):
    """What the list is narrowed to and how it is sorted; unknown values narrow nothing."""

    status = SelectField(
        N_("Status"),
        choices=choices_of(FollowUpStatus, empty=N_("Semua status")),
        validate_choice=False,
    )
    session = SelectField(N_("Sesi"), choices={}, validate_choice=False)
    late = SelectField(
        N_("Tenggat"),
        choices={"": N_("Semua tenggat"), "ya": N_("Hanya yang terlambat")},
        validate_choice=False,
    )
    order = SelectField(N_("Urutan"), choices=ORDERS, validate_choice=False)

    def offer(self, sessions: Choices) -> None:
        """Offer this consultation's sessions."""
        self.session.choices = {"": self.say(N_("Semua sesi")), **sessions}

    def chosen(self, today: date) -> FollowUpFilter:
        """What was chosen; unknown choices are empty."""
        return FollowUpFilter(
            status=self._known("status"),
            session=self._known("session"),
            late=self._known("late") == "ya",
            today=today,
        )

    def chosen_order(self) -> FollowUpOrder:
        """How to sort; an unknown order is the usual one."""
        return FollowUpOrder(self._known("order") or FollowUpOrder.DUE)

    def kept(self) -> dict[str, str]:
        """The choices as they go into an address."""
        names = ("status", "session", "late", "order")
        return {name: value for name in names if (value := self._known(name))}

    def _known(self, name: str) -> str:
        value = self[name].data
        return value if value in self[name].choices else ""
