"""The form with which anyone gives input on a unit or on the whole draft."""

from datetime import datetime

from wtforms import (
    BooleanField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from consultations.anchoring import LONGEST_QUOTE, Anchor, anchor_quote
from consultations.commenting import Statement
from consultations.errors import QuoteAmbiguous, QuoteMissing
from consultations.regions import PROVINCES
from consultations.vocabulary import (
    N_,
    Element,
    InputKind,
    OnBehalfOf,
    Scope,
    Visibility,
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
from server.security.submission_keys import issue_key

LONGEST_TEXT = 8000
LONGEST_REASON = 4000


class InputForm(LocalisedForm):
    """Everything DOMAIN asks of a masukan; only what is needed to understand it is required."""

    key = HiddenField()
    quote = TextAreaField(
        N_("Kutipan"),
        description=N_("Bila masukan Anda tentang kata tertentu, salin kata itu dari naskah."),
        validators=[AtMost(LONGEST_QUOTE)],
    )
    quote_prefix = HiddenField()
    quote_suffix = HiddenField()
    kind = RadioField(
        N_("Jenis masukan"),
        choices=choices_of(InputKind),
        validators=[Needed(N_("Pilih jenis masukan Anda.")), OneOf()],
        validate_choice=False,
    )
    text = TextAreaField(
        N_("Masukan Anda"),
        description=N_("Tulis dengan bahasa Anda sendiri. Bahasa daerah boleh."),
        validators=[Needed(N_("Tulis masukan Anda.")), AtMost(LONGEST_TEXT)],
    )
    proposed_wording = TextAreaField(
        N_("Usulan rumusan"),
        description=N_("Bila ada, tulis bunyi butir sebagaimana Anda usulkan."),
        validators=[AtMost(LONGEST_TEXT)],
    )
    reason = TextAreaField(
        N_("Alasan atau bukti"),
        description=N_("Mengapa demikian? Pengalaman, data, atau aturan yang mendukung."),
        validators=[AtMost(LONGEST_REASON)],
    )
    evidence = MultipleFileField(
        N_("Berkas bukti"),
        description=N_(
            "Paling banyak 5 berkas, masing-masing 10 MB: PDF, gambar, Word, Excel, ODT, ODS, CSV, "
            "atau teks. Keterangan tersembunyi pada foto (misalnya lokasi) dihapus."
        ),
    )
    element = SelectField(
        N_("Anda mewakili unsur"),
        choices=choices_of(Element, empty=N_("Pilih unsur")),
        validators=[Needed(N_("Pilih unsur yang paling sesuai.")), OneOf()],
        validate_choice=False,
    )
    scope = SelectField(
        N_("Masukan ini tentang"),
        choices=choices_of(Scope),
        default=Scope.DRAFT_POLICY.value,
        validators=[OneOf()],
        validate_choice=False,
    )
    region = SelectField(
        N_("Provinsi"),
        choices=names_as_choices(PROVINCES, empty=N_("Tidak disebutkan")),
        validators=[OneOf()],
        validate_choice=False,
    )
    on_behalf_of = RadioField(
        N_("Atas nama"),
        choices=choices_of(OnBehalfOf),
        default=OnBehalfOf.SELF.value,
        validators=[OneOf()],
        validate_choice=False,
    )
    organisation = StringField(N_("Nama lembaga atau kelompok"), validators=[AtMost(200)])
    author_name = StringField(
        N_("Nama Anda"),
        validators=[AtMost(120)],
    )
    author_email = StringField(
        N_("Surel"),
        description=N_("Tidak pernah ditampilkan."),
        validators=[AtMost(254), EmailShaped()],
    )
    vulnerable_group = SelectField(
        N_("Kelompok rentan"),
        description=N_(
            "Boleh dikosongkan. Hanya dibaca tim penyusun, agar suara kelompok rentan tidak luput."
        ),
        choices=choices_of(VulnerableGroup, empty=N_("Tidak disebutkan")),
        validators=[OneOf()],
        validate_choice=False,
    )
    visibility = RadioField(
        N_("Siapa yang boleh membaca"),
        choices=choices_of(Visibility),
        default=Visibility.PUBLIC.value,
        validators=[OneOf()],
        validate_choice=False,
    )
    consent = BooleanField(
        N_("Saya setuju masukan ini dicatat dan diolah untuk penyusunan peta jalan."),
        validators=[Needed(N_("Beri persetujuan agar masukan dapat dicatat."))],
    )

    def validate_organisation(self, field: StringField) -> None:
        """An organisation's input names the organisation."""
        if self.on_behalf_of.data == OnBehalfOf.ORGANISATION.value:
            Needed(N_("Tulis nama lembaga atau kelompok yang Anda wakili."))(self, field)

    def validate_proposed_wording(self, field: TextAreaField) -> None:
        """A proposal of wording holds the wording."""
        if self.kind.data == InputKind.PROPOSED_WORDING.value:
            Needed(N_("Tulis rumusan yang Anda usulkan."))(self, field)

    def anchor(self, text: str | None) -> Anchor | None:
        """Where the quote stands in the unit's text; where it doesn't, the field says why."""
        quote = words_of(self.quote.data)
        if quote is None or text is None:
            return None
        try:
            return anchor_quote(
                text, quote, self.quote_prefix.data or "", self.quote_suffix.data or ""
            )
        except (QuoteMissing, QuoteAmbiguous) as refusal:
            self.quote.errors = [*self.quote.errors, self.say(refusal.message)]
            return None

    def statement(self) -> Statement:
        """The valid form as the domain's value."""
        group = self.vulnerable_group.data
        return Statement(
            text=words_of(self.text.data) or "",
            kind=InputKind(self.kind.data),
            scope=Scope(self.scope.data),
            element=Element(self.element.data),
            on_behalf_of=OnBehalfOf(self.on_behalf_of.data),
            organisation=words_of(self.organisation.data),
            author_name=words_of(self.author_name.data),
            author_email=words_of(self.author_email.data),
            region=self.region.data or None,
            vulnerable_group=VulnerableGroup(group) if group else None,
            proposed_wording=words_of(self.proposed_wording.data),
            reason=words_of(self.reason.data),
            visibility=Visibility(self.visibility.data),
        )


def new_key(opened_at: datetime | None = None) -> str:
    """A submission key for a form that is about to be shown, or was read at ``opened_at``."""
    return issue_key(opened_at)


def words_of(text: str | None) -> str | None:
    """Typed text as stored: one kind of line ending, no blanks around it, ``None`` if empty."""
    return (text or "").replace("\r\n", "\n").replace("\x00", "").strip() or None
