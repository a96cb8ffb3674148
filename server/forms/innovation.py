"""Forms of the register of innovations: an innovation, a replication, the directory's filter."""

from datetime import date
from typing import Any

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
from wtforms.widgets import DateInput

from consultations.queries.innovations import InnovationFilter, InnovationOrder
from consultations.replication.checking import read_awards
from consultations.replication.dating import STEPS, date_problems
from consultations.replication.keeping import InnovationFacts, ReplicationFacts
from consultations.vocabulary import (
    N_,
    ReplicationDocumentKind,
    ReplicationForm,
    ReplicationScope,
    ReplicationStatus,
)
from consultations.written_dates import read_day
from server.forms.localised import AtMost, LocalisedForm, Needed, OneOf, choices_of
from server.forms.survey import typed

LONGEST_TEXT = 8000
ORDERS = {
    InnovationOrder.TITLE.value: N_("Menurut judul"),
    InnovationOrder.OWNER.value: N_("Menurut pemilik"),
    InnovationOrder.NEWEST.value: N_("Terbaru dahulu"),
}
TEXTS = (
    *("verification", "plan", "indicator", "before", "after"),
    *("impact", "cost", "sustainability"),
)


class InnovationForm(LocalisedForm):
    """What an innovation is."""

    version = HiddenField(default="1")
    title = StringField(N_("Judul inovasi"), validators=[Needed(), AtMost(200)])
    nri = StringField(
        N_("Kode NRI"),
        description=N_("Nomor registrasi inovasi, bila sudah terdaftar."),
        validators=[AtMost(40)],
    )
    owner_agency = StringField(N_("Instansi pemilik"), validators=[Needed(), AtMost(200)])
    owner_unit = StringField(N_("Unit pelayanan pemilik"), validators=[AtMost(200)])
    summary = TextAreaField(N_("Ringkasan"), validators=[AtMost(LONGEST_TEXT)])
    awards = TextAreaField(
        N_("Penghargaan"),
        description=N_("Satu tiap baris dengan tahunnya, misalnya Top 45 (2019)."),
        validators=[AtMost(2000)],
    )
    is_public = BooleanField(N_("Tampilkan dalam direktori publik"), default=True)

    def validate_awards(self, field: TextAreaField) -> None:
        """Every award has a kind and a year."""
        if read_awards(typed(field.data)) is None:
            raise ValidationError(
                self.say(N_("Tulis setiap penghargaan dengan tahunnya, misalnya Top 45 (2019)."))
            )

    def refuse_second(self) -> None:
        """Say beside the field that tells innovations apart that this one is kept already."""
        if typed(self.nri.data):
            self.nri.errors = [self.say(N_("Inovasi dengan kode NRI ini sudah tercatat."))]
        else:
            again = N_("Inovasi dengan judul dan instansi pemilik ini sudah tercatat.")
            self.title.errors = [self.say(again)]

    def facts(self) -> InnovationFacts:
        """The valid form as the domain's value."""
        return InnovationFacts(
            title=typed(self.title.data),
            nri=typed(self.nri.data),
            owner_agency=typed(self.owner_agency.data),
            owner_unit=typed(self.owner_unit.data),
            summary=typed(self.summary.data),
            is_public=bool(self.is_public.data),
            awards=read_awards(typed(self.awards.data)) or (),
        )


class ReplicationEntryForm(LocalisedForm):
    """A replication: who, how, how far, and what came of it."""

    version = HiddenField(default="1")
    agency = StringField(N_("Instansi replikator"), validators=[Needed(), AtMost(200)])
    unit = StringField(N_("Unit pelayanan replikator"), validators=[AtMost(200)])
    title = StringField(N_("Judul replikasi"), validators=[AtMost(200)])
    form = RadioField(
        N_("Bentuk replikasi"),
        # A field named "form" would hide the browser's own property of that name from scripts.
        name="replication_form",
        choices=choices_of(ReplicationForm),
        validators=[Needed(N_("Pilih bentuknya.")), OneOf()],
        validate_choice=False,
    )
    scope = RadioField(
        N_("Cakupan"),
        choices=choices_of(ReplicationScope),
        default=ReplicationScope.WHOLE.value,
        validators=[OneOf()],
        validate_choice=False,
    )
    status = SelectField(
        N_("Status"),
        choices=choices_of(ReplicationStatus),
        default=ReplicationStatus.WAITING.value,
        validators=[OneOf()],
        validate_choice=False,
    )
    proposed_on = StringField(N_("Tanggal pengajuan"), widget=DateInput())
    decided_on = StringField(N_("Tanggal disetujui atau ditolak"), widget=DateInput())
    implemented_on = StringField(N_("Tanggal mulai diterapkan"), widget=DateInput())
    verified_on = StringField(N_("Tanggal verifikasi"), widget=DateInput())
    verification = TextAreaField(N_("Hasil verifikasi"), validators=[AtMost(LONGEST_TEXT)])
    plan = TextAreaField(N_("Rencana aksi"), validators=[AtMost(LONGEST_TEXT)])
    indicator = TextAreaField(
        N_("Indikator"),
        description=N_("Satu tiap baris; nilai sebelum dan sesudah ditulis pada baris yang sama."),
        validators=[AtMost(LONGEST_TEXT)],
    )
    before = TextAreaField(N_("Nilai sebelum"), validators=[AtMost(LONGEST_TEXT)])
    after = TextAreaField(N_("Nilai sesudah"), validators=[AtMost(LONGEST_TEXT)])
    impact = TextAreaField(N_("Dampak"), validators=[AtMost(LONGEST_TEXT)])
    cost = TextAreaField(N_("Biaya"), validators=[AtMost(LONGEST_TEXT)])
    sustainability = TextAreaField(N_("Keberlanjutan"), validators=[AtMost(LONGEST_TEXT)])
    document_kind = SelectField(
        N_("Jenis dokumen"),
        choices=choices_of(ReplicationDocumentKind),
        default=ReplicationDocumentKind.AGREEMENT.value,
        validators=[OneOf()],
        validate_choice=False,
    )
    documents = MultipleFileField(
        N_("Dokumen"),
        description=N_(
            "Paling banyak 5 berkas, masing-masing 10 MB. Dokumen dapat diunduh siapa saja "
            "bila inovasinya tampil dalam direktori publik."
        ),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, and then what the dates and the status say of each other."""
        valid = super().validate(extra_validators)
        for name in STEPS:
            if typed(self[name].data) and self._day(self[name]) is None:
                self[name].errors = [self.say(N_("Tulis tanggal seperti 2026-11-24."))]
        if not {"form", "scope", "status"} & self.errors.keys():
            for name, problem in date_problems(self.facts()):
                self[name].errors = self[name].errors or [self.say(problem)]
        return bool(valid and not self.errors)

    def refuse_second(self) -> None:
        """Say that the same agency and unit are entered with this form already."""
        again = N_("Replikasi oleh instansi dan unit ini dalam bentuk yang sama sudah tercatat.")
        self.agency.errors = [self.say(again)]

    def facts(self) -> ReplicationFacts:
        """The valid form as the domain's value."""
        more: dict[str, Any] = {name: self._day(self[name]) for name in STEPS}
        more |= {name: typed(self[name].data) for name in TEXTS}
        return ReplicationFacts(
            agency=typed(self.agency.data),
            unit=typed(self.unit.data),
            title=typed(self.title.data),
            form=ReplicationForm(self.form.data),
            scope=ReplicationScope(self.scope.data),
            status=ReplicationStatus(self.status.data),
            **more,
        )

    def _day(self, field: StringField) -> date | None:
        try:
            return read_day(typed(field.data))
        except ValueError:
            return None


class DefinitionForm(LocalisedForm):
    """What a form of replication means here."""

    text = TextAreaField(
        N_("Arti"),
        description=N_("Kosongkan untuk memakai arti yang biasa."),
        validators=[AtMost(1000)],
    )
    text_en = TextAreaField(N_("Arti dalam bahasa Inggris"), validators=[AtMost(1000)])


class DirectoryForm(LocalisedForm):
    """What the directory is narrowed to; it is read from the address."""

    words = StringField(N_("Kata, kode, atau instansi"))
    form = SelectField(
        N_("Bentuk replikasi"),
        name="bentuk",
        choices=choices_of(ReplicationForm, empty=N_("Semua bentuk")),
        validate_choice=False,
    )
    status = SelectField(
        N_("Status replikasi"),
        choices=choices_of(ReplicationStatus, empty=N_("Semua status")),
        validate_choice=False,
    )
    year = SelectField(N_("Tahun penghargaan"), choices={}, validate_choice=False)
    order = SelectField(N_("Urutan"), choices=ORDERS, validate_choice=False)

    def offer(self, years: list[int]) -> None:
        """The years in which something was awarded."""
        self.year.choices = {"": self.say(N_("Semua tahun"))} | {str(y): str(y) for y in years}

    def chosen(self, **more: Any) -> InnovationFilter:
        """What was chosen; unknown choices narrow nothing."""
        form, status, year = (self._known(f) for f in (self.form, self.status, self.year))
        return InnovationFilter(
            words=typed(self.words.data)[:200],
            form=form,
            status=status,
            year=int(year) if year else None,
            **more,
        )

    def chosen_order(self) -> InnovationOrder:
        """How it is sorted."""
        return InnovationOrder(self._known(self.order) or InnovationOrder.TITLE)

    def kept(self) -> dict[str, str]:
        """What the address of another page must carry on."""
        return {field.name: field.data for field in self if field.data}

    def _known(self, field: SelectField) -> str:
        return field.data if field.data in field.choices else ""
