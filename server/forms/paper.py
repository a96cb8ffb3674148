"""The form for input that came on paper; made for the keyboard and for many in a row."""

from datetime import datetime

from wtforms import HiddenField, MultipleFileField, SelectField, StringField, TextAreaField
from wtforms.widgets import DateInput

from consultations.commenting import Statement
from consultations.paper import CHANNELS
from consultations.regions import PROVINCES
from consultations.vocabulary import (
    N_,
    Channel,
    Element,
    InputKind,
    OnBehalfOf,
    Scope,
    Visibility,
)
from server.forms.closing import read_moment
from server.forms.localised import (
    AtMost,
    Choices,
    LocalisedForm,
    Needed,
    OneOf,
    choices_of,
    names_as_choices,
)

# What the next input of a pile probably shares with the last one, by its name in the address.
REMEMBERED = ("channel", "session", "element", "region", "received_on", "visibility")


class PaperForm(LocalisedForm):
    """One input written elsewhere; the words come first."""

    key = HiddenField()
    text = TextAreaField(
        N_("Isi masukan"),
        validators=[Needed(N_("Tulis isi masukannya.")), AtMost(8000)],
    )
    clause = StringField(
        N_("Nomor butir"),
        description=N_("Misalnya 3.1.2; kosongkan bila tentang seluruh rancangan."),
        validators=[AtMost(24)],
    )
    kind = SelectField(
        N_("Jenis masukan"),
        choices=choices_of(InputKind),
        default=InputKind.EXPERIENCE.value,
        validators=[OneOf()],
        validate_choice=False,
    )
    channel = SelectField(
        N_("Diterima lewat"),
        choices={channel.value: channel.label for channel in CHANNELS},
        default=Channel.PAPER.value,
        validators=[OneOf()],
        validate_choice=False,
    )
    session = SelectField(N_("Sesi"), choices={}, validators=[OneOf()], validate_choice=False)
    element = SelectField(
        N_("Unsur"),
        choices=choices_of(Element),
        default=Element.SERVICE_USER.value,
        validators=[OneOf()],
        validate_choice=False,
    )
    region = SelectField(
        N_("Provinsi"),
        choices=names_as_choices(PROVINCES, empty=N_("Tidak disebutkan")),
        validators=[OneOf()],
        validate_choice=False,
    )
    received_on = StringField(N_("Tanggal diterima"), widget=DateInput())
    author_name = StringField(N_("Nama pemberi masukan"), validators=[AtMost(120)])
    organisation = StringField(N_("Lembaga yang diwakili"), validators=[AtMost(200)])
    visibility = SelectField(
        N_("Siapa yang boleh membaca"),
        choices=choices_of(Visibility),
        default=Visibility.ANONYMOUS.value,
        validators=[OneOf()],
        validate_choice=False,
    )
    proposed_wording = TextAreaField(N_("Usulan rumusan"), validators=[AtMost(8000)])
    reason = TextAreaField(N_("Alasan atau bukti"), validators=[AtMost(4000)])
    evidence = MultipleFileField(
        N_("Pindaian atau tangkapan layar"),
        description=N_("PDF atau gambar. Tutup dahulu nama, nomor, dan alamat orang lain."),
    )

    def offer(self, sessions: Choices) -> None:
        """Let the input belong to one of these sessions."""
        self.session.choices = {"": self.say(N_("Tidak dari satu sesi")), **sessions}

    def validate_received_on(self, field: StringField) -> None:
        """A date as a browser's field gives it, or nothing."""
        if (field.data or "").strip():
            read_moment(self, field.data, "UTC")

    def received_at(self, zone: str) -> datetime | None:
        """The day it was received, in the consultation's zone."""
        given = (self.received_on.data or "").strip()
        return read_moment(self, given, zone) if given else None

    def statement(self) -> Statement:
        """What was said, by whom."""
        organisation = self._written("organisation")
        return Statement(
            text=self.text.data.strip(),
            kind=InputKind(self.kind.data),
            scope=Scope.DRAFT_POLICY,
            element=Element(self.element.data),
            on_behalf_of=OnBehalfOf.ORGANISATION if organisation else OnBehalfOf.SELF,
            organisation=organisation,
            author_name=self._written("author_name"),
            region=self.region.data or None,
            proposed_wording=self._written("proposed_wording"),
            reason=self._written("reason"),
            visibility=Visibility(self.visibility.data),
        )

    def remembered(self) -> dict[str, str]:
        """What the next form begins with."""
        return {name: value for name in REMEMBERED if (value := self[name].data)}

    def _written(self, name: str) -> str | None:
        return (self[name].data or "").strip() or None
